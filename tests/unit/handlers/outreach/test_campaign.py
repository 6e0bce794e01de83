"""A campaign from the first question to the run, by tapping: written, previewed, approved by somebody else, sent, stopped."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from content.outreach_terms import CampaignState, RunState, SubscriptionKind
from content.terms import Role
from handlers.outreach.campaign_rules import Step
from handlers.outreach.effects import StepCampaign
from storage import campaigns, due, halts, runs, subscriptions
from storage.campaigns import Campaign
from storage.mailing import Message
from storage.subscriptions import Wanted
from storage.tables import campaign
from tests.sendings import group as wanted_group
from tests.sendings import run_sent
from tests.unit.handlers.outreach.test_desk import enlisted
from tests.unit.handlers.triage.chats import Chat, on_duty
from tests.world import COMMUNE, PROVINCE, World, member

TEXT = "Đừng giữ giùm gói lạ cho ai."


async def group(world: World, chat: str = "-500", area: str | None = None) -> None:
    """A group that gets messages."""
    address = {"channel": "telegram", "chat": chat, "user": "", "thread": "", "private": False}
    wanted = Wanted(SubscriptionKind.GROUP, address, area=area or world.area(COMMUNE), title="Phụ huynh")
    async with world.database.write() as rows:
        await subscriptions.subscribe(rows, world.keyring, wanted, world.now)


async def only(world: World) -> Campaign:
    async with world.database.read() as rows:
        (row,) = (await rows.execute(sa.select(campaign.c.id))).all()
        found = await campaigns.get(rows, world.keyring, row.id.hex())
    assert found is not None
    return found


async def written(world: World, *, station: str = COMMUNE, when: str = "Ngay khi duyệt") -> Chat:
    """A draft, by an outreach officer of the commune."""
    author = await enlisted(world, station, 40, Role.OUTREACH)
    await author.command("tuyentruyen")
    await author.press("Soạn đợt mới")
    await author.press("Tự soạn")
    await author.say(TEXT)
    await author.press("Không kèm câu hỏi")
    await author.press("Mọi nơi đã nhận")
    await author.press(when)
    if when != "Ngay khi duyệt":
        return author
    await author.press("Xong")
    return author


async def submitted(world: World) -> tuple[Chat, Chat]:
    """An author's campaign before its approver."""
    approver = await enlisted(world, COMMUNE, 41, Role.OUTREACH)
    author = await written(world)
    await author.press("Gửi duyệt")
    await approver.command("tuyentruyen")
    await approver.press("Chờ duyệt: 1")
    await approver.press("1")
    return author, approver


async def moments(world: World) -> list[Any]:
    """Fire what is due now, as the clock does."""
    posts: list[Any] = []
    async with world.database.write() as rows:
        for moment in await due.come(rows, world.tools.seals, world.now, 100):
            await due.done(rows, [moment.id])
            posts += await world.performer.occur(rows, moment.kind, moment.payload or {}, world.now)
    return posts


async def test_what_one_person_writes_and_another_approves_is_sent_once(world: World) -> None:
    await group(world)
    author, approver = await submitted(world)
    assert TEXT[:20] in approver.main
    assert "Nhóm: 1" in approver.main
    await approver.press("Xem trước")
    assert TEXT in approver.shown["preview:0"].text
    await approver.press("Duyệt")
    one = await only(world)
    assert (one.state, one.approved) == (CampaignState.APPROVED, one.plan.digest)
    assert one.author != one.approver
    await moments(world)
    async with world.database.read() as rows:
        (run,) = await runs.of_campaign(rows, one.row)
        message, recipients = await runs.content(rows, world.keyring, run.id)
    assert message.texts == {"vi": TEXT}
    assert recipients.areas == (world.area(COMMUNE),)
    assert (await only(world)).state is CampaignState.OVER
    world.now -= 3600  # the clock is set back
    await moments(world)
    async with world.database.read() as rows:
        assert len(await runs.of_campaign(rows, one.row)) == 1
    author.show(await moments(world))


async def test_the_author_has_no_button_to_approve_and_a_forged_one_is_refused(world: World) -> None:
    await group(world)
    author, _approver = await submitted(world)
    one = await only(world)
    await author.payload(f"a:campaign:{one.id}")
    assert "Duyệt" not in author.labels()
    await author.payload(f"a:camp_do:{one.id}:{one.version}:approve")
    assert author.toast == "Bài đồng chí soạn phải có người khác duyệt."
    assert not author.effects
    await world.do(StepCampaign(one.id, one.author, Step.APPROVE, one.plan.digest))
    assert (await only(world)).state is CampaignState.SUBMITTED


async def test_a_change_after_the_approver_has_looked_is_never_approved_by_the_old_button(world: World) -> None:
    await group(world)
    author, approver = await submitted(world)
    old = approver.button("Duyệt").payload
    one = await only(world)
    await author.payload(f"a:campaign:{one.id}")
    await author.press("Sửa")
    await author.press("Đổi nội dung")
    await author.say("Chuyện khác hẳn.")
    await author.press("Xong")
    await author.press("Gửi duyệt")
    await approver.payload(old)
    assert approver.toast == "Đợt này đã thay đổi. Đây là bản hiện nay."
    assert "Chuyện khác hẳn" in approver.main
    await world.do(StepCampaign(one.id, "00" * 16, Step.APPROVE, one.plan.digest))
    assert (await only(world)).state is CampaignState.SUBMITTED
    await approver.press("Duyệt")
    assert (await only(world)).plan.message.texts == {"vi": "Chuyện khác hẳn."}


async def test_a_refusal_tells_its_author_why_and_nothing_is_lost(world: World) -> None:
    await group(world)
    author, approver = await submitted(world)
    await approver.press("Không duyệt")
    await approver.say("Thiếu số 113.")
    one = await only(world)
    assert (one.state, one.reason) == (CampaignState.REFUSED, "Thiếu số 113.")
    await author.payload(f"a:campaign:{one.id}")
    assert "Không duyệt: Thiếu số 113." in author.main
    await author.press("Sửa")
    assert TEXT in author.main
    await author.press("Xong")
    assert (await only(world)).state is CampaignState.DRAFT


async def test_for_nobody_is_refused_at_the_preview_and_everything_else_stays(world: World) -> None:
    author = await enlisted(world, COMMUNE, 40, Role.OUTREACH)
    await author.payload("a:compose")
    await author.press("Tự soạn")
    await author.say(TEXT)
    await author.press("Không kèm câu hỏi")
    await author.press("Mọi nơi đã nhận")
    assert author.main.startswith("Chưa có ai nhận bài này.")
    await group(world)
    await author.press("Mọi nơi đã nhận")
    assert author.main.startswith("Gửi lúc nào?")


async def test_a_time_that_is_over_leads_back_to_the_day_and_a_wrong_day_gets_a_sentence(world: World) -> None:
    await group(world)
    author = await written(world, when="Một lần")
    await author.say("31/2")
    assert "Không có ngày đó." in author.main
    await author.say("15/1/2027")  # today, in the afternoon
    await author.say("25 giờ")
    assert "Không phải giờ." in author.main
    await author.press("7:30")
    assert author.main.startswith("Giờ đó đã qua.")
    await author.say("18/1/2027")
    assert "7:30 ngày 18/01/2027" in author.main
    await author.press("Xong")
    assert (await only(world)).plan.schedule["first"] == "2027-01-18"


async def test_a_text_too_long_for_a_platform_is_told_and_nothing_is_cut(world: World) -> None:
    await group(world)
    author = await enlisted(world, COMMUNE, 40, Role.OUTREACH)
    await author.payload("a:compose")
    await author.press("Tự soạn")
    await author.say("dài " * 990)
    assert "Chưa cắt chữ nào" in author.main


async def test_a_piece_of_the_library_brings_its_question_and_every_reviewed_language(world: World) -> None:
    await group(world)
    author = await enlisted(world, PROVINCE, 40, Role.OUTREACH)
    await author.payload("a:compose")
    await author.press("Bài có sẵn")
    await author.press("Cha mẹ")
    await author.press("1")
    await author.press("Kèm câu hỏi")
    await author.press("Chọn kỹ hơn")
    await author.say("Vĩnh Châu")
    await author.press("Xong")
    await author.press("Trường học")
    await author.press("Xong")
    for _question in range(4):
        await author.press("Tất cả")
    assert author.main.startswith("Chưa có ai nhận bài này.")  # the group is no school's
    await author.press("Mọi nơi đã nhận")
    await author.press("Ngay khi duyệt")
    await author.press("Xong")
    message = (await only(world)).plan.message
    assert message.piece
    assert set(message.questions) == set(message.texts)


async def test_an_officer_of_another_commune_sees_and_decides_nothing_of_it(world: World) -> None:
    await group(world)
    await submitted(world)
    one = await only(world)
    other = await enlisted(world, "31804", 50, Role.OUTREACH)
    for word in ("campaign", "camp_see", "camp_drop"):
        await other.payload(f"a:{word}:{one.id}")
        assert other.toast == "Đợt này không thuộc đơn vị của đồng chí."
    await other.payload(f"a:camp_do:{one.id}:{one.version}:approve")
    assert not other.effects
    await other.command("tuyentruyen")
    assert not any("Chờ duyệt" in label for label in other.labels())


async def test_what_is_due_too_late_is_told_and_not_sent(world: World) -> None:
    await group(world)
    _author, approver = await submitted(world)
    await approver.press("Duyệt")
    world.now += 8 * 3600  # the house was down until the night
    posts = await moments(world)
    assert any("giờ thì trễ quá" in post.screen.text for post in posts)
    async with world.database.read() as rows:
        assert await runs.living(rows) == []


async def test_one_tap_and_one_confirmation_stop_everything_and_two_people_lift_it(world: World) -> None:
    await group(world)
    author, approver = await submitted(world)
    await approver.press("Duyệt")
    await moments(world)
    await author.command("tuyentruyen")
    await author.press("Dừng tất cả")
    await author.press("Dừng tất cả ngay")
    one = await only(world)
    async with world.database.read() as rows:
        assert [run.state for run in await runs.of_campaign(rows, one.row)] == [RunState.STOPPED]
        assert await halts.current(rows)
    await author.command("tuyentruyen")
    await author.press("Bỏ lệnh dừng")
    await author.payload("a:lift")
    assert author.toast == "Đồng chí đã đồng ý rồi. Cần thêm một người nữa."
    async with world.database.read() as rows:
        assert await halts.current(rows)
    await approver.payload("a:lift")
    async with world.database.read() as rows:
        assert await halts.current(rows) is None


async def test_nothing_begins_while_everything_is_stopped_and_its_author_hears_of_it(world: World) -> None:
    await group(world)
    author, approver = await submitted(world)
    await approver.press("Duyệt")
    await author.payload("a:halt:yes")
    posts = await moments(world)
    assert any("đang có lệnh dừng tất cả" in post.screen.text for post in posts)
    async with world.database.read() as rows:
        assert await runs.of_campaign(rows, (await only(world)).row) == []


async def test_a_run_pauses_goes_on_and_ends_from_the_campaigns_screen(world: World) -> None:
    await group(world)
    author, approver = await submitted(world)
    await approver.press("Duyệt")
    await moments(world)
    one = await only(world)
    for label, state in (
        ("Tạm dừng gửi", RunState.PAUSED),
        ("Gửi tiếp", RunState.GATHERING),
        ("Dừng lần gửi này", RunState.STOPPED),
    ):
        await author.payload(f"a:campaign:{one.id}")
        await author.press(label)
        async with world.database.read() as rows:
            assert [run.state for run in await runs.of_campaign(rows, one.row)] == [state]


PAYLOADS = (
    "a:compose", "a:campaigns:waiting:0", "a:campaign:{one}", "a:camp_see:{one}", "a:camp_do:{one}:2:approve",
    "a:camp_do:{one}:2:stop", "a:camp_drop:{one}", "a:run_do:{one}:stop", "a:halt:yes", "a:lift", "a:outreach",
)  # fmt: skip


@pytest.mark.parametrize("payload", PAYLOADS)
async def test_a_button_forged_by_a_stranger_or_an_officer_on_duty_does_nothing(world: World, payload: str) -> None:
    await group(world)
    await submitted(world)
    before = await only(world)
    for chat in (Chat(world, member(700)), await on_duty(world, PROVINCE, 60)):
        await chat.payload(payload.format(one=before.id))
        assert not chat.effects
        assert chat.toast in ("Chỉ cán bộ trực của đơn vị bấm được.", "Việc này không thuộc phần của đồng chí.")
    assert await only(world) == before


@pytest.mark.parametrize("junk", ["", "zz", ":::", "ab" * 16, "ab" * 16 + ":x:approve", "ab" * 16 + ":-1:fly"])
@pytest.mark.parametrize("word", ["campaign", "camp_see", "camp_do", "camp_drop", "run_do", "compose", "campaigns"])
async def test_junk_in_a_payload_gets_a_plain_sentence(world: World, word: str, junk: str) -> None:
    chat = await enlisted(world, COMMUNE, 40, Role.OUTREACH)
    await chat.payload(f"a:{word}:{junk}")
    assert not chat.effects
    assert chat.toast or chat.main


async def test_a_piece_that_expired_meanwhile_is_neither_handed_in_nor_approved(world: World) -> None:
    await group(world)
    author = await enlisted(world, COMMUNE, 40, Role.OUTREACH)
    approver = await enlisted(world, COMMUNE, 41, Role.OUTREACH)
    await author.payload("a:compose")
    for label in ("Bài có sẵn", "Cha mẹ", "1", "Kèm câu hỏi", "Mọi nơi đã nhận", "Ngay khi duyệt", "Xong"):
        await author.press(label)
    written_at, one = world.now, await only(world)
    world.now = datetime(2035, 1, 15, 3, tzinfo=UTC).timestamp()
    await author.payload(f"a:camp_do:{one.id}:{one.version}:{Step.SUBMIT.value}")
    assert author.toast == "Bài này đã hết hạn. Chọn bài khác."
    world.now = written_at
    await author.payload(f"a:camp_do:{one.id}:{one.version}:{Step.SUBMIT.value}")
    one = await only(world)
    world.now = datetime(2035, 1, 15, 3, tzinfo=UTC).timestamp()
    await approver.payload(f"a:camp_do:{one.id}:{one.version}:{Step.APPROVE.value}")
    assert approver.toast == "Bài này đã hết hạn. Chọn bài khác."
    assert (await only(world)).state is CampaignState.SUBMITTED


async def test_a_group_that_had_its_messages_of_the_week_is_left_out_and_named(world: World) -> None:
    to = [wanted_group("-500", area=world.area(COMMUNE))]
    for _message in range(world.policy.messages_a_week):
        await run_sent(world, Message({"vi": "Kẹo lạ: đừng thử."}), to)
    await group(world, "-501")
    author = await enlisted(world, COMMUNE, 40, Role.OUTREACH)
    await author.payload("a:compose")
    for label in ("Tự soạn", TEXT, "Không kèm câu hỏi", "Mọi nơi đã nhận", "Ngay khi duyệt"):
        await (author.say(label) if label == TEXT else author.press(label))
    assert "Nhận được lúc này: Nhóm: 1" in author.main
    assert "Không gửi: Tuần này đã đủ số bài đã hứa: 1" in author.main
