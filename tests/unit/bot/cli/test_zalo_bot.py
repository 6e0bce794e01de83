"""What doctor says of each wrong setting of the Bot Platform, of its plan, and of what Zalo answers: a line each."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from bot.channels.zalo_bot import NAME
from bot.channels.zalo_bot.hook import address_of
from bot.channels.zalo_bot.quota import FIGURE, month_of
from bot.cli.checks_zalo_bot import check_plan, check_settings, check_zalo_bot, plan_findings, webhook_finding
from bot.cli.findings import Finding, Level
from bot.sandbox.server import Sandbox
from bot.sandbox.zalo_bot.settings import BotSettings
from bot.settings import Settings
from storage import counters
from storage.engine import Database
from tests.conftest import NOON

SECRET = "0123456789abcdef0123456789abcdef"
OURS = address_of("https://hotline.example", SECRET)


def settings(**more: Any) -> Settings:
    given = {
        "public_url": "https://hotline.example",
        "zalo_bot_token": BotSettings().token,
        "zalo_bot_webhook_secret": SECRET,
        "zalo_bot_link": "https://zalo.me/s/bot",
        **more,
    }
    return Settings(_env_file=None, **given)


def test_good_settings_need_no_word() -> None:
    assert check_settings(settings()) == []


@pytest.mark.parametrize(
    ("given", "level", "word"),
    [
        ({"zalo_bot_api_url": "http://127.0.0.1:1"}, Level.WRONG, "ZALO_BOT_API_URL"),
        ({"public_url": "http://127.0.0.1:1"}, Level.WRONG, "PUBLIC_URL"),
        ({"public_url": "https://192.168.1.5"}, Level.WRONG, "PUBLIC_URL"),
        ({"public_url": ""}, Level.CARE, "PUBLIC_URL"),
        ({"zalo_bot_link": ""}, Level.CARE, "ZALO_BOT_LINK"),
        ({"zalo_media_hosts": "zdn.vn,http://127.0.0.1:9"}, Level.WRONG, "MEDIA_HOSTS"),
    ],
)
def test_each_wrong_setting_is_one_line(given: dict[str, Any], level: Level, word: str) -> None:
    (found,) = check_settings(settings(**given))
    assert found.level is level
    assert word in found.sentence


def test_a_poll_without_a_pause_is_one_line_more() -> None:
    _polled, found = check_settings(settings(public_url="", zalo_bot_poll_pause=0))
    assert "POLL_PAUSE" in found.sentence


@pytest.mark.parametrize(
    ("used", "people", "levels"),
    [
        (2399, 39, [Level.GOOD, Level.GOOD]),
        (2400, 40, [Level.CARE, Level.CARE]),
        (3000, 60, [Level.WRONG, Level.CARE]),
    ],
)
def test_what_is_left_of_the_plan(used: int, people: int, levels: list[Level]) -> None:
    assert [one.level for one in plan_findings(settings(), used, people)] == levels


def test_a_plan_with_room_for_everybody_has_no_line_about_people() -> None:
    assert len(plan_findings(settings(zalo_bot_users=0), 0, 99)) == 1


async def test_the_plan_is_what_was_counted(database: Database) -> None:
    async with database.write() as rows:
        await counters.add(rows, Counter({(month_of(NOON), NAME, FIGURE): 2_500}))
    found = await check_plan(settings(), database, NOON)
    assert [one.sentence for one in found] == [
        "2500 of 3000 messages of this month are used.",
        "About 0 of 50 people have written.",
    ]


@pytest.mark.parametrize(
    ("wanted", "url", "why", "level", "word"),
    [
        (OURS, OURS, "", Level.GOOD, "delivered"),
        ("", "", "", Level.GOOD, "polled"),
        (OURS, OURS, "webhook.http.403", Level.WRONG, "webhook.http.403"),
        (OURS, "", "", Level.CARE, "hotline run"),
        (OURS, address_of("https://hotline.example", SECRET[::-1]), "", Level.CARE, "secret is new"),
        (OURS, "https://evil.example/zalo/bot?1", "", Level.WRONG, "foreign"),
        ("", "https://evil.example/x", "", Level.WRONG, "foreign"),
    ],
)
def test_where_events_go(wanted: str, url: str, why: str, level: Level, word: str) -> None:
    found = webhook_finding(wanted, url, why)
    assert found.level is level
    assert word in found.sentence


async def asked(sandbox: Sandbox, **more: Any) -> Finding:
    """The last line of what is found by asking the emulated platform."""
    return (await check_zalo_bot(settings(zalo_bot_api_url=sandbox.zalo_bot_url, **more)))[-1]


async def test_a_bot_that_is_well_is_named_and_reached() -> None:
    async with Sandbox(zalo_bot=True) as sandbox:
        assert sandbox.zalo_bot is not None
        sandbox.zalo_bot.webhook.set(OURS, SECRET)
        sandbox.zalo_bot.settings = replace(sandbox.zalo_bot.settings, verification="webhook.ok")
        name, reached = await check_zalo_bot(settings(zalo_bot_api_url=sandbox.zalo_bot_url))
        assert (name.level, name.sentence) == (Level.GOOD, sandbox.zalo_bot.settings.account_name)
        assert reached.level is Level.GOOD
        for given in ({"has_test_webhook": False}, {"has_test_webhook": True, "test_webhook_per_day": 0}):
            sandbox.zalo_bot.settings = replace(sandbox.zalo_bot.settings, **given)
            assert (await asked(sandbox)).level is Level.GOOD
        sandbox.zalo_bot.settings = BotSettings(verification="webhook.http.403")
        assert "webhook.http.403" in (await asked(sandbox)).sentence


@pytest.mark.parametrize(
    ("error", "word"),
    [
        ({"code": 401, "description": "Unauthorized"}, "token"),
        ({"code": 404, "description": "Not Found"}, "ZALO_BOT_API_URL"),
        ({"code": 429, "description": "Quota exceeded"}, "429"),
    ],
)
async def test_each_refusal_is_one_line(error: dict[str, Any], word: str) -> None:
    async with Sandbox(zalo_bot=True) as sandbox:
        sandbox.faults.add([{"platform": NAME, "method": "getMe", "error": error, "times": 1}])
        found = await asked(sandbox)
    assert found.level is Level.WRONG
    assert word in found.sentence


async def test_where_nobody_answers_it_is_said_without_the_token() -> None:
    (found,) = await check_zalo_bot(settings(zalo_bot_api_url="http://127.0.0.1:9"))
    assert found.level is Level.WRONG
    assert BotSettings().token not in found.sentence


async def test_a_name_that_tells_is_a_danger_on_a_phone() -> None:
    async with Sandbox(zalo_bot=BotSettings(account_name="bot.toGiacMaTuy")) as sandbox:
        found = await check_zalo_bot(settings(zalo_bot_api_url=sandbox.zalo_bot_url, public_url=""))
    assert [one.level for one in found] == [Level.GOOD, Level.CARE, Level.GOOD]
