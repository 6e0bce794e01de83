"""Logging in to the Official Account, and what doctor says of each wrong Zalo setting: a line each."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.zalo_oa import NAME
from bot.cli.checks_zalo_oa import (
    HINTS,
    account_findings,
    check_hook,
    check_settings,
    check_zalo_oa,
    hook_finding,
    login_finding,
    plan_findings,
)
from bot.cli.findings import Level
from bot.cli.terminal import Wrong
from bot.cli.zalo_login import carry_out, code_in
from bot.sandbox.server import Sandbox
from bot.settings import Settings, SettingsError, load
from content.locales import speaking
from storage import migrations, tokens
from storage.engine import Database
from storage.seals import Seals
from storage.tokens import GOOD, LOST, SPENDING, Held, Pair
from storage.vault.keyring import Keyring
from tests.conftest import NOON


def settings(**more: Any) -> Settings:
    given = {
        "public_url": "https://hotline.example",
        "zalo_oa_app_id": "1",
        "zalo_oa_app_secret": "s",
        "zalo_oa_secret_key": "k",
        **more,
    }
    return Settings(_env_file=None, **given)


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"zalo_oa_intake": "perhaps"}, "ZALO_OA_INTAKE: must be one of"),
        ({"zalo_oa_paid": "perhaps"}, "ZALO_OA_PAID"),
        ({"zalo_oa_broadcasts": -1}, "ZALO_OA_BROADCASTS: must be a number"),
    ],
)
def test_a_setting_that_makes_no_sense_is_said_before_anything_starts(wrong: dict[str, Any], word: str) -> None:
    with speaking("en"), pytest.raises(SettingsError, match=f"HOTLINE_{word}") as refused:
        load(_env_file=None, **{"public_url": "https://hotline.example", **wrong})
    assert len(str(refused.value).splitlines()) == 1


def test_good_settings_need_no_word() -> None:
    assert check_settings(settings()) == []


@pytest.mark.parametrize(
    ("wrong", "level", "word"),
    [
        ({"zalo_oa_secret_key": ""}, Level.CARE, "SECRET_KEY"),
        ({"public_url": "https://hotline.example:8443"}, Level.WRONG, "PUBLIC_URL"),
        ({"public_url": "http://127.0.0.1:80"}, Level.WRONG, "PUBLIC_URL"),
        ({"zalo_oa_app_id": "my app"}, Level.WRONG, "APP_ID"),
        ({"zalo_oa_code_verifier": "short"}, Level.WRONG, "CODE_VERIFIER"),
        ({"zalo_oa_redirect_url": "http://hotline.example/zalo/oa"}, Level.WRONG, "REDIRECT_URL"),
        ({"zalo_oa_api_url": "http://openapi.zalo.me"}, Level.WRONG, "API_URL"),
        ({"zalo_oa_oauth_url": "oauth.zaloapp.com"}, Level.WRONG, "OAUTH_URL"),
        ({"zalo_media_hosts": " , "}, Level.WRONG, "MEDIA_HOSTS"),
        ({"zalo_oa_template": "357211"}, Level.CARE, "TEMPLATE"),
        ({"zalo_oa_intake": "off"}, Level.CARE, "INTAKE"),
        ({"zalo_oa_intake": "on"}, Level.CARE, "INTAKE"),
        ({"zalo_oa_paid": True}, Level.CARE, "money"),
        ({"zalo_media_hosts": "zdn.vn,http://127.0.0.1:9"}, Level.WRONG, "MEDIA_HOSTS"),
    ],
)
def test_each_wrong_setting_is_one_line(wrong: dict[str, Any], level: Level, word: str) -> None:
    (found,) = check_settings(settings(**wrong))
    assert found.level is level
    assert word in found.sentence


@pytest.mark.parametrize(
    ("missing", "name"), [("zalo_oa_app_secret", "ZALO_OA_APP_SECRET"), ("public_url", "PUBLIC_URL")]
)
def test_what_must_be_there_is_said_before_anything_starts(missing: str, name: str) -> None:
    given = {"zalo_oa_app_id": "1", "zalo_oa_app_secret": "s", "public_url": "https://hotline.example", missing: ""}
    with pytest.raises(SettingsError, match=f"HOTLINE_{name}"):
        load(_env_file=None, **given)


PAIR = Pair("a", "r", NOON, NOON + 90_000)


@pytest.mark.parametrize(
    ("held", "now", "level"),
    [
        (None, NOON, Level.WRONG),
        (Held(PAIR, 1, GOOD, "", NOON), NOON, Level.GOOD),
        (Held(PAIR, 1, GOOD, "", NOON), NOON + 90_001, Level.WRONG),
        (Held(PAIR, 1, LOST, "", NOON), NOON, Level.WRONG),
        (Held(PAIR, 1, SPENDING, "x", NOON), NOON + 5, Level.GOOD),
        (Held(PAIR, 1, SPENDING, "x", NOON), NOON + 999, Level.CARE),
    ],
)
def test_the_login(held: Held | None, now: float, level: Level) -> None:
    assert login_finding(held, now).level is level


@pytest.mark.parametrize(
    ("answer", "paid", "levels"),
    [
        ({"error": 0, "data": {"is_verified": True, "package_name": "Advanced"}}, False, [Level.GOOD]),
        ({"error": 0, "data": {"is_verified": False}}, False, [Level.WRONG]),
        ({"error": 0, "data": {"linked_ZCA": False}}, True, [Level.GOOD, Level.WRONG]),
        ({"error": -216}, False, [Level.WRONG]),
        ({"error": -99999}, False, [Level.WRONG]),
        (None, False, [Level.WRONG]),
        ("<html>", False, [Level.WRONG]),
    ],
)
def test_what_zalo_says_of_the_account(answer: Any, paid: bool, levels: list[Level]) -> None:
    assert [one.level for one in account_findings(answer, settings(zalo_oa_paid=paid), NOON)] == levels


@pytest.mark.parametrize("code", HINTS)
def test_each_refusal_of_the_account_says_what_to_do(code: int) -> None:
    with speaking("en"):
        (found,) = account_findings({"error": code}, settings(), NOON)
    assert found.level is Level.WRONG
    assert found.sentence == f"Zalo refuses ({code}). {HINTS[code]}"


def test_a_template_needs_money_too() -> None:
    unlinked = {"error": 0, "data": {"linked_ZCA": False}}
    found = account_findings(unlinked, settings(zalo_oa_template="1", zalo_oa_paid=False), NOON)
    assert [one.level for one in found] == [Level.GOOD, Level.WRONG]
    assert "TEMPLATE" in found[1].sentence


@pytest.mark.parametrize(
    ("status", "level"), [(200, Level.GOOD), (404, Level.CARE), (502, Level.CARE), (0, Level.CARE)]
)
def test_the_address_of_the_webhook(status: int, level: Level) -> None:
    assert hook_finding(status).level is level


async def test_the_consoles_question_is_asked_at_our_own_address() -> None:
    async def hook(request: web.Request) -> web.Response:
        return web.json_response({"ok": await request.json() == {}})

    served = web.Application()
    served.add_routes([web.post("/zalo/oa", hook)])
    async with TestServer(served) as server:
        assert (await check_hook(settings(public_url=str(server.make_url("")).rstrip("/")))).level is Level.GOOD
    assert (await check_hook(settings(public_url="http://127.0.0.1:9"))).level is Level.CARE


@pytest.mark.parametrize(("used", "most", "levels"), [(0, 0, []), (1, 4, [Level.GOOD]), (4, 4, [Level.CARE])])
def test_what_is_left_of_the_broadcasts(used: int, most: int, levels: list[Level]) -> None:
    assert [one.level for one in plan_findings(used, most)] == levels


@pytest.mark.parametrize(
    "address", ["", "https://x/?code=", "https://x/?oa_id=1", "https://x/?code=1&state=other", "y"]
)
def test_an_address_without_this_logins_code_is_refused(address: str) -> None:
    with pytest.raises(Wrong):
        code_in(address, "mine")


@pytest.mark.parametrize("address", ["https://x/?code=abc", "https://x/?oa_code=abc", "https://x/?code=abc&state=mine"])
def test_the_code_is_found_whatever_its_name(address: str) -> None:
    assert code_in(address, "mine") == "abc"


@pytest.fixture
async def installation(
    tmp_path: Path, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> tuple[Database, pytest.MonkeyPatch]:
    url = f"sqlite:///{tmp_path / 'house.db'}"
    database = await Database.open(url)
    await migrations.upgrade(database)
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "DATABASE_URL": url,
        "KEYRING": str(tmp_path / "keyring"),
        "PUBLIC_URL": "http://127.0.0.1:1",
        "ZALO_OA_APP_ID": "360846524940903967",
        "ZALO_OA_APP_SECRET": "training-app-secret-of-no-value",
        "ZALO_OA_CODE_VERIFIER": "v" * 43,
    }.items():
        monkeypatch.setenv(f"HOTLINE_{name}", value)
    return database, monkeypatch


async def test_an_administrator_agrees_and_doctor_is_content(
    installation: tuple[Database, pytest.MonkeyPatch], keyring: Keyring, capsys: pytest.CaptureFixture[str]
) -> None:
    database, patch = installation
    async with Sandbox(zalo_oa=True) as sandbox:
        patch.setenv("HOTLINE_ZALO_OA_API_URL", sandbox.zalo_oa_url)
        patch.setenv("HOTLINE_ZALO_OA_OAUTH_URL", sandbox.zalo_oa_url)
        ended: list[str] = []

        def paste() -> str:
            asked = next(line for line in capsys.readouterr().out.splitlines() if "/v4/oa/permission" in line)
            query = parse_qs(urlsplit(asked).query)
            assert sandbox.zalo_oa is not None
            code = sandbox.zalo_oa.tokens.grant(sandbox.zalo_oa.settings, query["code_challenge"][0])
            ended.append(f"{query['redirect_uri'][0]}?code={code}&oa_id=1&state={query['state'][0]}")
            return ended[0]

        patch.setattr(builtins, "input", paste)
        await carry_out(explorer=False)
        assert ended[0].startswith("http://127.0.0.1:1/zalo/oa?")
        assert "Logged in" in capsys.readouterr().out
        found = await check_zalo_oa(load(), database, keyring, sandbox.clock.now())
        assert [one.level for one in found if "Login" in one.what or "Advanced" in one.sentence] == [Level.GOOD] * 2
    await database.close()


async def test_a_refresh_token_of_the_explorer_is_exchanged_at_once(
    installation: tuple[Database, pytest.MonkeyPatch], keyring: Keyring
) -> None:
    database, patch = installation
    async with Sandbox(zalo_oa=True) as sandbox:
        patch.setenv("HOTLINE_ZALO_OA_OAUTH_URL", sandbox.zalo_oa_url)
        assert sandbox.zalo_oa is not None
        typed = sandbox.zalo_oa.tokens.issue(sandbox.zalo_oa.settings)["refresh_token"]
        patch.setattr(builtins, "input", lambda: typed)
        await carry_out(explorer=True)
        async with database.read() as rows:
            held = await tokens.get(rows, Seals(keyring), NAME)
        assert held is not None
        assert held.pair.refresh != typed
        with pytest.raises(Wrong, match="Invalid refresh token"):
            await carry_out(explorer=True)
    await database.close()


async def test_where_nobody_answers_nothing_is_changed(installation: tuple[Database, pytest.MonkeyPatch]) -> None:
    database, patch = installation
    patch.setenv("HOTLINE_ZALO_OA_OAUTH_URL", "http://127.0.0.1:9")
    patch.setattr(builtins, "input", lambda: "token")
    with pytest.raises(Wrong, match="did not answer"):
        await carry_out(explorer=True)
    await database.close()
