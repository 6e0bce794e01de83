"""Answering here, without the receipt: only the question that was asked, and never what was meant for a report."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from content.terms import Contact
from handlers.citizen.notices import question_screen
from handlers.effects import AddToTip
from storage import screens
from storage.screens import Shown, Standing
from storage.tables import question
from tests.unit.handlers.citizen.phone import Phone
from tests.unit.handlers.citizen.test_lookup import asked
from tests.world import World


@pytest.fixture
async def asked_here(staffed: World) -> Phone:
    """The phone that sent a tip and allowed questions here."""
    await staffed.send(contact=Contact.HERE)
    phone = Phone(staffed, number=700, carries_out=True)
    await phone.command("start")
    return phone


async def question_on(phone: Phone, world: World) -> str:
    """Ask, and show the question on the phone: the name of its screen."""
    await asked(world)
    async with world.database.read() as rows:
        public = (await rows.execute(select(question.c.id))).scalar_one().hex()
    phone.shown[f"question:{public}"] = question_screen(public, "Lúc đó khoảng mấy giờ?")
    return f"question:{public}"


async def test_a_question_is_answered_here_in_parts(asked_here: Phone, staffed: World) -> None:
    phone = asked_here
    screen = await question_on(phone, staffed)
    await phone.press("Trả lời", screen)
    await phone.say("chin gio toi")
    await phone.press("Xong")
    (added,) = phone.done(AddToTip)
    assert (added.kind, added.question) == ("answer", screen.removeprefix("question:"))
    assert screen not in phone.shown
    assert phone.main.startswith("Đã thêm. Cảm ơn bạn.")


async def test_a_question_never_captures_text_typed_for_a_report(asked_here: Phone, staffed: World) -> None:
    phone = asked_here
    await phone.say("co nguoi ban ma tuy")
    await question_on(phone, staffed)
    await phone.say("cho vinh chau")
    assert list(phone.talks()) == ["report"]
    assert phone.talks()["report"]["place"]


async def test_the_report_waits_while_the_question_is_answered(asked_here: Phone, staffed: World) -> None:
    phone = asked_here
    await phone.say("co nguoi ban ma tuy")
    screen = await question_on(phone, staffed)
    await phone.press("Trả lời", screen)
    await phone.say("chin gio toi")
    await phone.press("Xong")
    await phone.press("Việc đang làm dở")
    assert phone.main.startswith("Ở khúc nào?")


@pytest.mark.parametrize("public", ["", "zz", "00" * 16])
async def test_a_forged_or_ended_question_says_so_and_opens_nothing(phone: Phone, public: str) -> None:
    await phone.payload(f"a:answer:{public}")
    assert phone.toasts[-1] == "Câu hỏi đó đã xong. Cảm ơn bạn."
    assert not phone.talks()


async def test_an_answer_to_a_question_that_ended_meanwhile_is_not_lost(asked_here: Phone, staffed: World) -> None:
    phone = asked_here
    screen = await question_on(phone, staffed)
    await phone.press("Trả lời", screen)
    await phone.say("chin gio toi")
    staffed.now += staffed.policy.question_life
    await phone.press("Xong")
    assert "Bạn muốn gửi câu này cho cán bộ trực không?" in phone.main
    assert phone.talks()["outside"]["story"][0] == [{"kind": "text", "text": "chin gio toi"}]


async def test_a_question_can_be_taken_off_the_screen(asked_here: Phone, staffed: World) -> None:
    phone = asked_here
    screen = await question_on(phone, staffed)
    await phone.press("Bỏ câu này", screen)
    assert screen not in phone.shown


@pytest.mark.parametrize("way_out", ["x", "a:wiped"])
async def test_leaving_takes_a_question_along_that_came_while_nobody_talked_here(
    asked_here: Phone, staffed: World, way_out: str
) -> None:
    phone = asked_here
    screen = await question_on(phone, staffed)
    seals, to = staffed.tools.seals, phone.at
    (chat, *_older) = seals.chat_ids(to.channel, to.chat, to.user, private=True, now=staffed.now)
    async with staffed.database.write() as rows:
        await screens.put(rows, seals, [Standing(chat, Shown(screen, "77", ""), lasting=False)], staffed.now)
    phone.state = None
    await phone.payload(way_out)
    assert screen not in phone.shown


async def test_what_is_typed_while_we_say_who_can_reread_is_part_of_the_answer(
    asked_here: Phone, staffed: World
) -> None:
    phone = asked_here
    screen = await question_on(phone, staffed)
    phone.house = replace(phone.house, facts={"telegram": replace(phone.house.facts["telegram"], intake="warned")})
    await phone.press("Trả lời", screen)
    await phone.say("chung 8 gio toi")
    await phone.press("Biết rồi, nhắn tiếp")
    await phone.press("Xong")
    (added,) = phone.done(AddToTip)
    assert [part["text"] for part in added.parts] == ["chung 8 gio toi"]
