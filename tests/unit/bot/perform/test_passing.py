"""A tip goes to another unit, on both engines: who opens it then, what is left where it was, what the reporter keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
import sqlalchemy as sa

from content.terms import Contact, Mark, Reader, RewardState, Role, Stage, Topic
from handlers import effects
from handlers.messages import Post, Show, Toast
from handlers.triage.move_rules import Move
from handlers.triage.standing import DAY_SET
from handlers.triage.state_rules import Given
from storage import audit, own, passing, reading, rewards, tips
from storage.people import Person
from storage.reading import OpenTip
from storage.tables import due, entry, sketch, tip, tip_key
from storage.tips import Card
from storage.vault import tip as vault
from storage.vault.keys import Refused
from storage.vault.receipt import Receipt
from tests.unit.bot.perform.test_deadlines import until
from tests.world import COMMUNE, INSPECTORATE, NEIGHBOUR, PROVINCE, World, member

SOON = date(2027, 1, 20)
STORY = "co nguoi ban ma tuy gan cho"


@dataclass
class Way:
    """A tip on its way through the house: what it is called changes, the row stays."""

    world: World
    receipt: Receipt
    commune: Person
    province: Person

    async def card(self) -> Card:
        async with self.world.database.read() as rows:
            found = await tips.card(rows, str(await rows.scalar(sa.select(tip.c.public))))
        assert found is not None
        return found

    async def move(self, move: Move, by: Person, body: str = "", *, until: date | None = None) -> list[Post]:
        card = await self.card()
        given = Given(body=body, until=until, reason=True)
        return await self.world.do(
            effects.MoveTip(card.public, card.version, by.id, move, given, "vì vậy"), by=member(10)
        )

    async def claim(self, by: Person) -> None:
        card = await self.card()
        await self.world.do(effects.ClaimTip(card.public, card.version, by.id), by=member(10))

    async def opens(self, who: Person, public: str = "") -> OpenTip | None:
        public = public or (await self.card()).public
        async with self.world.database.read() as rows:
            return await reading.open_tip(rows, self.world.keyring, who, public, self.world.now)

    async def reporters(self) -> own.OwnTip:
        async with self.world.database.read() as rows:
            found = await own.by_receipt(rows, self.world.keyring, self.receipt, self.world.now)
        assert found is not None
        return found


async def taken(world: World, **more: object) -> Way:
    """A tip that an officer of the commune has taken and entered in the book."""
    commune, province = await world.officer(COMMUNE, 10), await world.officer(PROVINCE, 11)
    way = Way(world, await world.send(**more), commune, province)
    await way.claim(commune)
    await way.move(Move.BOOK, commune)
    return way


async def above(world: World, **more: object) -> Way:
    """A tip that an officer of the province has taken and entered in the book."""
    way = await taken(world, stations=(PROVINCE,), **more)
    await way.claim(way.province)
    await way.move(Move.BOOK, way.province)
    return way


async def refusals(world: World) -> list[str]:
    async with world.database.read() as rows:
        return [line.subject async for _seq, line, _mac in audit.read(rows) if line.action == "refused"]


async def test_who_passes_a_tip_up_opens_nothing_of_it_any_more_and_the_province_opens_all(world: World) -> None:
    way = await taken(world, contact=Contact.HERE)
    before = await way.card()
    opened = await way.opens(way.commune)
    await way.move(Move.SEND_ON, way.commune, PROVINCE)
    after = await way.card()
    assert opened is not None
    assert after.public != before.public
    assert (after.station, after.holder, after.stations) == (PROVINCE, None, (PROVINCE,))
    assert [await way.opens(way.commune, one.public) for one in (before, after)] == [None, None]
    theirs = await way.opens(way.province)
    assert theirs is not None
    assert theirs.story["parts"][0]["text"] == STORY
    assert theirs.entries[-1].content["receiver"] == "PC04"


async def test_the_key_that_was_in_somebodys_hands_opens_nothing_that_is_stored_now(world: World) -> None:
    way = await taken(world)
    old = await way.opens(way.commune)
    async with world.database.read() as rows:
        wrapped = (await rows.scalars(sa.select(tip_key.c.body))).all()
    await way.move(Move.SEND_ON, way.commune, PROVINCE)
    assert old is not None
    async with world.database.read() as rows:
        assert not set(wrapped) & set((await rows.scalars(sa.select(tip_key.c.body))).all())
        for row in await rows.execute(sa.select(entry)):
            with pytest.raises(Refused):
                reading.open_content(old.pair, row)
        sealed = await rows.scalar(sa.select(tip.c.way_back))
        with pytest.raises(Refused):
            vault.open_address(world.keyring, old.pair, sealed, old.row)


async def test_the_reporter_reads_adds_and_answers_as_if_nothing_had_happened(world: World) -> None:
    way = await taken(world, contact=Contact.HERE)
    card = await way.card()
    await world.do(effects.AskReporter(card.public, card.version, way.commune.id, "Mấy giờ?"), by=member(10))
    await way.move(Move.SEND_ON, way.commune, PROVINCE)
    mine = await way.reporters()
    assert mine.story["parts"][0]["text"] == STORY
    (question,) = mine.questions
    assert question.open
    answer = effects.AddToTip(mine.row.hex(), "answer", ({"kind": "text", "text": "9 giờ"},), question.public)
    await world.do(answer, by=member(700))
    assert (await way.card()).asked_until is None
    theirs = await way.opens(way.province)
    assert theirs is not None
    assert theirs.entries[-1].content["parts"][0]["text"] == "9 giờ"


async def test_a_reward_goes_with_the_tip_and_its_code_leads_to_it_there(world: World) -> None:
    way = await taken(world)
    before = await way.card()
    async with world.database.write() as rows:
        row = await tips.row_id(rows, before.public)
        assert row is not None
        await rewards.propose(rows, row, way.commune.id, world.now + 30 * 86400)
        await rewards.decide(rows, row, RewardState.GRANTED, world.now, world.now + 30 * 86400)
        await rewards.give_code(rows, row, rewards.code_hash(world.keyring, "mã số 7"))
    await way.move(Move.SEND_ON, way.commune, PROVINCE)
    after = await way.card()
    async with world.database.read() as rows:
        kept = await rewards.of_tip(rows, row)
        leads_to = await rewards.by_code(rows, world.keyring, "mã số 7", world.now)
    assert kept is not None
    assert (kept.proposer, leads_to) == (way.commune.id, after.public)
    assert after.public != before.public


async def test_an_officer_there_reaches_the_reporter_by_the_way_back_that_passed_on_too(world: World) -> None:
    way = await taken(world, contact=Contact.HERE)
    await way.move(Move.SEND_ON, way.commune, PROVINCE)
    await way.claim(way.province)
    card = await way.card()
    posts = await world.do(effects.AskReporter(card.public, card.version, way.province.id, "Mấy giờ?"), by=member(11))
    assert any(isinstance(post, Show) and post.to == member(700) for post in posts)


async def test_the_old_cards_become_one_closed_line_and_the_new_unit_is_rung(world: World) -> None:
    way = await taken(world)
    before = await way.card()
    posts = await way.move(Move.SEND_ON, way.commune, PROVINCE)
    shows = {(post.to, post.name): post.screen for post in posts if isinstance(post, Show)}
    line = shows[member(10), f"card:{before.public}"]
    assert (line.text, line.rows) == (f"T-{before.public[:4]} · đã chuyển đơn vị khác.", ())
    after = await way.card()
    assert "Nhận tin" in str(shows[member(11), f"card:{after.public}"].rows)
    async with world.database.read() as rows:
        assert {one.station for one in await tips.shown(rows, after.public)} == {PROVINCE}
        kinds = (await rows.scalars(sa.select(due.c.kind).where(due.c.kind.in_(("alarm", "deadline"))))).all()
    assert sorted(kinds) == ["alarm", "deadline"]


async def test_clocks_run_on_and_nobody_there_has_read_it_yet(world: World) -> None:
    way = await taken(world)
    await world.do(effects.ReadTip((await way.card()).public, way.commune.id))
    before = await way.card()
    await way.move(Move.SEND_ON, way.commune, PROVINCE)
    after = await way.card()
    assert (after.stage, after.due_at) == (Stage.BOOKED, before.due_at)
    assert (after.events["sent"], after.events["accepted"]) == (before.events["sent"], before.events["accepted"])
    assert before.opened
    assert not after.opened


async def test_an_old_button_is_told_that_the_tip_was_passed_on_and_only_where_it_was(world: World) -> None:
    way = await taken(world)
    stranger = await world.officer(NEIGHBOUR, 12)
    before = await way.card()
    await way.move(Move.SEND_ON, way.commune, PROVINCE)
    for who, sentence in ((way.commune, "đã chuyển đi"), (stranger, "Không mở được")):
        posts = await world.do(effects.MoveTip(before.public, before.version, who.id, Move.FILE), by=member(10))
        assert any(isinstance(post, Toast) and sentence in post.text for post in posts), sentence
    async with world.database.read() as rows:
        assert await passing.traced(rows, before.public, COMMUNE)
        assert not await passing.traced(rows, before.public, NEIGHBOUR)
    assert (await refusals(world))[-2:] == ["move:passed", "move:no_tip"]


async def test_of_two_who_pass_it_on_at_once_one_does(world: World) -> None:
    way = await taken(world)
    card = await way.card()
    given = Given(body=PROVINCE)
    for _press in range(2):
        await world.do(effects.MoveTip(card.public, card.version, way.commune.id, Move.SEND_ON, given), by=member(10))
    async with world.database.read() as rows:
        moved = [line async for _seq, line, _mac in audit.read(rows) if line.action in ("send_on", "arrived")]
        assert await audit.first_break(rows, world.keyring.audit) is None
    assert [line.subject for line in moved] == [card.public, (await way.card()).public]
    assert (await refusals(world)) == ["move:passed"]


async def test_a_commune_that_is_given_a_tip_reads_it_beside_the_province_under_the_same_id(world: World) -> None:
    way = await above(world)
    before = await way.card()
    await way.move(Move.DELEGATE, way.province, COMMUNE, until=SOON)
    after = await way.card()
    assert (after.public, after.stage, after.until) == (before.public, Stage.AT_COMMUNE, SOON)
    assert set(after.stations) == {COMMUNE, PROVINCE}
    assert after.events[DAY_SET]
    await way.claim(way.commune)
    await way.move(Move.REPORT_BACK, way.commune)
    card = await way.card()
    assert (card.station, card.stage, card.holder) == (PROVINCE, Stage.CLASSIFIED, None)
    theirs = await way.opens(way.province)
    assert theirs is not None
    assert theirs.entries[-1].content["words"] == "vì vậy"


async def test_what_is_given_to_another_commune_is_gone_from_the_first(world: World) -> None:
    way = await taken(world)
    other = await world.officer(NEIGHBOUR, 12)
    card = await way.card()
    await world.do(effects.MarkTip(card.public, card.version, way.commune.id, Mark.TO_PROVINCE), by=member(10))
    await way.claim(way.province)
    posts = await way.move(Move.DELEGATE, way.province, NEIGHBOUR, until=SOON)
    after = await way.card()
    assert set(after.stations) == {NEIGHBOUR, PROVINCE}
    assert await way.opens(other)
    assert await way.opens(way.province)
    assert await way.opens(way.commune) is None
    assert any(
        isinstance(post, Show) and (post.to, post.name) == (member(11), f"card:{after.public}") for post in posts
    )


@pytest.mark.parametrize(
    ("tip_says", "why"),
    [({"reader": Reader.ABOVE}, "delegate:above"), ({"topic": Topic.OFFICIAL}, "delegate:officials")],
)
async def test_what_is_closed_to_the_communes_never_goes_down(
    world: World, tip_says: dict[str, object], why: str
) -> None:
    way = await above(world, **tip_says)
    before = await way.card()
    posts = await way.move(Move.DELEGATE, way.province, COMMUNE, until=SOON)
    assert await way.card() == before
    assert (await refusals(world))[-1] == why
    assert any(isinstance(post, Toast) and post.alert for post in posts)


async def test_what_is_passed_inside_stays_above_even_when_the_head_gives_it_back(world: World) -> None:
    way = await taken(world)
    head = await world.officer(INSPECTORATE, 20, Role.HEAD)
    await way.move(Move.SEND_ON, way.commune, INSPECTORATE)
    assert (await way.card()).stations == (INSPECTORATE,)
    async with world.database.read() as rows:
        assert (await rows.execute(sa.select(sketch))).all() == []
    assert await way.opens(way.province) is None
    await way.move(Move.GIVE_BACK, head)
    card = await way.card()
    assert (card.station, set(card.stations)) == (PROVINCE, {INSPECTORATE, PROVINCE})
    await way.claim(way.province)
    await way.move(Move.DELEGATE, way.province, COMMUNE, until=SOON)
    assert (await refusals(world))[-1] == "delegate:above"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (NEIGHBOUR, "way"),
        (COMMUNE, "way"),
        ("nowhere", "way"),
        (INSPECTORATE, "no_key"),
        ("cqdt", "way"),
        ("", "missing"),
    ],
)
async def test_a_forged_receiver_is_refused_and_audited(world: World, body: str, why: str) -> None:
    way = await taken(world)
    before = await way.card()
    await way.move(Move.SEND_ON, way.commune, body)
    assert await way.card() == before
    assert await refusals(world) == [f"send_on:{why}"]


async def test_what_was_joined_to_a_tip_goes_with_it(world: World) -> None:
    way = await taken(world)
    lead = await way.card()
    second = await world.send()
    async with world.database.read() as rows:
        joining = str(await rows.scalar(sa.select(tip.c.public).where(tip.c.public != lead.public)))
    await world.do(effects.JoinTips(joining, 1, lead.public, way.commune.id), by=member(10))
    async with world.database.read() as rows:
        now = await tips.card(rows, lead.public)
    assert now
    given = Given(body=PROVINCE)
    await world.do(effects.MoveTip(now.public, now.version, way.commune.id, Move.SEND_ON, given), by=member(10))
    async with world.database.read() as rows:
        cards = [await tips.card(rows, public) for public in await rows.scalars(sa.select(tip.c.public))]
        assert await own.by_receipt(rows, world.keyring, second, world.now)
    assert [card.stations for card in cards if card] == [(PROVINCE,), (PROVINCE,)]
    assert not {lead.public, joining} & {card.public for card in cards if card}


async def test_a_receipts_key_that_was_swapped_gets_nothing(world: World) -> None:
    way = await taken(world)
    async with world.database.write() as rows:
        await rows.execute(sa.update(tip).values(citizen=b"s" * 32))
    with pytest.raises(Refused):
        await way.move(Move.SEND_ON, way.commune, PROVINCE)
    assert await way.opens(way.commune)


async def test_what_a_commune_does_not_answer_in_time_is_told_to_the_province(world: World) -> None:
    way = await above(world)
    await way.move(Move.DELEGATE, way.province, COMMUNE, until=SOON)
    told = await until(world, world.now + 8 * 86400)
    assert any(chat == "11" and "quá hạn, đã báo tỉnh" in text for _when, chat, text in told), told
