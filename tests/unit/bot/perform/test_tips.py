"""A tip's way from its sender to the officer and back, on both engines, with the real vault."""

from __future__ import annotations

import secrets

import pytest
import sqlalchemy as sa

from bot.perform import ringing
from content.policy import Policy
from content.terms import CitizenStatus, Contact, Mark, Reader, TipState, Topic, Urgency
from handlers import effects
from handlers.messages import Media, Post, Remove, Show, Toast
from handlers.triage.move_rules import Move
from handlers.triage.state_rules import Given
from storage import audit, blobs, due, own, reading, tables, tips
from storage.engine import Database
from storage.tables import job
from storage.vault.keyring import Keyring
from storage.vault.receipt import Receipt, new_receipt
from tests.conftest import Clock
from tests.world import COMMUNE, INSPECTORATE, NEIGHBOUR, PROVINCE, World, member, only_tip


async def filed(world: World, public: str, version: int, officer: str) -> list[Post]:
    """Into the book, then closed; the posts of both."""
    posts = await world.do(effects.MoveTip(public, version, officer, Move.BOOK), by=member(10))
    end = effects.MoveTip(public, version + 1, officer, Move.FILE, Given(reason=True), "không rõ chỗ")
    return [*posts, *await world.do(end, by=member(10))]


async def test_an_officer_of_the_route_reads_what_was_told_and_nobody_else(world: World) -> None:
    here = await world.officer(COMMUNE, 10)
    above = await world.officer(PROVINCE, 11)
    elsewhere = await world.officer(NEIGHBOUR, 12)
    await world.send()
    async with world.database.read() as rows:
        public = await only_tip(rows)
        for reader in (here, above):
            opened = await reading.open_tip(rows, world.keyring, reader, public, world.now)
            assert opened is not None
            assert opened.story["parts"][0]["text"] == "co nguoi ban ma tuy gan cho"
        assert await reading.open_tip(rows, world.keyring, elsewhere, public, world.now) is None


async def test_a_shift_that_has_ended_opens_nothing(world: World) -> None:
    officer = await world.officer(COMMUNE, 10)
    await world.officer(PROVINCE, 11)
    await world.send()
    async with world.database.read() as rows:
        public = await only_tip(rows)
        later = world.now + 12 * 3600 + 1
        assert await reading.open_tip(rows, world.keyring, officer, public, later) is None
    await world.do(effects.CloseShift(officer.id))
    async with world.database.read() as rows:
        locked = await world.person(officer.id)
        assert await reading.open_tip(rows, world.keyring, locked, public, world.now) is None


async def test_the_receipt_opens_its_own_tip_and_a_wrong_one_opens_nothing(world: World) -> None:
    await world.officer(COMMUNE, 10)
    await world.officer(PROVINCE, 11)
    receipt, other = await world.send(), await world.send(story={"parts": [{"kind": "text", "text": "chuyện khác"}]})
    async with world.database.read() as rows:
        mine = await own.by_receipt(rows, world.keyring, receipt, world.now)
        theirs = await own.by_receipt(rows, world.keyring, other, world.now)
    assert mine is not None
    assert theirs is not None
    assert mine.story["parts"][0]["text"] == "co nguoi ban ma tuy gan cho"
    assert theirs.story["parts"][0]["text"] == "chuyện khác"


async def test_of_two_officers_who_claim_at_once_one_wins_and_the_other_is_told(world: World) -> None:
    first = await world.officer(COMMUNE, 10)
    second = await world.officer(COMMUNE, 13, approver=first)
    await world.officer(PROVINCE, 11)
    await world.send()
    async with world.database.read() as rows:
        public = await only_tip(rows)
    await world.do(effects.ClaimTip(public, 1, first.id), by=member(10))
    posts = await world.do(effects.ClaimTip(public, 1, second.id), by=member(13))
    async with world.database.read() as rows:
        card = await tips.card(rows, public)
    assert card is not None
    assert (card.holder, card.state) == (first.id, TipState.CLAIMED)
    assert any(isinstance(post, Toast) and post.alert for post in posts)


async def test_what_an_officer_does_shows_to_the_reporter_at_eight_and_not_before(world: World) -> None:
    officer = await world.officer(COMMUNE, 10)
    await world.officer(PROVINCE, 11)
    receipt = await world.send()
    async with world.database.read() as rows:
        public = await only_tip(rows)
    await world.do(effects.ClaimTip(public, 1, officer.id), by=member(10))
    async with world.database.read() as rows:
        now = await own.by_receipt(rows, world.keyring, receipt, world.now)
        tomorrow = await own.by_receipt(rows, world.keyring, receipt, world.now + 86400)
    assert now is not None
    assert tomorrow is not None
    assert (now.status, tomorrow.status) == (CitizenStatus.RECEIVED, CitizenStatus.WORKED_ON)


async def test_no_second_step_of_an_officer_shows_at_the_minute_it_is_taken(world: World) -> None:
    """Taken on Monday, seen on Tuesday, closed on Wednesday: all of Wednesday it stands as on Tuesday."""
    officer = await world.officer(COMMUNE, 10)
    await world.officer(PROVINCE, 11)
    receipt = await world.send()
    async with world.database.read() as rows:
        public = await only_tip(rows)
    await world.do(effects.ClaimTip(public, 1, officer.id), by=member(10))
    world.now += 2 * 86400
    await world.press_pin(officer.id, "open")
    await filed(world, public, 2, officer.id)
    async with world.database.read() as rows:
        seen = [await own.by_receipt(rows, world.keyring, receipt, world.now + wait) for wait in (-60, 60, 86400)]
    assert [mine.status for mine in seen if mine] == [
        CitizenStatus.WORKED_ON,
        CitizenStatus.WORKED_ON,
        CitizenStatus.CLOSED,
    ]


async def test_a_question_reaches_who_allowed_it_and_the_answer_joins_the_tip(world: World) -> None:
    officer = await world.officer(COMMUNE, 10)
    await world.officer(PROVINCE, 11)
    await world.send(contact=Contact.HERE)
    async with world.database.read() as rows:
        public = await only_tip(rows)
    await world.do(effects.ClaimTip(public, 1, officer.id), by=member(10))
    posts = await world.do(effects.AskReporter(public, 2, officer.id, "Lúc đó khoảng mấy giờ?"), by=member(10))
    (question,) = [post for post in posts if isinstance(post, Show) and post.name.startswith("question:")]
    assert question.to == member(700)
    assert "Lúc đó khoảng mấy giờ?" in question.screen.text
    asked = question.name.removeprefix("question:")
    async with world.database.read() as rows:
        found = await own.asked(rows, world.keyring, asked, world.now)
    assert found is not None
    answer = ({"kind": "text", "text": "8 gio toi"},)
    await world.do(effects.AddToTip(found.tip.hex(), "answer", answer, asked), by=member(700))
    async with world.database.read() as rows:
        opened = await reading.open_tip(rows, world.keyring, officer, public, world.now)
        assert opened is not None
        assert [entry.kind for entry in opened.entries] == ["story", "question", "answer"]
        assert opened.entries[-1].content["parts"][0]["text"] == "8 gio toi"
        assert await own.asked(rows, world.keyring, asked, world.now) is None


@pytest.mark.parametrize("contact", [Contact.NOTICE, Contact.NONE])
async def test_who_did_not_allow_questions_gets_a_notice_without_content_or_nothing(
    world: World, contact: Contact
) -> None:
    officer = await world.officer(COMMUNE, 10)
    await world.officer(PROVINCE, 11)
    await world.send(contact=contact)
    async with world.database.read() as rows:
        public = await only_tip(rows)
    await world.do(effects.ClaimTip(public, 1, officer.id), by=member(10))
    posts = await world.do(effects.AskReporter(public, 2, officer.id, "Xe biển số mấy?"), by=member(10))
    to_reporter = [post for post in posts if isinstance(post, Show) and post.to == member(700)]
    assert all("Xe" not in post.screen.text for post in to_reporter)
    assert len(to_reporter) == (1 if contact is Contact.NOTICE else 0)


async def test_whoever_is_involved_never_reads_the_tip_again_and_others_are_rung(world: World) -> None:
    officer = await world.officer(COMMUNE, 10)
    colleague = await world.officer(COMMUNE, 13, approver=officer)
    await world.officer(PROVINCE, 11)
    await world.send(urgency=Urgency.DANGER)
    async with world.database.read() as rows:
        public = await only_tip(rows)
    await world.do(effects.ClaimTip(public, 1, officer.id), by=member(10))
    posts = await world.do(effects.MarkTip(public, 2, officer.id, Mark.INVOLVED), by=member(10))
    async with world.database.read() as rows:
        assert await reading.open_tip(rows, world.keyring, officer, public, world.now) is None
        assert await reading.open_tip(rows, world.keyring, colleague, public, world.now) is not None
    rung = {post.to for post in posts if isinstance(post, Show) and post.name.startswith("card:")}
    assert member(13) in rung


async def test_danger_now_is_shown_to_the_station_and_the_province_at_minute_0(world: World) -> None:
    await world.officer(COMMUNE, 10)
    await world.officer(PROVINCE, 11)
    receipt = effects.SubmitTip(
        Topic.PSYCHOSIS,
        None,
        world.area(COMMUNE),
        (COMMUNE, PROVINCE),
        Urgency.DANGER,
        Reader.COMMUNE,
        Contact.NONE,
        "1f",
        {"parts": []},
    )
    posts = await world.do(receipt, by=member(700))
    cards = [post for post in posts if isinstance(post, Show) and post.name.startswith("card:")]
    assert {post.to for post in cards} == {member(10), member(11)}
    assert all(not post.screen.silent and post.after_s == 0 for post in cards)


async def test_a_tip_about_an_official_is_sealed_to_the_inspectorate_alone(world: World) -> None:
    here, above = await world.officer(COMMUNE, 10), await world.officer(PROVINCE, 11)
    inspector = await world.officer(INSPECTORATE, 14)
    await world.send(stations=(INSPECTORATE,), topic=Topic.OFFICIAL)
    async with world.database.read() as rows:
        public = await only_tip(rows, INSPECTORATE)
        assert await reading.open_tip(rows, world.keyring, inspector, public, world.now) is not None
        assert await reading.open_tip(rows, world.keyring, here, public, world.now) is None
        assert await reading.open_tip(rows, world.keyring, above, public, world.now) is None


async def test_closing_takes_the_rings_away_and_the_audit_holds_every_step(world: World) -> None:
    officer = await world.officer(COMMUNE, 10)
    await world.officer(PROVINCE, 11)
    await world.send()
    async with world.database.read() as rows:
        public = await only_tip(rows)
    await world.do(effects.ClaimTip(public, 1, officer.id), by=member(10))
    posts = await filed(world, public, 2, officer.id)
    assert any(isinstance(post, Remove) and post.name.startswith("ring:") for post in posts)
    async with world.database.read() as rows:
        steps = [line.action async for _seq, line, _mac in audit.read(rows) if line.subject == public]
        assert steps == ["received", "claimed", "book", "file"]
        assert await audit.first_break(rows, world.keyring.audit) is None


async def test_no_officer_hears_a_voice_before_it_is_changed_as_its_owner_asked(world: World) -> None:
    blob, key = secrets.token_bytes(16), secrets.token_bytes(32)
    async with world.database.write() as rows:
        await blobs.begin(rows, blob, world.now)
        await blobs.keep(rows, blob, blobs.seal_chunks(blob, key, b"own voice"))
    await world.officer(COMMUNE, 10)
    await world.officer(PROVINCE, 11)
    await world.do(effects.ChangeVoice(blob.hex(), key.hex()))
    await world.send(files=({"kind": "voice", "blob": blob.hex(), "key": key.hex(), "text": ""},))
    async with world.database.read() as rows:
        assert (await blobs.states(rows, [blob]))[blob].state == blobs.PENDING


@pytest.mark.parametrize("urgency", [Urgency.ORDINARY, Urgency.DANGER])
async def test_nobody_who_watches_a_phone_can_match_it_with_what_officers_see_or_press(
    database: Database, keyring: Keyring, clock: Clock, urgency: Urgency
) -> None:
    """A tip, what is added to it, a question and its answer: each reaches the other side after a hidden wait."""
    world = await World(database, keyring, clock.now, Policy()).found()
    officer = await world.officer(COMMUNE, 10)
    await world.officer(PROVINCE, 11)
    receipt = await world.send(contact=Contact.HERE, urgency=urgency)
    async with database.read() as rows:
        public = await only_tip(rows)
        mine = await own.by_receipt(rows, keyring, receipt, world.now)
    assert mine is not None
    more = effects.AddToTip(mine.row.hex(), "details", ({"kind": "text", "text": "xe đỏ"},))
    added = await world.do(more, by=member(700))
    await world.do(effects.ClaimTip(public, 2, officer.id), by=member(10))
    asked = await world.do(effects.AskReporter(public, 3, officer.id, "Lúc đó mấy giờ?"), by=member(10))
    (question,) = [post for post in asked if isinstance(post, Show) and post.to == member(700)]
    answer = effects.AddToTip(
        mine.row.hex(), "answer", ({"kind": "text", "text": "8 giờ"},), question.name.removeprefix("question:")
    )
    answered = await world.do(answer, by=member(700))
    shown = [question, *(post for post in [*added, *answered] if isinstance(post, Show))]
    assert len(shown) >= 4
    assert all((post.after_s == 0) if urgency is Urgency.DANGER else (60 <= post.after_s <= 300) for post in shown)


async def test_lines_added_to_a_tip_that_nobody_took_ring_but_never_begin_its_steps_anew(world: World) -> None:
    await world.officer(COMMUNE, 10)
    await world.officer(PROVINCE, 11)
    receipt = await world.send()
    async with world.database.read() as rows:
        mine = await own.by_receipt(rows, world.keyring, receipt, world.now)
        planned = await due.next_at(rows)
    assert mine is not None
    world.now += 600
    posts = await world.do(
        effects.AddToTip(mine.row.hex(), "details", ({"kind": "text", "text": "them"},)), by=member(700)
    )
    assert any(isinstance(post, Show) and post.name.startswith("ring:") and post.to == member(10) for post in posts)
    async with world.database.read() as rows:
        assert await due.next_at(rows) == planned


async def test_who_is_turned_away_rings_the_operator(world: World) -> None:
    watched = World(world.database, world.keyring, world.now, operator=member(99))
    posts = await watched.do(effects.TurnedAway())
    (shown,) = [post for post in posts if isinstance(post, Show)]
    assert shown.to == member(99)
    assert PROVINCE in shown.screen.text


async def test_i_go_now_without_a_shift_rings_on_until_somebody_has_read_it(world: World) -> None:
    officer, above = await world.officer(COMMUNE, 10), await world.officer(PROVINCE, 11)
    await world.send(urgency=Urgency.DANGER)
    async with world.database.read() as rows:
        public = await only_tip(rows)
    await world.do(effects.CloseShift(officer.id), effects.MarkTip(public, 1, officer.id, Mark.GOING), by=member(10))
    assert await next_ring(world) == world.now + world.policy.unopened
    world.now += world.policy.unopened
    rung = {post.to for post in await rings(world) if isinstance(post, Show) and not post.screen.silent}
    assert member(11) in rung
    assert await next_ring(world) == world.now + world.policy.unopened
    posts = await world.do(effects.ReadTip(public, above.id), by=member(11))
    assert await next_ring(world) is None
    assert any(isinstance(post, Remove) for post in posts)


async def test_i_go_now_after_somebody_has_read_it_ends_the_alarm(world: World) -> None:
    officer = await world.officer(COMMUNE, 10)
    await world.officer(PROVINCE, 11)
    await world.send(urgency=Urgency.DANGER)
    async with world.database.read() as rows:
        public = await only_tip(rows)
    await world.do(effects.ReadTip(public, officer.id), by=member(10))
    assert await next_ring(world) == world.now + world.policy.unclaimed_station  # read, but taken by nobody
    await world.do(effects.MarkTip(public, 1, officer.id, Mark.GOING), by=member(10))
    assert await next_ring(world) is None


async def next_ring(world: World) -> float | None:
    """The next step of an alarm."""
    async with world.database.read() as rows:
        at = await rows.scalar(sa.select(sa.func.min(tables.due.c.at)).where(tables.due.c.kind == ringing.ALARM))
    return at / 1e6 if at else None


async def rings(world: World) -> list[Post]:
    """What the clock brings at this moment."""
    async with world.database.write() as rows:
        moments = await due.come(rows, world.tools.seals, world.now, 9)
        await due.done(rows, [moment.id for moment in moments])
        return [
            post
            for moment in moments
            for post in await world.performer.occur(rows, moment.kind, moment.payload or {}, world.now)
        ]


async def test_a_flood_of_tips_of_one_chat_is_kept_whole_and_shown_later_and_holds_nobody_else_up(world: World) -> None:
    await world.officer(COMMUNE, 10)
    await world.officer(PROVINCE, 11)
    waits = []
    receipts = []
    for _tip in range(world.policy.tips_at_once + 3):
        posts = await world.do(new_tip(world, receipts), by=member(700))
        waits.append({post.after_s for post in posts if isinstance(post, Show)})
    assert waits == [{0.0}] * world.policy.tips_at_once + [{600.0}, {1200.0}, {1800.0}]
    other = await world.do(new_tip(world, receipts), by=member(701))
    assert {post.after_s for post in other if isinstance(post, Show)} == {0.0}
    async with world.database.read() as rows:
        for receipt in receipts:
            assert await own.by_receipt(rows, world.keyring, receipt, world.now) is not None
    world.now += world.policy.tip_pace * (world.policy.tips_at_once + 3)
    posts = await world.do(new_tip(world, receipts), by=member(700))
    assert {post.after_s for post in posts if isinstance(post, Show)} == {0.0}


def new_tip(world: World, receipts: list[Receipt]) -> effects.SubmitTip:
    receipts.append(new_receipt())
    return effects.SubmitTip(
        Topic.SALE, None, world.area(COMMUNE), (COMMUNE, PROVINCE), Urgency.ORDINARY, Reader.COMMUNE,
        Contact.NONE, f"{receipts[-1].bits:x}", {"parts": []},
    )  # fmt: skip


async def test_a_flood_of_files_is_fetched_later_and_never_dropped(world: World) -> None:
    many = world.policy.files_at_once + 2
    for _file in range(many):
        await world.do(effects.Fetch(Media("photo", "ref"), secrets.token_hex(16), "k" * 64), by=member(700))
    async with world.database.read() as rows:
        waits = sorted((at / 1e6 - world.now) for at in (await rows.execute(sa.select(job.c.run_at))).scalars())
    assert waits == [0.0] * world.policy.files_at_once + [20.0, 40.0]


async def test_the_audit_knows_the_minute_of_an_officer_and_only_the_hour_of_anybody_else(world: World) -> None:
    world.now += 3600 + 754.321
    officer = await world.officer(COMMUNE, 10)
    await world.officer(PROVINCE, 11)
    await world.send()
    async with world.database.read() as rows:
        public = await only_tip(rows)
    await world.do(effects.ReadTip(public, officer.id), by=member(10))
    async with world.database.read() as rows:
        lines = [line async for _seq, line, _mac in audit.read(rows)]
    assert {line.at % 60_000_000 for line in lines} == {0}
    assert {line.at % 3_600_000_000 for line in lines if line.person is None} == {0}
    assert [line.at // 60_000_000 for line in lines if line.action == "read"] == [int(world.now // 60)]
