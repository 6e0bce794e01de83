"""Calls of the house against the emulated account: what it takes, what it refuses, what is never sent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest

from bot.channels.base import Answer, Delete, Edit, Fate, Outcome, Send, Unfetchable
from bot.channels.network import Network
from bot.channels.zalo_oa import NAME
from bot.channels.zalo_oa.api import Api
from bot.channels.zalo_oa.oauth import OAuth
from bot.channels.zalo_oa.outbound import Terms, ZaloOA
from bot.channels.zalo_oa.tokens import Tokens
from bot.sandbox.clock import Clock as VirtualClock
from bot.sandbox.platform import Upload
from bot.sandbox.server import Sandbox
from bot.sandbox.zalo_oa.phones import OaPhones
from bot.sandbox.zalo_oa.settings import OaSettings
from handlers.messages import Address, Attachment, Button, Screen
from handlers.typed import numbered
from storage import tokens as pairs
from storage.tokens import Pair
from tests.conftest import Clock
from tests.unit.bot.office import Office

HOUR = 3600.0
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32


@dataclass
class Zalo:
    """The account, our channel to it, and one person who has just written."""

    sandbox: Sandbox
    channel: ZaloOA
    to: Address
    clock: Clock
    waiting: list[Address]

    async def send(self, text: str = "Xin chào", **more: Any) -> Outcome:
        given = {name: more.pop(name) for name in ("file", "reply_to") if name in more}
        return await self.channel.call(Send(self.to, Screen(text, **more), **given), 5.0)

    @property
    def shown(self) -> list[dict[str, Any]]:
        return [one for one in self.sandbox.shown(self.to.chat) if one["from_bot"]]

    def asked(self, name: str) -> int:
        return sum(one.method == name for one in self.sandbox.traffic.after(0))

    def settings(self, **more: Any) -> None:
        assert self.sandbox.zalo_oa is not None
        self.sandbox.zalo_oa.settings = replace(self.sandbox.zalo_oa.settings, **more)

    def group(self, bot: str = "member") -> Address:
        """A group (GMF) with this person in it, and with the account unless `bot` is empty."""
        assert self.sandbox.zalo_oa is not None
        given = {"title": "Tổ tự quản", "owner": self.to.user, "bot": bot}
        return Address(NAME, str(OaPhones(self.sandbox.zalo_oa).new_group(given)["chat_id"]), "", private=False)

    def fault(self, method: str, **what: Any) -> None:
        self.sandbox.faults.add([{"platform": NAME, "method": method, "nth": 1, **what}])


@asynccontextmanager
async def open_account(office: Office, clock: Clock, **terms: Any) -> AsyncIterator[Zalo]:
    async with Sandbox(clock=VirtualClock(clock), zalo_oa=OaSettings(zca_balance=10_000)) as sandbox:
        world = sandbox.zalo_oa
        assert world is not None
        network, url = Network(), sandbox.zalo_oa_url
        oauth = OAuth(world.settings.app_id, world.settings.app_secret, url, network, clock)
        tokens = Tokens(office.database, office.seals, NAME, oauth, office.alerts, clock)
        waiting: list[Address] = []

        async def waits(to: Address) -> bool:
            return to in waiting

        channel = ZaloOA(Api(tokens, network, url, clock), Terms(**{"media_hosts": (url,), **terms}), waits)
        given = world.tokens.issue(world.settings)
        pair = Pair(given["access_token"], given["refresh_token"], clock(), clock() + float(given["expires_in"]))
        async with office.database.write() as conn:
            await pairs.seed(conn, office.seals, NAME, pair, clock())
        user = sandbox.zalo_person(NAME)
        sandbox.act(user, "send", text="chào")
        channel.heard.note(user, clock())
        try:
            yield Zalo(sandbox, channel, Address(NAME, user, user), clock, waiting)
        finally:
            await channel.close()


@pytest.fixture
async def zalo(office: Office, clock: Clock) -> AsyncIterator[Zalo]:
    async with open_account(office, clock) as opened:
        yield opened


async def test_a_screen_with_buttons_arrives(zalo: Zalo) -> None:
    rows = ((Button("Gửi tin", payload="a:report"), Button("Gọi 111", phone="111")),)
    outcome = await zalo.send("Chọn đi", rows=rows)
    assert outcome.fate is Fate.SENT
    assert outcome.message == zalo.shown[0]["native_id"]
    assert [button["text"] for row in zalo.shown[0]["buttons"] for button in row] == ["Gửi tin", "Gọi 111"]


async def test_whoever_was_just_heard_costs_one_call(zalo: Zalo) -> None:
    await zalo.send()
    assert zalo.asked("quota/message") == 0


@pytest.mark.parametrize("ago", [47 * HOUR + 59 * 60])
async def test_within_48_hours_it_goes_also_when_only_zalo_knows(zalo: Zalo, ago: float) -> None:
    zalo.channel.heard.forget(zalo.to.user)
    zalo.clock.advance(ago)
    assert (await zalo.send()).fate is Fate.SENT
    assert zalo.asked("quota/message") == 1


@pytest.mark.parametrize("ago", [48 * HOUR + 60, 5 * 24 * HOUR, 7 * 24 * HOUR, 60 * 24 * HOUR])
async def test_after_48_hours_nothing_is_sent_and_nothing_is_paid(zalo: Zalo, ago: float) -> None:
    zalo.clock.advance(ago)
    assert (await zalo.send()).fate is Fate.WINDOW
    assert zalo.shown == []
    assert zalo.asked("message/cs") == 0


async def test_money_is_spent_where_the_operator_said_so(office: Office, clock: Clock) -> None:
    async with open_account(office, clock, paid=True) as zalo:
        clock.advance(3 * 24 * HOUR)
        assert (await zalo.send()).fate is Fate.SENT
        clock.advance(5 * 24 * HOUR)
        assert (await zalo.send()).fate is Fate.WINDOW


async def test_an_approved_text_without_content_calls_people_back_where_the_operator_pays(
    office: Office, clock: Clock
) -> None:
    async with open_account(office, clock, template="1") as zalo:
        zalo.settings(templates={"1": "Có tin mới, bạn vào xem."})
        clock.advance(9 * 24 * HOUR)
        assert (await zalo.send("Xe màu gì?")).fate is Fate.WINDOW
        zalo.waiting.append(zalo.to)  # they were called: whatever else comes waits with it
        assert (await zalo.send("Lúc mấy giờ?")).fate is Fate.WINDOW
        assert [one["text"] for one in zalo.shown] == ["Có tin mới, bạn vào xem."]


@pytest.mark.parametrize(
    "refused",
    [
        {"templates": {}},
        {"templates_by_phone_only": ("1",)},
        {"zca_linked": False},
        {"zca_balance": 0},
        {"verified": False},
    ],
)
async def test_a_text_that_calls_nobody_back_is_told_to_the_operator(
    office: Office, clock: Clock, refused: dict[str, Any]
) -> None:
    async with open_account(office, clock, template="1") as zalo:
        zalo.settings(**{"templates": {"1": "Có tin mới, bạn vào xem."}, **refused})
        clock.advance(9 * 24 * HOUR)
        assert await zalo.send("Xe màu gì?") == Outcome(Fate.WINDOW, why="template")


async def test_without_money_a_message_waits_and_that_is_told(office: Office, clock: Clock) -> None:
    async with open_account(office, clock, paid=True) as zalo:
        zalo.settings(zca_balance=0)
        clock.advance(3 * 24 * HOUR)
        assert await zalo.send() == Outcome(Fate.WINDOW, why="no_money")


async def test_where_zalo_does_not_tell_the_window_nothing_is_risked(zalo: Zalo) -> None:
    zalo.channel.heard.forget(zalo.to.user)
    zalo.fault("quota/message", error={"code": -223, "message": "OA has not authorized this API"})
    assert (await zalo.send()).fate is Fate.WINDOW
    assert zalo.shown == []


@pytest.mark.parametrize(
    ("settings", "fate"),
    [
        ({"verified": False}, Fate.SETUP),
        ({"package_opens_api": False}, Fate.SETUP),
        ({"app_calls_per_minute": 0}, Fate.FLOOD),
        ({"replies_per_interaction": 0}, Fate.QUOTA),
    ],
)
async def test_refusals_have_their_fates(zalo: Zalo, settings: dict[str, Any], fate: Fate) -> None:
    zalo.settings(**settings)
    assert (await zalo.send()).fate is fate


async def test_who_blocked_the_account_is_not_reached(zalo: Zalo) -> None:
    zalo.sandbox.act(zalo.to.user, "block")
    assert (await zalo.send()).fate is Fate.FORBIDDEN


async def test_a_token_taken_by_another_process_is_replaced_and_the_message_goes(zalo: Zalo) -> None:
    world = zalo.sandbox.zalo_oa
    assert world is not None
    zalo.clock.advance(HOUR)
    await zalo.send("một")
    world.tokens._access = "somebody else's"
    assert (await zalo.send("hai")).fate is Fate.SENT
    assert [one["text"] for one in zalo.shown] == ["một", "hai"]
    assert zalo.asked("access_token") == 1


async def test_a_grant_that_was_taken_back_needs_a_person(zalo: Zalo) -> None:
    world = zalo.sandbox.zalo_oa
    assert world is not None
    zalo.clock.advance(HOUR)
    world.tokens.revoke()
    for _time in range(4):
        assert (await zalo.send()).fate is Fate.TOKEN
    assert zalo.asked("access_token") == 1


async def test_an_answer_that_never_came_leaves_it_unknown(zalo: Zalo) -> None:
    zalo.fault("message/cs", drop=True)
    assert (await zalo.send()).fate is Fate.UNKNOWN


@pytest.mark.parametrize(
    ("status", "sent", "asked"),
    [(500, Fate.UNKNOWN, Fate.RETRY), (502, Fate.UNKNOWN, Fate.RETRY), (403, Fate.RETRY, Fate.RETRY)],
)
async def test_what_stands_between_us_and_zalo_refuses_no_content(
    zalo: Zalo, status: int, sent: Fate, asked: Fate
) -> None:
    zalo.fault("message/cs", error={"code": status, "description": "gateway"})
    assert (await zalo.send()).fate is sent
    zalo.channel.heard.forget(zalo.to.user)
    zalo.fault("quota/message", error={"code": status, "description": "gateway"})
    assert (await zalo.send()).fate is asked


async def test_a_long_text_that_stops_half_way_is_unknown(zalo: Zalo) -> None:
    zalo.sandbox.faults.add([{"platform": NAME, "method": "message/cs", "nth": 2, "error": {"code": -32}}])
    outcome = await zalo.send("chữ " * 900)
    assert (outcome.fate, outcome.why) == (Fate.UNKNOWN, "half")


async def test_nobody_listening_is_told_apart(zalo: Zalo) -> None:
    zalo.channel.api.url = "http://127.0.0.1:9"
    assert (await zalo.send()).fate is Fate.RETRY


async def test_what_zalo_cannot_do_finds_its_message_gone(zalo: Zalo) -> None:
    assert (await zalo.channel.call(Edit(zalo.to, "1", Screen("x")), 1.0)).fate is Fate.GONE
    assert (await zalo.channel.call(Delete(zalo.to, ("1",)), 1.0)).fate is Fate.GONE
    assert (await zalo.channel.call(Answer(zalo.to, "1"), 1.0)).fate is Fate.SENT


async def test_an_answer_names_what_it_answers(zalo: Zalo) -> None:
    first = await zalo.send("Xe màu gì?")
    assert (await zalo.send("Và biển số?", reply_to=first.message)).fate is Fate.SENT
    assert zalo.shown[-1]["reply_to"] == zalo.shown[0]["id"]


async def test_what_can_not_be_quoted_any_more_is_said_without(zalo: Zalo) -> None:
    assert (await zalo.send("Và biển số?", reply_to="gone")).fate is Fate.SENT
    assert [(one["text"], one["reply_to"]) for one in zalo.shown] == [("Và biển số?", None)]


async def test_a_group_of_the_account_reads_what_is_meant_for_it(zalo: Zalo) -> None:
    group = zalo.group()
    rows = ((Button("Gửi tin", payload="a:report"), Button("Nhắn riêng", link="https://zalo.me/1")),)
    text = "Coi chừng kẹo lạ [@84901234567] nghen [@all"
    outcome = await zalo.channel.call(Send(group, Screen(text, rows)), 5.0)
    assert outcome.fate is Fate.SENT
    (shown,) = zalo.sandbox.shown(group.chat)
    assert shown["text"] == "Coi chừng kẹo lạ  nghen"
    assert [button["text"] for row in shown["buttons"] for button in row] == ["Nhắn riêng"]
    assert zalo.asked("quota/message") == 0


@pytest.mark.parametrize(
    ("settings", "fate"),
    [
        ({"group_messages_per_month": None}, Fate.FORBIDDEN),
        ({"group_messages_per_month": 0}, Fate.QUOTA),
        ({"verified": False}, Fate.SETUP),
    ],
)
async def test_a_group_without_a_package_or_a_quota_gets_nothing(
    zalo: Zalo, settings: dict[str, Any], fate: Fate
) -> None:
    group = zalo.group()
    zalo.settings(**settings)
    assert (await zalo.channel.call(Send(group, Screen("x")), 5.0)).fate is fate


async def test_a_group_that_we_were_taken_out_of_can_not_be_reached(zalo: Zalo) -> None:
    group = zalo.group(bot="")
    assert await zalo.channel.call(Send(group, Screen("x")), 5.0) == Outcome(Fate.FORBIDDEN, why="group")


async def test_a_picture_and_a_paper_are_uploaded_first(zalo: Zalo) -> None:
    picture = Attachment("photo", "00", "00", "image/png", "tranh.png")
    paper = Attachment("document", "00", "00", "application/pdf", "van-ban.pdf")
    assert (await zalo.send("Tranh", attachment=picture, file=PNG)).fate is Fate.SENT
    assert (await zalo.send("Giấy", attachment=paper, file=b"%PDF-1.4")).fate is Fate.SENT
    assert [one["media"]["kind"] for one in zalo.shown if one["media"]] == ["photo", "document"]
    assert [one["text"] for one in zalo.shown if one["text"]] == ["Tranh", "Giấy"]


async def test_a_picture_that_is_too_big_or_a_voice_is_refused_at_home(zalo: Zalo) -> None:
    big = await zalo.send("x", attachment=Attachment("photo", "00", "00"), file=b"x" * (1024 * 1024 + 1))
    voice = await zalo.send("x", attachment=Attachment("voice", "00", "00"), file=b"x")
    assert (big.fate, voice.fate) == (Fate.BAD, Fate.BAD)
    assert zalo.asked("upload/image") == 0


async def test_a_visitor_without_an_account_gets_a_list(zalo: Zalo) -> None:
    visitor = zalo.sandbox.zalo_person(NAME, "Khách", anonymous=True)
    world = zalo.sandbox.zalo_oa
    assert world is not None
    to = Address(NAME, world.people[visitor].conversation_id, f"anonymous:{visitor}")
    screen = Screen("Chọn", ((Button("Gửi tin", payload="x"), Button("Thoát", payload="y")),))
    assert (await zalo.channel.call(Send(to, screen), 5.0)).fate is Fate.SENT
    listed = "\n".join(f"{number}. {button.label}" for number, button in numbered(screen))
    assert zalo.sandbox.shown(visitor)[-1]["text"] == f"Chọn\n\n{listed}"


async def test_an_upload_that_zalo_refuses_is_no_message(zalo: Zalo) -> None:
    zalo.settings(uploads_per_month=0)
    picture = Attachment("photo", "00", "00", "image/png", "tranh.png")
    assert (await zalo.send("Tranh", attachment=picture, file=PNG)).fate is Fate.QUOTA
    assert zalo.shown == []


async def test_a_file_that_comes_too_slowly_is_left_and_tried_later(
    zalo: Zalo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.network.DOWNLOAD_S", 0.1)
    world = zalo.sandbox.zalo_oa
    assert world is not None
    stored = world.files.keep("photo", "jpg", Upload("a.jpg", "image/jpeg", b"bytes"))
    zalo.fault("media", delay=3600)
    with pytest.raises(Unfetchable, match="unreachable"):
        await zalo.channel.fetch(world.media_url(stored), 100)


async def test_a_file_is_fetched_and_nobody_is_followed_elsewhere(zalo: Zalo) -> None:
    world = zalo.sandbox.zalo_oa
    assert world is not None
    stored = world.files.keep("photo", "jpg", Upload("a.jpg", "image/jpeg", b"bytes"))
    url = world.media_url(stored)
    assert await zalo.channel.fetch(url, 100) == b"bytes"
    for most, fault, why in (
        (2, None, "too_big"),
        (100, {"error": {"code": 302, "location": "http://127.0.0.1:9/"}}, "gone"),
        (100, {"error": {"code": 503}}, "unreachable"),
    ):
        if fault:
            zalo.fault("media", **fault)
        with pytest.raises(Unfetchable) as refused:
            await zalo.channel.fetch(url, most)
        assert refused.value.why == why
    with pytest.raises(Unfetchable):
        await zalo.channel.fetch("http://169.254.169.254/latest", 100)
