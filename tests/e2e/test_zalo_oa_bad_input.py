"""What bad input gets on the Official Account: nothing is lost, nobody is named in a log, and the operator hears it once."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot import logs
from bot.channels.network import Network
from bot.channels.zalo_oa import NAME
from bot.sandbox.platform import Upload
from bot.sandbox.zalo_oa.oauth import Tokens as EmulatedTokens
from storage.vault.keyring import Keyring
from tests.e2e.phones import until
from tests.e2e.test_zalo_oa import DAY, HOUR, STORY, jpeg
from tests.e2e.zalo_oa import ZaloCitizen, ZaloHouse, account, open_zalo_house, seed
from tests.unit.bot.files.test_media import tone

OPERATOR = "999"


@pytest.fixture
async def zalo(url: str, keyring: Keyring) -> AsyncIterator[ZaloHouse]:
    async with open_zalo_house(url, keyring) as opened:
        yield opened


def alarms(zalo: ZaloHouse, *words: str) -> int:
    """How often the operator was told something with these words."""
    requests = [one for one in zalo.house.sandbox.traffic.after(0) if one.method.lower() == "sendmessage"]
    told = [str(one.params["text"]) for one in requests if str(one.params["chat_id"]) == OPERATOR]
    return sum(all(word in text for word in words) for text in told)


def tune(zalo: ZaloHouse, **more: Any) -> None:
    zalo.oa.settings = replace(zalo.oa.settings, **more)


def event(zalo: ZaloHouse, ba: ZaloCitizen, kind: str, **payload: Any) -> dict[str, Any]:
    """A signed event with a file of this kind."""
    return {
        "app_id": zalo.oa.settings.app_id,
        "sender": {"id": str(ba.user)},
        "recipient": {"id": zalo.oa.settings.oa_id},
        "event_name": f"user_send_{kind}",
        "message": {"msg_id": f"m{len(payload)}", "attachments": [{"type": kind, "payload": payload}]},
        "timestamp": str(int(zalo.now * 1000)),
    }


# --- files that are none -----------------------------------------------------------------------------------------------


ELSEWHERE = (
    "http://127.0.0.1:9/a.jpg",
    "http://169.254.169.254/latest/meta-data",
    "https://photo.zdn.vn.evil.example/a.jpg",
    "https://user@evil.example/a.jpg",
    "ftp://f6.photo.talk.zdn.vn/a.jpg",
    "file:///etc/passwd",
    "https://f6.photo.talk.zdn.vn:8443/a.jpg",
)


async def test_a_file_that_lies_elsewhere_is_never_asked_for(zalo: ZaloHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    async def download(_network: Network, url: str, _most: int) -> bytes:
        asked.append(url)
        return b""

    monkeypatch.setattr(Network, "download", download)
    ba = zalo.citizen()
    await ba.say(STORY)
    await ba.agree()
    for number, where in enumerate(ELSEWHERE):
        sent = event(zalo, ba, "image", url=where, thumbnail=where)
        sent["message"]["msg_id"] = f"elsewhere{number}"
        assert await zalo.oa.webhook.forge(sent, "right") == 200
        await zalo.quiet()
    refusal = ba.label("One file could not be opened and is not here. Send it once more, or tell it.")
    assert sum(refusal in text for text in ba.texts) >= 1
    assert asked == []
    await the_tip_goes_on(zalo, ba)


async def the_tip_goes_on(zalo: ZaloHouse, ba: ZaloCitizen) -> None:
    """From the question about the place to a receipt that opens the story."""
    await ba.say("phường Vĩnh Châu")
    await ba.press("Many know it")
    await ba.press("Send")
    assert await zalo.house.told(await ba.has_receipt()) == [STORY]


async def test_nobody_is_followed_elsewhere(zalo: ZaloHouse) -> None:
    """The host is Zalo's, and sends us on to our own network."""
    asked: list[str] = []

    async def away(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(status=302, headers={"Location": "/inside"}) if request.path == "/a.jpg" else web.Response()

    served = web.Application()
    served.router.add_get("/{path:.*}", away)
    async with TestServer(served) as server:
        assert zalo.house.app is not None
        origin = str(server.make_url("")).rstrip("/")
        channel: Any = zalo.house.app._channels[NAME]
        channel.terms = replace(channel.terms, media_hosts=(*channel.terms.media_hosts, origin))
        ba = zalo.citizen()
        await ba.say(STORY)
        await ba.agree()
        assert await zalo.oa.webhook.forge(event(zalo, ba, "image", url=f"{origin}/a.jpg"), "right") == 200
        await ba.sees("One file could not be opened and is not here. Send it once more, or tell it.")
        await the_tip_goes_on(zalo, ba)
    assert asked == ["/a.jpg"]


async def test_a_huge_file_is_refused_before_it_is_whole(zalo: ZaloHouse) -> None:
    ba = zalo.citizen()
    await ba.say(STORY)
    await ba.agree()
    await ba.send("document", Upload("phim.pdf", "application/pdf", bytes(21 << 20)))
    assert ba.reads("That file is too big to get here. A shorter one would.")
    await the_tip_goes_on(zalo, ba)


async def test_a_file_that_can_not_be_had_now_comes_later_and_the_tip_need_not_wait(zalo: ZaloHouse) -> None:
    zalo.house.sandbox.faults.add([{"platform": NAME, "method": "media", "error": {"code": 503}, "times": 2}])
    ba = zalo.citizen()
    await ba.say(STORY)
    await ba.agree()
    await ba.send("photo", Upload("a.jpg", "image/jpeg", jpeg()))
    await ba.say("phường Vĩnh Châu")
    for choice in ("No, it doesn't", "Many know it", "Send"):
        await ba.press(choice)
    receipt = await ba.has_receipt()
    for _again in range(3):
        await zalo.pass_time(20)
    mine = await zalo.house.kept(receipt)
    assert mine is not None
    assert [entry.kind for entry in mine.entries].count("file") == 1


@pytest.mark.parametrize(
    ("ending", "sound"),
    [("amr", ("amr", "libopencore_amrnb", 1.0, 300.0, 8000)), ("aac", ("adts", "aac"))],
    ids=["amr", "aac"],
)
async def test_a_voice_note_is_made_safe(zalo: ZaloHouse, ending: str, sound: tuple[Any, ...]) -> None:
    tune(zalo, voice_ending=ending)
    ba = zalo.citizen()
    await ba.send("voice", Upload(f"a.{ending}", f"audio/{ending}", tone(*sound)))
    await ba.agree()
    await ba.say("phường Vĩnh Châu")
    for choice in ("Keep it", "Many know it", "Send"):
        await ba.press(choice)
    mine = await zalo.house.kept(await ba.has_receipt())
    assert mine is not None
    assert [entry.kind for entry in mine.entries].count("file") == 1


async def test_a_link_is_kept_as_words(zalo: ZaloHouse) -> None:
    ba = zalo.citizen()
    await ba.share(link="https://facebook.example/ban-hang")
    await ba.press("Send it as a tip")
    await ba.agree()
    await ba.say("phường Vĩnh Châu")
    await ba.press("Many know it")
    await ba.press("Send")
    assert await zalo.house.told(await ba.has_receipt()) == ["https://facebook.example/ban-hang"]


# --- an account that may not ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ({"verified": False}, {"verified": True}),
        ({"package_opens_api": False}, {"package_opens_api": True}),
        ({"app_calls_per_minute": 0}, {"app_calls_per_minute": 4_000}),
    ],
    ids=["not verified", "package", "rate"],
)
async def test_while_the_account_may_not_send_answers_wait_and_then_go(
    zalo: ZaloHouse, wrong: dict[str, Any], right: dict[str, Any]
) -> None:
    ba = zalo.citizen()
    tune(zalo, **wrong)
    await ba.say(STORY)
    assert ba.texts == []
    if "app_calls_per_minute" not in wrong:
        await until(lambda: alarms(zalo, "hotline doctor") or None, lambda: "nobody was told")
    tune(zalo, **right)
    await zalo.pass_time(61)
    await ba.agree()
    await the_tip_goes_on(zalo, ba)
    assert alarms(zalo, "hotline doctor") <= 1


async def test_a_quota_at_its_end_makes_a_tip_of_what_was_told_and_is_told_once(zalo: ZaloHouse) -> None:
    tune(zalo, replies_per_interaction=0)
    crowd = [zalo.citizen(f"Ba {number}") for number in range(3)]
    for ba in crowd:
        await ba.say(STORY)
    await zalo.quiet()
    assert [ba.texts for ba in crowd] == [[], [], []]
    assert alarms(zalo, "hết lượt") == 1
    tune(zalo, replies_per_interaction=None)
    await crowd[0].say("/menu")
    await zalo.quiet()
    assert crowd[0].texts


# --- a login that is lost ------------------------------------------------------------------------------------------------


def taken_by_another(zalo: ZaloHouse) -> None:
    zalo.oa.tokens.issue(zalo.oa.settings)


def taken_back(zalo: ZaloHouse) -> None:
    zalo.oa.tokens.revoke()


def too_old(zalo: ZaloHouse) -> None:
    """Nobody renewed it for three months."""
    EmulatedTokens.revoke(zalo.oa.tokens)
    zalo.house.sandbox.clock.advance(92 * DAY)


@pytest.mark.parametrize("lose", [taken_by_another, taken_back, too_old])
async def test_without_a_login_tips_still_come_in_and_one_alarm_says_what_to_do(
    zalo: ZaloHouse, lose: Callable[[ZaloHouse], None]
) -> None:
    await zalo.pass_time(HOUR)
    ba = zalo.citizen()
    lose(zalo)
    await ba.say(STORY)
    for _look in range(4):
        await zalo.pass_time(700)
    assert ba.texts == []
    assert alarms(zalo, "hotline zalo login") == 1
    exchanges = [one for one in zalo.calls("access_token") if "refresh_token" in one["params"]]
    assert len(exchanges) == 1
    await seed(zalo.house.database, zalo.house.keyring, zalo.oa, zalo.now)
    await zalo.pass_time(61)
    await ba.agree()
    await the_tip_goes_on(zalo, ba)


async def test_no_log_line_names_anybody(url: str, keyring: Keyring) -> None:
    heard = io.StringIO()
    logs.setup("DEBUG", stream=heard)
    async with open_zalo_house(url, keyring, account(ids_as_numbers=True)) as zalo:
        ba = zalo.citizen()
        await ba.say(STORY)
        base = event(zalo, ba, "text")
        for wrong in (
            {"message": None},
            {"sender": {}},
            {"timestamp": "1"},
            {"event_name": 7},
            {"message": {"msg_id": []}},
        ):
            for signed in ("right", "wrong", "missing"):
                assert await zalo.oa.webhook.forge({**base, **wrong}, signed) == 200
        await zalo.pass_time(HOUR)
        zalo.house.sandbox.faults.add([{"platform": NAME, "method": "message/cs", "error": {"code": 500}, "times": 2}])
        await ba.say("/menu")
        taken_back(zalo)
        await ba.say("/menu")
        await until(lambda: "refresh token refused" in heard.getvalue() or None, heard.getvalue)
    assert str(ba.user) not in heard.getvalue()
    assert STORY not in heard.getvalue()
