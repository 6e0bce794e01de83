"""The table of moves over real rows, on both engines: who wins, what is sealed, what the reporter sees, whose turn it is."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from content.policy import next_news
from content.terms import CitizenStatus, Contact, Ground, Kind, Mark, Outcome, Role, Stage, Verified
from handlers import effects
from handlers.messages import Post, Show, Toast
from handlers.triage.move_rules import Move
from handlers.triage.state_rules import Given
from storage import audit, own, reading, tips
from storage.people import Person
from storage.tables import question, tip
from storage.tips import Card
from tests.world import COMMUNE, PROVINCE, World, member, only_tip

TODAY = date(2027, 1, 15)
NOTHING = Given()


class Tip:
    """A tip that an officer of the commune has, and somebody of the province may read."""

    def __init__(self, world: World, public: str, officer: Person, above: Person) -> None:
        self.world, self.public, self.officer, self.above = world, public, officer, above

    async def card(self) -> Card:
        async with self.world.database.read() as rows:
            found = await tips.card(rows, self.public)
        assert found is not None
        return found

    async def move(
        self, move: Move, given: Given = NOTHING, reason: str = "", *, by: Person | None = None
    ) -> list[Post]:
        """One move on the tip as it stands."""
        card, who = await self.card(), by or self.officer
        return await self.world.do(
            effects.MoveTip(self.public, card.version, who.id, move, given, reason), by=member(10)
        )

    async def walk(self, *moves: Move) -> None:
        """Each of these with whatever it asks for."""
        for move in moves:
            await self.move(move, EVERYTHING[move], "vì có lý do" if EVERYTHING[move].reason else "")


EVERYTHING = {
    Move.BOOK: Given(),
    Move.CLASSIFY: Given(kind=Kind.TIP),
    Move.FIND_SIGNS: Given(),
    Move.HAND_OVER: Given(body="cqdt", day=TODAY),
    Move.ASSIGN: Given(day=TODAY),
    Move.VERIFY: Given(day=TODAY),
    Move.EXTEND: Given(day=TODAY, ground=Ground.COMPLEX),
    Move.PROSECUTE: Given(day=TODAY),
    Move.FILE: Given(reason=True),
}


async def taken(world: World, **more: object) -> Tip:
    officer, above = await world.officer(COMMUNE, 10), await world.officer(PROVINCE, 11)
    await world.send(**more)
    async with world.database.read() as rows:
        public = str(await rows.scalar(sa.select(tip.c.public)))
    await world.do(effects.ClaimTip(public, 1, officer.id), by=member(10))
    return Tip(world, public, officer, above)


async def test_a_tip_goes_the_whole_way_and_the_audit_says_each_step_with_its_version(world: World) -> None:
    one = await taken(world)
    way = (
        Move.BOOK,
        Move.CLASSIFY,
        Move.FIND_SIGNS,
        Move.HAND_OVER,
        Move.ASSIGN,
        Move.VERIFY,
        Move.EXTEND,
        Move.PROSECUTE,
    )
    await one.walk(*way)
    card = await one.card()
    assert (card.stage, card.outcome, card.extensions) == (Stage.CLOSED, Outcome.PROSECUTED, 1)
    async with world.database.read() as rows:
        lines = [line async for _seq, line, _mac in audit.read(rows) if line.subject == one.public]
        assert await audit.first_break(rows, world.keyring.audit) is None
    assert [line.action for line in lines[2:]] == [move.value for move in way]
    assert [line.version for line in lines[1:]] == list(range(2, 3 + len(way)))
    assert all(line.person == one.officer.row for line in lines[1:])


async def test_of_two_presses_on_one_version_the_second_is_told_and_sees_the_fresh_card(world: World) -> None:
    one = await taken(world)
    version = (await one.card()).version
    for _press in range(2):
        posts = await world.do(effects.MoveTip(one.public, version, one.officer.id, Move.BOOK), by=member(10))
    assert (await one.card()).stage is Stage.BOOKED
    assert (await one.card()).version == version + 1
    assert any(isinstance(post, Toast) and "thay đổi" in post.text for post in posts)
    assert any(isinstance(post, Show) and post.name == f"card:{one.public}" for post in posts)
    assert any(isinstance(post, Show) and post.name == "main" and "thay đổi" in post.screen.text for post in posts)


@pytest.mark.parametrize(
    ("move", "given"),
    [
        (Move.HAND_OVER, EVERYTHING[Move.HAND_OVER]),
        (Move.FALSE_REPORT, Given(day=TODAY, reason=True)),
        (Move.DELEGATE, Given(body=COMMUNE, until=TODAY)),
        (Move.FILE, Given()),
        (Move.TRANSFER, Given(body="nowhere", day=TODAY)),
        (Move.CLASSIFY, Given(kind=Kind.DENUNCIATION)),
    ],
)
async def test_what_the_table_bars_changes_nothing_and_is_in_the_audit(world: World, move: Move, given: Given) -> None:
    one = await taken(world)
    await one.walk(Move.BOOK)
    before = await one.card()
    await one.move(move, given)
    assert await one.card() == before
    async with world.database.read() as rows:
        refused = [line async for _seq, line, _mac in audit.read(rows) if line.action == "refused"]
    assert refused[-1].subject.startswith(f"{move.value}:")


async def test_the_reporter_sees_three_words_each_from_the_next_eight_oclock_on(world: World) -> None:
    officer = await world.officer(COMMUNE, 10)
    await world.officer(PROVINCE, 11)
    receipt = await world.send()
    async with world.database.read() as rows:
        public = await only_tip(rows)
    one = Tip(world, public, officer, officer)
    seen = []
    await world.do(effects.ClaimTip(public, 1, officer.id), by=member(10))
    for moves in (
        (Move.BOOK, Move.CLASSIFY, Move.FIND_SIGNS),
        (Move.HAND_OVER, Move.ASSIGN),
        (Move.VERIFY, Move.PROSECUTE),
    ):
        await one.walk(*moves)
        async with world.database.read() as rows:
            at_once = await own.by_receipt(rows, world.keyring, receipt, world.now)
            world.now = next_news(world.policy, world.now) + 60
            at_eight = await own.by_receipt(rows, world.keyring, receipt, world.now)
        assert at_once
        assert at_eight
        seen += [at_once.status, at_eight.status]
        await world.press_pin(officer.id, "open")
    worked = CitizenStatus.WORKED_ON
    assert seen == [CitizenStatus.RECEIVED, worked, worked, worked, worked, CitizenStatus.CLOSED]


async def test_the_words_of_a_reason_are_sealed_and_read_by_who_may_read_the_tip(world: World) -> None:
    one = await taken(world)
    await one.walk(Move.BOOK)
    await one.move(Move.FILE, Given(reason=True), "KHONG RO CHO NAO")
    async with world.database.read() as rows:
        opened = await reading.open_tip(rows, world.keyring, one.above, one.public, world.now)
        assert opened is not None
        entries = [row async for row in await rows.stream(sa.text("SELECT body FROM entry"))]
    assert opened.entries[-1].content["words"] == "KHONG RO CHO NAO"
    assert not any(b"KHONG RO" in bytes(row.body) for row in entries)


async def test_a_question_that_is_open_ends_with_the_tip(world: World) -> None:
    one = await taken(world, contact=Contact.HERE)
    await one.walk(Move.BOOK)
    card = await one.card()
    await world.do(effects.AskReporter(one.public, card.version, one.officer.id, "Mấy giờ?"), by=member(10))
    assert (await one.card()).asked_until == date(2027, 1, 22)
    await one.walk(Move.FILE)
    assert (await one.card()).asked_until is None
    async with world.database.read() as rows:
        assert (await rows.scalar(sa.select(question.c.state))) == "expired"


async def test_a_second_question_waits_for_the_first(world: World) -> None:
    one = await taken(world)
    for text in ("Mấy giờ?", "Ở đâu?"):
        card = await one.card()
        posts = await world.do(effects.AskReporter(one.public, card.version, one.officer.id, text), by=member(10))
    assert any(isinstance(post, Toast) and "Đang chờ người báo" in post.text for post in posts)
    async with world.database.read() as rows:
        assert await rows.scalar(sa.select(sa.func.count()).select_from(question)) == 1


async def test_the_province_gives_a_tip_down_with_a_day_gets_an_answer_or_takes_it_back(world: World) -> None:
    one = await taken(world)
    await one.walk(Move.BOOK)
    await world.do(
        effects.MarkTip(one.public, (await one.card()).version, one.officer.id, Mark.TO_PROVINCE), by=member(10)
    )
    await world.do(effects.ClaimTip(one.public, (await one.card()).version, one.above.id), by=member(11))
    due = date(2027, 1, 20)
    posts = await one.move(Move.DELEGATE, Given(body=COMMUNE, until=due), by=one.above)
    card = await one.card()
    assert (card.stage, card.station, card.holder, card.until) == (Stage.AT_COMMUNE, COMMUNE, None, due)
    assert any(isinstance(post, Show) and post.to == member(10) for post in posts)
    await world.do(effects.ClaimTip(one.public, card.version, one.officer.id), by=member(10))
    await one.move(Move.REPORT_BACK, Given(reason=True), "đã đi xem")
    card = await one.card()
    assert (card.stage, card.station, card.holder) == (Stage.CLASSIFIED, PROVINCE, None)
    await world.do(effects.ClaimTip(one.public, card.version, one.above.id), by=member(11))
    await one.move(Move.DELEGATE, Given(body=COMMUNE, until=due), by=one.above)
    await one.move(Move.RECALL, Given(reason=True), "gấp", by=one.above)
    card = await one.card()
    assert (card.station, card.holder, card.until) == (PROVINCE, one.above.id, None)


async def test_sea_border_and_parcels_are_not_closed_without_verified_and_a_day(world: World) -> None:
    one = await taken(world, at_sea=True)
    await one.walk(Move.BOOK)
    await one.move(Move.FILE, Given(reason=True))
    assert (await one.card()).stage is Stage.BOOKED
    await one.move(Move.FILE, Given(reason=True, day=TODAY, verified=Verified.CANNOT))
    card = await one.card()
    assert (card.stage, card.verified) == (Stage.CLOSED, Verified.CANNOT)


async def test_only_the_head_calls_a_tip_false_also_where_a_colleague_has_it(world: World) -> None:
    one = await taken(world)
    await one.walk(Move.BOOK)
    head = await world.officer(COMMUNE, 12, Role.HEAD, approver=one.officer)
    await one.move(Move.FALSE_REPORT, Given(day=TODAY, reason=True), "có căn cứ", by=head)
    assert (await one.card()).outcome is Outcome.FALSE_REPORT


async def test_nothing_about_a_tip_that_is_not_there(world: World) -> None:
    one = await taken(world)
    async with world.database.write() as rows:
        await rows.execute(sa.delete(tip))
    await world.do(effects.MoveTip(one.public, 2, one.officer.id, Move.BOOK), by=member(10))


async def test_where_a_station_has_no_head_the_provinces_head_decides(world: World) -> None:
    one = await taken(world)
    await one.walk(Move.BOOK)
    above = await world.officer(PROVINCE, 12, Role.HEAD, approver=one.above)
    await one.move(Move.FALSE_REPORT, Given(day=TODAY, reason=True), "có căn cứ", by=above)
    assert (await one.card()).outcome is Outcome.FALSE_REPORT
