"""A group comes by a link, agrees through whoever runs it, and stops with one tap; the bot is silent otherwise."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from hashlib import blake2b
from typing import Any

import pytest

from bot.channels.base import Standing
from bot.perform.outreach.subscribing import STANDING
from content.library.terms import Audience
from content.locales import speaking
from content.outreach_terms import Reason, SubscriptionState, TargetKind
from content.policy import Policy
from content.terms import Role
from handlers.effects import LinkGroup
from handlers.messages import Act, Address, Show
from handlers.outreach.joining import CONSENT_TEXT, consent_screen
from storage import jobs, subscriptions, targets
from storage.subscriptions import Subscription, chat_of
from storage.targets import Target
from storage.tombstones import Kind, Tombstones
from tests.unit.handlers.outreach.test_desk import enlisted
from tests.unit.handlers.triage.chats import Chat
from tests.world import COMMUNE, PROVINCE, World

SCHOOL = Target("th-hoa-sen", TargetKind.SCHOOL, "Trường Hoa Sen", None, Audience.PARENTS, date(2020, 1, 1))
RUNS_IT = Standing(True, title="Phụ huynh 3A Hoa Sen", members=41)


@pytest.fixture
async def group(world: World) -> Chat:
    """A group as one person in it sees it, and a school that has a code."""
    async with world.database.write() as rows:
        await targets.save(rows, world.keyring, [SCHOOL])
    return Chat(world, Address("telegram", "-100", "700", private=False))


async def platform_says(chat: Chat, said: Standing | dict[str, Any]) -> None:
    """What the worker brings back of the question who runs the group."""
    world = chat.world
    async with world.database.write() as rows:
        (job,) = await jobs.claim(rows, world.tools.seals, 1, 60.0, world.now, [STANDING])
        await jobs.finish(rows, job)
        result = asdict(said) if isinstance(said, Standing) else said
        payload = {**(job.payload or {}), "result": result}
        chat.show(await world.performer.occur(rows, f"job.{STANDING}", payload, world.now))


async def row_of(world: World, chat: str = "-100") -> Subscription | None:
    async with world.database.read() as rows:
        return await subscriptions.by_chat(rows, world.keyring, chat_of(world.keyring, "telegram", chat))


async def subscribed(group: Chat, code: str = SCHOOL.id, said: Standing = RUNS_IT) -> Subscription:
    await group.command("dangky", code)
    await group.press("Đồng ý nhận", "consent")
    await platform_says(group, said)
    found = await row_of(group.world)
    assert found is not None
    return found


@pytest.mark.parametrize("word", ["start", "dangky"])
async def test_a_link_or_a_code_brings_the_question_and_nothing_is_kept_before_the_answer(
    group: Chat, word: str
) -> None:
    await group.command(word, SCHOOL.id.upper())
    text = group.shown["consent"].text
    for part in ("Công an thành phố Cần Thơ", "Trường Hoa Sen", "nhiều nhất 1 bài, 7–20 giờ", "/dung", "………"):
        assert part in text
    assert group.labels("consent") == ["Đồng ý nhận", "Xem thử 1 bài", "Không nhận"]
    assert await row_of(group.world) is None


async def test_whoever_runs_the_group_agrees_for_it(group: Chat) -> None:
    found = await subscribed(group)
    assert (found.state, found.target, found.audience) == (SubscriptionState.ACTIVE, SCHOOL.id, Audience.PARENTS)
    assert (found.title, found.members, found.consent_text) == ("Phụ huynh 3A Hoa Sen", 41, CONSENT_TEXT)
    assert group.labels("consent") == ["Dừng"]


@pytest.mark.parametrize("said", [Standing(False, title="x"), Standing(None), {"error": "failed"}])
async def test_nobody_else_does_and_where_the_platform_does_not_say_nobody_is_believed(
    group: Chat, said: Standing | dict[str, Any]
) -> None:
    await group.command("dangky", SCHOOL.id)
    await group.press("Đồng ý nhận", "consent")
    await platform_says(group, said)
    assert group.shown["line"].text == "Chỉ quản trị nhóm làm được việc này."
    assert await row_of(group.world) is None


@pytest.mark.parametrize("way", ["word", "button"])
async def test_one_tap_of_whoever_runs_it_stops_it_for_good(group: Chat, way: str) -> None:
    found = await subscribed(group)
    await (group.command("dung") if way == "word" else group.press("Dừng", "consent"))
    await platform_says(group, RUNS_IT)
    assert "Không gửi bài vào đây nữa" in group.shown["consent"].text
    after = await row_of(group.world)
    assert after is not None
    assert (after.state, after.reason) == (SubscriptionState.STOPPED, Reason.ASKED)
    stones = Tombstones(group.world.keyring.folder).read()
    assert [(one.kind, one.subject) for one in stones] == [(Kind.UNSUBSCRIBED, found.id.hex())]


async def test_a_pupil_in_the_group_stops_nothing_but_silence_of_the_platform_does_not_keep_it_on(group: Chat) -> None:
    await subscribed(group)
    await group.command("dung")
    await platform_says(group, Standing(False))
    kept = await row_of(group.world)
    await group.command("dung")
    await platform_says(group, Standing(None))
    ended = await row_of(group.world)
    assert kept is not None
    assert ended is not None
    assert (kept.state, ended.state) == (SubscriptionState.ACTIVE, SubscriptionState.STOPPED)


async def test_a_sample_is_shown_and_a_no_is_taken(group: Chat) -> None:
    await group.command("dangky", SCHOOL.id)
    await group.press("Xem thử 1 bài", "consent")
    assert group.shown["line"].text.startswith("Bài sẽ giống vầy:\n")
    await group.press("Không nhận", "consent")
    assert "không gửi gì vào đây" in group.shown["consent"].text
    assert not group.effects


@pytest.mark.parametrize("code", ["khong-co", "' OR 1=1", "x" * 60])
async def test_a_code_that_nobody_has_is_said(group: Chat, code: str) -> None:
    await group.command("dangky", code)
    assert group.shown["line"].text.startswith("Không có trường hay nơi nào mang mã này")
    await group.payload(f"a:agree:{code}")
    assert not group.effects


async def test_made_an_administrator_it_sends_nothing_until_that_is_taken_back(group: Chat) -> None:
    await subscribed(group)
    await group.act(Act.RIGHTS, name="administrator")
    held = await row_of(group.world)
    assert "đọc được mọi tin" in group.shown["line"].text
    await group.act(Act.RIGHTS, name="member")
    again = await row_of(group.world)
    assert held is not None
    assert again is not None
    assert (held.state, held.reason, again.state) == (SubscriptionState.HELD, Reason.ADMIN, SubscriptionState.ACTIVE)


async def test_in_a_units_duty_group_an_administrator_is_told_nothing_of_prevention(group: Chat) -> None:
    await group.world.do(LinkGroup(COMMUNE, group.at, ""))
    turned = await group.act(Act.RIGHTS, name="administrator")
    assert not [post for post in turned.posts if isinstance(post, Show)]


async def test_agreed_while_we_are_administrator_it_waits_for_that_too(group: Chat) -> None:
    found = await subscribed(group, said=Standing(True, we_lead=True))
    assert (found.state, found.reason) == (SubscriptionState.HELD, Reason.ADMIN)
    assert "gỡ quyền" in group.shown["consent"].text


async def test_a_channel_asks_once_it_may_post_and_is_no_danger_as_its_administrator(group: Chat) -> None:
    await group.act(Act.JOINED, name="posts")
    assert group.shown["consent"].text.startswith("Kênh này nhận bài")
    await group.press("Đồng ý nhận", "consent")
    await platform_says(group, Standing(True, we_lead=True, channel=True, title="Xã Vĩnh Hải"))
    found = await row_of(group.world)
    assert found is not None
    assert (found.kind.value, found.state) == ("channel", SubscriptionState.WAITING)
    await group.act(Act.RIGHTS, name="silent")
    held = await row_of(group.world)
    assert held is not None
    assert held.reason is Reason.RIGHTS


async def test_a_group_that_removes_the_bot_is_lost_and_one_with_a_new_number_is_not(group: Chat) -> None:
    await subscribed(group)
    await group.act(Act.MOVED, text="-1009")
    assert await row_of(group.world) is None
    moved = await row_of(group.world, "-1009")
    assert moved is not None
    assert moved.state is SubscriptionState.ACTIVE
    there = Chat(group.world, Address("telegram", "-1009", "700", private=False))
    await there.act(Act.LEFT)
    gone = await row_of(group.world, "-1009")
    assert gone is not None
    assert (gone.state, gone.reason) == (SubscriptionState.LOST, Reason.REMOVED)


async def test_a_duty_group_gets_no_messages_and_a_group_that_gets_them_no_cards(group: Chat) -> None:
    await group.world.officer(PROVINCE, 1, Role.ADMIN)
    await subscribed(group)
    boss = Chat(group.world, Address("telegram", "-100", "1", private=False))
    await boss.command("noi", COMMUNE)
    assert boss.shown["line"].text == "Nhóm này đang nhận bài phòng ngừa. Gõ /dung trước đã."
    other = Chat(group.world, Address("telegram", "-200", "1", private=False))
    await other.command("noi", COMMUNE)
    await other.press("Nối nhóm này", "line")
    await other.command("dangky", SCHOOL.id)
    assert other.shown["line"].text == "Đây là nhóm trực của đơn vị. Bài phòng ngừa gửi vào nhóm khác."


async def test_without_a_link_it_counts_for_nothing_until_an_officer_says_whose_it_is(group: Chat) -> None:
    await group.act(Act.JOINED, name="member")
    await group.press("Nhận bài phòng ngừa", "line")
    await group.press("Đồng ý nhận", "consent")
    await platform_says(group, RUNS_IT)
    waiting = await row_of(group.world)
    assert waiting is not None
    assert waiting.state is SubscriptionState.WAITING
    officer = await enlisted(group.world, COMMUNE, 40, Role.OUTREACH)
    await officer.command("tuyentruyen")
    await officer.press("Nhóm chờ: 1")
    await officer.press("1. Phụ huynh 3A Hoa Sen"[:20])
    assert "1. Trường Hoa Sen" in officer.main
    await officer.press("Đúng, của 1")
    group.show(officer.posts)
    assert "Bài cho Trường Hoa Sen" in group.shown["consent"].text
    found = await row_of(group.world)
    assert found is not None
    assert (found.state, found.target) == (SubscriptionState.ACTIVE, SCHOOL.id)


async def test_an_officer_says_that_a_group_is_nobodys_or_types_its_code(group: Chat) -> None:
    await subscribed(group, "", Standing(True, title="Hội đồng hương"))
    officer = await enlisted(group.world, COMMUNE, 40, Role.OUTREACH)
    await officer.payload("a:waiting")
    await officer.press("1. Hội đồng hương")
    await officer.press("Mã khác")
    await officer.say("khong-co")
    assert officer.main.startswith("Không có trường hay nơi nào mang mã đó.")
    await officer.press("1. Hội đồng hương")
    await officer.press("Không phải")
    group.show(officer.posts)
    assert "chưa xác nhận được" in group.shown["consent"].text
    found = await row_of(group.world)
    assert found is not None
    assert (found.state, found.reason) == (SubscriptionState.STOPPED, Reason.REFUSED)


@pytest.mark.parametrize("payload", ["a:waiting", "a:whose:" + "0" * 32, "a:whose:zz", "a:whose"])
async def test_others_see_no_list_of_groups(group: Chat, payload: str) -> None:
    officer = await enlisted(group.world, COMMUNE, 41, Role.COMMANDER)
    await officer.payload(payload)
    assert officer.toast == "Việc này không thuộc phần của đồng chí."


@pytest.mark.parametrize("payload", ["a:offer", "a:agree:", "a:sample:", "a:decline", "a:stop"])
async def test_buttons_of_groups_do_nothing_in_a_private_chat(group: Chat, payload: str) -> None:
    await group.world.doors_open(PROVINCE)
    private = Chat(group.world, Address("telegram", "700", "700"))
    await private.payload(payload)
    assert not private.effects


def test_the_words_of_the_consent_carry_their_version() -> None:
    with speaking("vi"):
        words = [consent_screen(Policy(), SCHOOL, channel=channel).text for channel in (False, True)]
    digest = blake2b("\n".join(words).encode(), digest_size=4).hexdigest()
    assert (CONSENT_TEXT, digest) == ("nhom-1", "6389c9e2"), "new words need a new version"
