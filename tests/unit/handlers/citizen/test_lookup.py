"""Looking up: the same answer for every receipt that opens nothing, and only one's own tip for one that does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from content import retention
from content.terms import Contact
from handlers.citizen.lookup_rules import FREE_MISSES, LONGEST_WAIT_S, allowed_at
from handlers.effects import AddToTip, AskReporter, ClaimTip, CountMiss, MoveTip, SetWayBack
from handlers.triage.move_rules import Move
from handlers.triage.state_rules import Given
from storage import people, tips
from storage.purge import purge
from storage.tables import tip
from storage.tombstones import Tombstones
from storage.vault.receipt import Receipt, new_receipt
from tests.unit.handlers.citizen.phone import Phone
from tests.world import COMMUNE, World, only_tip

NOT_FOUND = "Không thấy. Xem lại từng tiếng."


def words(receipt: Receipt) -> str:
    return " ".join(receipt.words())


@pytest.fixture
async def sent(staffed: World) -> tuple[Phone, Receipt]:
    """Another phone than the one that sent, and the receipt on paper."""
    receipt = await staffed.send()
    phone = Phone(staffed, number=701, carries_out=True)
    await phone.command("start")
    await phone.press("Xem trả lời")
    return phone, receipt


async def asked(world: World, text: str = "Lúc đó khoảng mấy giờ?") -> None:
    """An officer of the commune asks the reporter."""
    async with world.database.read() as rows:
        public = await only_tip(rows)
        card = await tips.card(rows, public)
        (officer,) = await people.of_station(rows, world.keyring, COMMUNE)
    assert card
    await world.do(ClaimTip(public, card.version, officer.id))
    await world.do(AskReporter(public, card.version + 1, officer.id, text))


async def test_it_works_from_another_phone(sent: tuple[Phone, Receipt]) -> None:
    phone, receipt = sent
    await phone.say(words(receipt))
    assert phone.main == "Điều bạn gửi bữa trước, giờ là:\nĐã nhận."


async def test_digits_do_as_well(sent: tuple[Phone, Receipt]) -> None:
    phone, receipt = sent
    await phone.say(receipt.digits())
    assert "Đã nhận." in phone.main


async def test_a_receipt_typed_anywhere_is_looked_up(sent: tuple[Phone, Receipt]) -> None:
    phone, receipt = sent
    await phone.command("start")
    await phone.say(words(receipt))
    assert "Đã nhận." in phone.main


async def test_a_wrong_one_gets_the_one_sentence_and_is_counted(sent: tuple[Phone, Receipt]) -> None:
    phone, _receipt = sent
    await phone.say(words(new_receipt()))
    assert phone.main.startswith(NOT_FOUND)
    assert phone.done(CountMiss)


async def test_a_slip_gets_the_same_sentence_and_names_only_what_the_public_list_tells(
    sent: tuple[Phone, Receipt],
) -> None:
    phone, receipt = sent
    syllables = [*receipt.words()]
    syllables[2] = "xyz"
    await phone.say(" ".join(syllables))
    assert phone.main.startswith(NOT_FOUND)
    assert "tiếng thứ 3" in phone.main
    assert not phone.done(CountMiss)


async def test_many_misses_are_slowed_and_even_a_right_one_waits(sent: tuple[Phone, Receipt]) -> None:
    phone, receipt = sent
    for _miss in range(FREE_MISSES + 4):
        await phone.say(words(new_receipt()), after=0.5)
    assert phone.main.startswith("Chậm lại chút nghen")
    await phone.say(words(receipt), after=0.5)
    assert phone.main.startswith("Chậm lại chút nghen")
    await phone.say(words(receipt), after=LONGEST_WAIT_S)
    assert "Đã nhận." in phone.main


def test_the_wait_grows_to_an_hour_and_no_further() -> None:
    waits = [allowed_at(misses, 0.0) for misses in range(40)]
    assert waits == sorted(waits)
    assert waits[: FREE_MISSES + 1] == [0.0] * FREE_MISSES + [30.0]
    assert waits[-1] == LONGEST_WAIT_S


async def test_something_else_typed_there_is_kept_and_asked_about(sent: tuple[Phone, Receipt]) -> None:
    phone, _receipt = sent
    await phone.say("toi mat giay roi, ma tui no van con ban ma tuy o cuoi hem, dem nao cung co nguoi ra vo")
    assert phone.main.startswith("Bạn muốn gửi câu này cho cán bộ trực không?")


async def test_a_question_is_shown_and_answered(sent: tuple[Phone, Receipt], staffed: World) -> None:
    phone, receipt = sent
    await asked(staffed)
    await phone.say(words(receipt))
    assert "1. Lúc đó khoảng mấy giờ?" in phone.main
    await phone.press("Trả lời")
    assert "Lúc đó khoảng mấy giờ?" in phone.main
    await phone.say("chin gio toi")
    await phone.press("Xong")
    (added,) = phone.done(AddToTip)
    assert (added.kind, added.parts) == ("answer", ({"kind": "text", "text": "chin gio toi"},))
    assert phone.main.startswith("Đã thêm. Cảm ơn bạn.")
    await phone.press("Xem lại")
    assert "câu hỏi" not in phone.main


async def test_more_can_be_added_and_is_guarded_like_a_report(sent: tuple[Phone, Receipt]) -> None:
    phone, receipt = sent
    await phone.say(words(receipt))
    await phone.press("Kể thêm")
    await phone.say("no don qua sat nha toi")
    await phone.press("Xong")
    assert phone.main.startswith("Khoan gửi.")
    await phone.press("Che giúp tôi")
    (added,) = phone.done(AddToTip)
    assert added.parts == ({"kind": "text", "text": "no don qua […]"},)


async def test_what_was_not_clear_enough_is_asked_for_and_added_by_the_receipt(
    sent: tuple[Phone, Receipt], staffed: World
) -> None:
    phone, receipt = sent
    async with staffed.database.write() as rows:
        await rows.execute(sa.update(tip).values(status="unclear", stage="closed", outcome="no_grounds"))
    await phone.say(words(receipt))
    assert phone.main == "Điều bạn gửi bữa trước, giờ là:\nChưa đủ rõ, bạn kể thêm được không?"
    await phone.press("Kể thêm")
    await phone.say("chieu nao cung co hai nguoi lai lay")
    await phone.press("Xong")
    assert len(phone.done(AddToTip)) == 1


async def test_the_way_back_is_forgotten_at_any_time(sent: tuple[Phone, Receipt]) -> None:
    phone, receipt = sent
    await phone.say(words(receipt))
    await phone.press("Ngừng liên lạc")
    (changed,) = phone.done(SetWayBack)
    assert (changed.contact, changed.address) == (Contact.NONE, None)
    assert phone.main.startswith("Được rồi. Sẽ không có gì gửi tới đây nữa.")
    await phone.press("Xem lại")
    assert "Ngừng liên lạc" not in phone.labels()


async def test_contact_moves_to_the_phone_in_hand(sent: tuple[Phone, Receipt]) -> None:
    phone, receipt = sent
    await phone.say(words(receipt))
    await phone.press("Cách trả lời tôi")
    await phone.press("Hỏi lại tại đây")
    (changed,) = phone.done(SetWayBack)
    assert (changed.contact, changed.address) == (Contact.HERE, phone.at)


async def test_after_ten_idle_minutes_the_answer_is_behind_the_receipt_again(sent: tuple[Phone, Receipt]) -> None:
    phone, receipt = sent
    await phone.say(words(receipt))
    await phone.idle()
    assert "Việc đang làm dở" not in phone.labels()
    assert str(receipt.packed().hex()) not in str(phone.state)


async def test_no_id_that_officers_see_is_ever_shown(sent: tuple[Phone, Receipt], staffed: World) -> None:
    phone, receipt = sent
    await asked(staffed)
    await phone.say(words(receipt))
    async with staffed.database.read() as rows:
        public = await only_tip(rows)
    seen = phone.main + "".join(button.payload for row in phone.shown["main"].rows for button in row)
    assert public not in seen
    assert f"T-{public[:4]}" not in seen


async def wrong(world: World, receipt: Receipt) -> Receipt:
    return new_receipt()


async def expired(world: World, receipt: Receipt) -> Receipt:
    """Closed, kept for its time, and purged by the clock's own sweep."""
    async with world.database.write() as rows:
        public = await only_tip(rows)
        (officer,) = await people.of_station(rows, world.keyring, COMMUNE)
    filed = MoveTip(public, 3, officer.id, Move.FILE, Given(reason=True), "đã rõ")
    await world.do(ClaimTip(public, 1, officer.id), MoveTip(public, 2, officer.id, Move.BOOK), filed)
    rules = retention.load(datetime.fromtimestamp(world.now, UTC).date())
    years_later = world.now + (rules.tip_months + 2) * 31 * 86400
    purged = await purge(world.database, world.keyring, Tombstones(world.keyring.folder), rules, years_later)
    assert purged.tips == 1
    return receipt


async def erased(world: World, receipt: Receipt) -> Receipt:
    """Its row is gone without a trace."""
    async with world.database.write() as rows:
        await rows.execute(sa.delete(tip))
    return receipt


async def of_a_retired_key(world: World, receipt: Receipt) -> Receipt:
    """Made under a key that was retired because somebody may know it."""
    (old,) = world.keyring.receipt_peppers
    world.keyring.rotate_receipt_pepper()
    world.keyring.retire_receipt_pepper(old.id)
    return receipt


async def test_wrong_expired_erased_and_retired_receipts_get_the_same_answer_by_the_same_way(staffed: World) -> None:
    """The same screens, the same effects, the same questions to the database in the same order."""
    answers = []
    for number, become in enumerate((wrong, erased, expired, of_a_retired_key)):
        receipt = await become(staffed, await staffed.send())
        phone = Phone(staffed, number=710 + number)
        await phone.payload("a:lookup")
        with statements(staffed) as asked_for:
            await phone.say(words(receipt))
        answers.append((phone.main, phone.labels(), list(map(type, phone.effects)), asked_for))
    assert answers[0][0].startswith(NOT_FOUND)
    assert answers[0][3]
    assert all(answer == answers[0] for answer in answers)


@contextmanager
def statements(world: World) -> Iterator[list[str]]:
    """Every question that the database is asked meanwhile."""
    heard: list[str] = []

    def hear(_conn: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        heard.append(statement)

    engine = world.database._readers.sync_engine
    sa.event.listen(engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        sa.event.remove(engine, "before_cursor_execute", hear)


async def test_the_proof_that_it_came_in_can_be_read_again_and_says_nothing_of_the_tip(
    sent: tuple[Phone, Receipt],
) -> None:
    phone, receipt = sent
    await phone.say(words(receipt))
    await phone.press("Mã chứng nhận")
    first = phone.main
    assert "Vẫn còn nguyên như lúc bạn gửi, ngày 15/01/2027, sau 15:00." in first
    assert re.search(r"Mã chứng nhận: [A-Z2-7]{4}( [A-Z2-7]{4}){3}$", first, re.MULTILINE)
    assert not {"ma túy", "công an", "tố giác", "tin báo", "mã"} & set(first[:40].casefold().split())
    await phone.press("Xem lại")
    await phone.press("Mã chứng nhận")
    assert phone.main == first
