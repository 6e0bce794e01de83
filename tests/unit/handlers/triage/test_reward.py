"""A reward from proposal to code: two officers, one reporter, the province's desk; and what each of them is not told."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from content.terms import Outcome, PersonState, Role, Stage
from handlers import effects
from handlers.messages import Act, Post, Show
from handlers.triage.reward_rules import deciders, new_code, rewardable, typed, written
from storage import people, rewards
from storage.tables import reward
from storage.tombstones import Kind, Tombstones
from storage.vault.receipt import Receipt
from tests.unit.handlers.citizen.phone import Phone
from tests.unit.handlers.triage.chats import Chat, on_duty
from tests.unit.handlers.triage.records import COMMUNE, POLICY, PROVINCE, card, person
from tests.unit.handlers.triage.test_desk import Desk, handled
from tests.world import World, member, only_tip

WARNING = "Đi nhận thưởng thì có người thấy mặt bạn."


@dataclass
class Case:
    """A tip that was dealt with, its receipt, whoever has it, the head, the province's desk."""

    world: World
    public: str
    receipt: Receipt
    officer: Chat
    head: Chat
    desk: Chat

    async def propose(self) -> None:
        await self.officer.payload(f"a:reward:{self.public}")
        await self.officer.press("Tin báo đúng sự thật")

    async def grant(self) -> None:
        await self.head.payload(f"a:reward_look:{self.public}")
        await self.head.press("Đồng ý thưởng")

    async def look_up(self) -> Phone:
        phone = Phone(self.world, number=701, carries_out=True)
        await phone.command("start")
        await phone.press("Xem trả lời")
        await phone.say(" ".join(self.receipt.words()))
        return phone

    async def code(self) -> str:
        phone = await self.look_up()
        await phone.press("Về khoản thưởng")
        await phone.press("Cho tôi mã nhận")
        found = re.search(r"\d{4} \d{3} \d{3}", phone.main)
        assert found, phone.main
        return found[0]

    async def check(self, code: str) -> str:
        await self.world.press_pin(await only_person(self.world, 13), "open")
        await self.desk.payload("a:reward_code")
        await self.desk.say(code)
        return self.desk.main

    async def state(self) -> str | None:
        async with self.world.database.read() as rows:
            row = (await rows.execute(reward.select())).one_or_none()
        return row.state if row else None


@pytest.fixture
async def case(world: World) -> Case:
    await on_duty(world, PROVINCE, 11)
    chief = await world.person(await only_person(world, 11))
    province = await on_duty(world, PROVINCE, 13, Role.DESK, approver=chief)
    officer = await on_duty(world, COMMUNE, 10)
    head = await on_duty(world, COMMUNE, 12, Role.HEAD, approver=await world.person(await only_person(world, 10)))
    receipt = await world.send()
    async with world.database.read() as rows:
        public = await only_tip(rows)
    await officer.command("start", f"t{public}")
    await officer.press("Nhận tin", f"card:{public}")
    await officer.press("Vào sổ", f"card:{public}")
    await handled(Desk(world, officer, public))
    await officer.press("Kết thúc tin")
    return Case(world, public, receipt, officer, head, province)


async def only_person(world: World, number: int) -> str:
    async with world.database.read() as rows:
        found = await people.by_account(rows, world.keyring, "telegram", str(number))
    assert found
    return found.id


async def test_a_reward_goes_from_the_officer_over_the_head_to_the_reporter_and_is_fetched_once(case: Case) -> None:
    await case.propose()
    await case.grant()
    case.world.now += 86400
    code = await case.code()
    assert "Đúng, của tin T-" in await case.check(code)
    assert await case.state() == "claimed"
    assert "Không đúng, hoặc đã dùng rồi." in await case.check(code)


async def test_the_reporter_reads_the_warning_first_and_the_safe_choice_stands_first(case: Case) -> None:
    await case.propose()
    await case.grant()
    case.world.now += 86400
    phone = await case.look_up()
    await phone.press("Về khoản thưởng")
    assert phone.main.startswith(WARNING)
    assert phone.labels()[0] == "Thôi, không nhận"
    await phone.press("Thôi, không nhận")
    assert phone.effects == []


async def test_nothing_is_pushed_and_nothing_is_seen_before_the_next_eight_oclock(case: Case) -> None:
    before = (await case.look_up()).labels()
    await case.propose()
    assert (await case.look_up()).labels() == before
    await case.grant()
    assert not [post for post in case.head.posts if isinstance(post, Show) and post.to.chat == "700"]
    assert (await case.look_up()).labels() == before
    case.world.now += 86400
    assert "Về khoản thưởng" in (await case.look_up()).labels()


async def test_a_refused_proposal_is_never_seen(case: Case) -> None:
    before = (await case.look_up()).labels()
    await case.propose()
    await case.head.payload(f"a:reward_look:{case.public}")
    await case.head.press("Chưa thưởng")
    case.world.now += 86400
    assert (await case.look_up()).labels() == before


async def test_whoever_proposed_does_not_decide(case: Case) -> None:
    await case.propose()
    await case.officer.payload(f"a:reward_yes:{case.public}")
    assert case.officer.toast == "Việc này người khác quyết định."
    forged: list[Post] = await case.world.do(
        effects.DecideReward(case.public, await only_person(case.world, 10), granted=True), by=member(10)
    )
    assert await case.state() == "proposed"
    assert forged


async def test_a_second_proposal_and_a_second_decision_are_told_that_it_was_done(case: Case) -> None:
    await case.propose()
    await case.officer.payload(f"a:reward:{case.public}")
    assert case.officer.toast == "Tin này đã đề nghị thưởng rồi."
    await case.grant()
    await case.head.payload(f"a:reward_no:{case.public}")
    assert case.head.toast == "Việc này đã quyết định rồi."
    assert await case.state() == "granted"


async def test_a_new_code_makes_the_old_one_void(case: Case) -> None:
    await case.propose()
    await case.grant()
    case.world.now += 86400
    first, second = await case.code(), await case.code()
    assert "Không đúng" in await case.check(first)
    assert "Đúng, của tin" in await case.check(second)


async def test_only_the_provinces_desk_checks_codes_and_misses_are_slowed(case: Case) -> None:
    await case.head.payload("a:reward_code")
    assert case.head.refusals
    for _miss in range(6):
        await case.check("1234567890")
    await case.desk.payload("a:reward_code")
    assert "Chậm" in case.desk.main or "phút" in case.desk.main


async def test_what_is_kept_holds_no_code_and_a_used_one_leaves_a_tombstone(case: Case) -> None:
    await case.propose()
    await case.grant()
    case.world.now += 86400
    code = typed(await case.code())
    async with case.world.database.read() as rows:
        row = (await rows.execute(reward.select())).one()
    assert code.encode() not in row.code
    await case.check(code)
    assert [one.kind for one in Tombstones(case.world.keyring.folder).read()] == [Kind.CLAIMED]


async def test_a_reward_that_nobody_fetched_ends(case: Case) -> None:
    await case.propose()
    await case.grant()
    case.world.now += 86400
    code = await case.code()
    case.world.now += case.world.policy.reward_life
    assert "Về khoản thưởng" not in (await case.look_up()).labels()
    async with case.world.database.write() as rows:
        assert await rewards.by_code(rows, case.world.keyring, typed(code), case.world.now) is None
        await rewards.sweep(rows, case.world.now)
    assert await case.state() is None


async def test_a_line_of_the_officers_reading_says_for_what_and_the_reporter_is_told_nothing_of_it(case: Case) -> None:
    await case.propose()
    await case.officer.act(Act.PRESS, payload=f"a:read:{case.public}", callback="c")
    read = "\n".join(look.text for name, look in case.officer.shown.items() if name.startswith("read:"))
    assert "Đã đề nghị thưởng" in read
    assert "Tin báo đúng sự thật" in read


def test_only_what_has_led_to_something_is_rewarded_and_never_a_trial() -> None:
    assert rewardable(card(stage=Stage.CLOSED, outcome=Outcome.PROSECUTED))
    assert rewardable(card(stage=Stage.VERIFYING))
    assert not rewardable(card(stage=Stage.CLOSED, outcome=Outcome.FALSE_REPORT))
    assert not rewardable(card(stage=Stage.BOOKED))
    assert not rewardable(card(stage=Stage.CLOSED, outcome=Outcome.HANDLED, test=True))


def test_where_the_station_has_no_head_the_provinces_decides_else_its_desk_and_never_whoever_proposed() -> None:
    one = card(stage=Stage.VERIFYING)
    head, chief = person(1, role=Role.HEAD), person(2, PROVINCE, Role.HEAD)
    desk, away = person(3, PROVINCE, Role.DESK), person(4, role=Role.HEAD, state=PersonState.SUSPENDED)
    assert deciders(one, "x", [head, chief, desk], POLICY) == (head.id,)
    assert deciders(one, head.id, [head, chief, desk], POLICY) == (chief.id,)
    assert deciders(one, "x", [away, desk], POLICY) == (desk.id,)
    assert deciders(card(stage=Stage.VERIFYING, stations=(COMMUNE,)), "x", [desk], POLICY) == ()


def test_a_code_is_read_however_it_is_spaced() -> None:
    code = new_code()
    assert typed(written(code)) == typed(f" {code} ") == code
    assert [typed(text) for text in ("", "123", "12345678901", "١٢٣٤٥٦٧٨٩٠", "123456789a")] == [""] * 5
