"""What doctor makes of what it finds, rule by rule; and each step of the way to a platform, broken for real."""

from __future__ import annotations

import socket
import ssl
from datetime import date
from email.utils import formatdate
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.cli.checks_machine import check_calendar, check_disk, check_keys, check_quiet_days, unit_findings
from bot.cli.checks_network import check_way, clock_findings, reason
from bot.cli.checks_telegram import group_finding, name_findings, webhook_findings
from bot.cli.doctor import check_page, check_settings
from bot.cli.findings import Finding, Level
from bot.settings import Settings
from content.clocks.calendar import Calendar, Year
from content.outreach import Dated, NoSending
from content.policy import Policy
from content.terms import StationKind
from storage.stations import Station
from storage.vault.keyring import Keyring
from storage.vault.ring import DAY, DAY_KEY_LIFE
from tests.conftest import NOON

OURS = "https://hotline.example/telegram"


def levels(findings: list[Finding]) -> list[Level]:
    return [one.level for one in findings]


def test_without_any_platform_the_settings_are_wrong_whatever_the_network_does() -> None:
    assert Level.WRONG in levels(check_settings(Settings(_env_file=None)))
    assert Level.WRONG not in levels(check_settings(Settings(_env_file=None, zalo_bot_token="12345:training")))


@pytest.mark.parametrize(("url", "level"), [("https://trang.example", Level.GOOD), ("http://127.0.0.1:1", Level.CARE)])
def test_a_page_that_only_this_machine_reaches_is_named(url: str, level: Level) -> None:
    assert check_page(url).level is level


@pytest.mark.parametrize(
    ("name", "telling"),
    [
        ("Xóm Bình An xom_binh_an_bot", False),
        ("Tố Giác Ma Túy stbot", True),
        ("Kênh báo tin stbot", True),
        ("Xóm vui matuy_st_bot", True),
        ("Xóm vui bao_tin_st_bot", True),
        ("TO GIAC", True),
        ("Báo Tình Xóm", True),  # "bao tin" as it is heard: a warning too many is better
    ],
)
def test_a_name_that_tells_is_warned_of(name: str, telling: bool) -> None:
    assert bool(name_findings(name)) is telling


@pytest.mark.parametrize(
    ("today", "level", "year"),
    [
        (date(2026, 11, 30), Level.GOOD, "2026"),
        (date(2026, 12, 1), Level.CARE, "2027"),
        (date(2027, 5, 1), Level.CARE, "2027"),
    ],
)
def test_a_missing_list_of_days_off_is_told_a_month_ahead(today: date, level: Level, year: str) -> None:
    known = Calendar({one: Year("basis", frozenset(), frozenset()) for one in (2025, 2026)})
    found = check_calendar(known, today)
    assert (found.level, year in found.sentence) == (level, True)


@pytest.mark.parametrize(
    ("today", "level"),
    [
        (date(2026, 11, 30), Level.GOOD),
        (date(2027, 2, 28), Level.GOOD),
        (date(2027, 3, 1), Level.CARE),
        (date(2027, 11, 1), Level.CARE),
    ],
)
def test_missing_examination_days_are_told_from_march_on(today: date, level: Level) -> None:
    known = NoSending(dated=(Dated("Kỳ thi", date(2026, 6, 10), date(2026, 6, 12)),))
    found = check_quiet_days(known, today)
    assert (found.level, "2027" in found.sentence) == (level, level is Level.CARE)


@pytest.mark.parametrize(
    ("expected", "url", "failed", "level"),
    [
        ("", "", False, Level.GOOD),
        (OURS, OURS, False, Level.GOOD),
        (OURS, "", False, Level.CARE),
        (OURS, OURS, True, Level.WRONG),
        ("", "https://evil.example/x", False, Level.WRONG),
        (OURS, "https://evil.example/telegram", False, Level.WRONG),
        (OURS, OURS + "/", False, Level.WRONG),
    ],
)
def test_a_foreign_address_for_updates_is_an_alarm(expected: str, url: str, failed: bool, level: Level) -> None:
    assert levels(webhook_findings(expected, url, 0, failed=failed)) == [level]


@pytest.mark.parametrize(
    ("status", "can_send", "level"),
    [
        ("member", True, Level.GOOD),
        ("administrator", True, Level.CARE),
        ("restricted", False, Level.WRONG),
        ("restricted", True, Level.GOOD),
        ("left", True, Level.WRONG),
        ("kicked", True, Level.WRONG),
    ],
)
def test_rights_in_a_group(status: str, can_send: bool, level: Level) -> None:
    assert group_finding("g", status, can_send=can_send).level is level


@pytest.mark.parametrize(("skew", "level"), [(0, "good"), (4, "good"), (-20, "care"), (90, "wrong"), (-90, "wrong")])
def test_the_clock_is_compared_with_the_servers(skew: float, level: str) -> None:
    assert levels(clock_findings(formatdate(NOON, usegmt=True), NOON + skew)) == [Level(level)]


def test_a_server_without_a_date_proves_nothing() -> None:
    assert levels(clock_findings("", NOON)) == [Level.CARE]
    assert levels(clock_findings("yesterday", NOON)) == [Level.CARE]


def units(*ready: str) -> dict[str, Station]:
    kinds = {"PC04": StationKind.PROVINCE, "THANH-TRA": StationKind.INSPECTORATE, "31783": StationKind.COMMUNE}
    return {name: Station(name, name, kind, key=b"k" if name in ready else None) for name, kind in kinds.items()}


def test_without_the_province_nothing_is_received() -> None:
    assert levels(unit_findings(units(), Policy())) == [Level.WRONG]
    assert levels(unit_findings(units("THANH-TRA", "31783"), Policy())) == [Level.WRONG]
    assert levels(unit_findings({}, Policy())) == [Level.WRONG]


def test_without_the_inspectorate_a_warning() -> None:
    assert levels(unit_findings(units("PC04"), Policy())) == [Level.GOOD, Level.CARE]
    assert levels(unit_findings(units("PC04", "THANH-TRA"), Policy())) == [Level.GOOD]


def keys(keyring: Keyring, now: float) -> tuple[list[Finding], Keyring | None]:
    return check_keys(Settings(_env_file=None, keyring=keyring.folder), now)


def test_a_keyring_open_to_others_is_wrong(keyring: Keyring) -> None:
    assert levels(keys(keyring, NOON)[0]) == [Level.GOOD]
    keyring.folder.chmod(0o755)
    found, opened = keys(keyring, NOON)
    assert levels(found) == [Level.WRONG]
    assert "chmod 700" in found[0].sentence
    assert opened is None


def test_day_keys_that_should_be_gone_are_wrong(keyring: Keyring) -> None:
    found, opened = keys(keyring, NOON + DAY_KEY_LIFE + 2 * DAY)
    assert levels(found) == [Level.WRONG]
    assert opened is not None


def test_the_disk_has_room_or_not(tmp_path: Any) -> None:
    assert "GB free" in check_disk(tmp_path).sentence


async def test_each_step_is_said_with_its_time() -> None:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(headers={"Date": formatdate(NOON, usegmt=True)})

    served = web.Application()
    served.router.add_route("*", "/{any:.*}", answer)
    async with TestServer(served) as server:
        found = await check_way("Telegram", str(server.make_url("/")), "", NOON)
    assert [one.what for one in found] == ["Telegram DNS", "Telegram TCP", "Telegram HTTP", "Clock"]
    assert all(one.level is Level.GOOD and (one.what == "Clock" or "ms" in one.sentence) for one in found)


async def test_a_name_that_does_not_exist_ends_at_the_name() -> None:
    found = await check_way("Telegram", "https://nowhere.invalid", "", NOON)
    assert [(one.what, one.level) for one in found] == [("Telegram DNS", Level.WRONG)]


async def test_a_port_where_nobody_listens_ends_at_the_connection() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        found = await check_way("Telegram", f"https://127.0.0.1:{port}", "", NOON)
    assert [(one.what, one.level) for one in found] == [("Telegram DNS", Level.GOOD), ("Telegram TCP", Level.WRONG)]


async def test_a_server_without_encryption_ends_at_the_handshake() -> None:
    async with TestServer(web.Application()) as server:
        found = await check_way("Telegram", f"https://127.0.0.1:{server.port}", "", NOON)
    assert [one.what for one in found if one.level is Level.WRONG] == ["Telegram TLS"]


async def test_a_proxy_that_is_none_ends_there() -> None:
    async with TestServer(web.Application()) as server:
        found = await check_way("Telegram", "https://api.telegram.org", f"socks5://127.0.0.1:{server.port}", NOON)
    assert [one.what for one in found if one.level is Level.WRONG] == ["Telegram through the proxy"]


@pytest.mark.parametrize(
    ("error", "part"),
    [
        (TimeoutError(), "firewall may drop"),
        (ssl.SSLCertVerificationError(), "opens the traffic"),
        (ConnectionResetError(), "cut off"),
        (RuntimeError("secret"), "RuntimeError"),
    ],
)
def test_a_reason_is_for_somebody_who_can_act(error: Exception, part: str) -> None:
    assert part in reason(error)
    assert "secret" not in reason(error)
