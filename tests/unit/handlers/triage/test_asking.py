"""Asking back: answers to tap, ready replies, the end of a question that nobody answered, an answer longer than a message."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from content.locales import _, speaking
from content.questions import QUESTIONS, REPLIES
from content.terms import Contact
from handlers import effects
from handlers.citizen.notices import question_screen
from handlers.messages import Post, Show
from handlers.triage.question_rules import Never, never
from storage.tables import question
from tests.unit.handlers.citizen.phone import Phone
from tests.unit.handlers.triage.test_desk import Desk, taken
from tests.world import World


@dataclass
class Asked:
    """An officer's desk with a question under way, and the phone that sent the tip."""

    desk: Desk
    phone: Phone
    screen: str


async def asked(world: World, prepared: str = "still") -> Asked:
    desk = await taken(world, contact=Contact.HERE)
    await desk.chat.press("Hỏi lại", desk.screen)
    with speaking("vi"):
        await desk.chat.press(_(QUESTIONS[prepared].label))
        text = _(QUESTIONS[prepared].text)
    async with world.database.read() as rows:
        public = (await rows.execute(select(question.c.id))).scalar_one().hex()
    phone = Phone(world, number=700, carries_out=True)
    await phone.command("start")
    with speaking("vi"):
        phone.shown[f"question:{public}"] = question_screen(public, text, prepared=prepared)
    return Asked(desk, phone, f"question:{public}")


async def reading(desk: Desk) -> str:
    await desk.chat.payload(f"a:read:{desk.public}")
    return desk.reading()


async def test_one_tap_answers_a_prepared_question(world: World) -> None:
    found = await asked(world)
    await found.phone.press("Trả lời", found.screen)
    assert found.phone.labels()[:4] == ["Còn", "Hết rồi", "Lúc có lúc không", "Không rõ"]
    await found.phone.press("Hết rồi")
    (added,) = found.phone.done(effects.AddToTip)
    assert added.parts == ({"kind": "text", "text": "Hết rồi"},)
    assert "Hết rồi" in await reading(found.desk)


async def test_own_words_do_as_well_and_then_the_taps_are_gone(world: World) -> None:
    found = await asked(world)
    await found.phone.press("Trả lời", found.screen)
    await found.phone.say("còn, mà ít hơn trước")
    assert "Hết rồi" not in found.phone.labels()
    await found.phone.press("Xong")
    assert "còn, mà ít hơn trước" in await reading(found.desk)


async def test_a_tap_works_at_a_look_up_too_and_an_ended_question_is_told_there(world: World) -> None:
    desk = await taken(world)
    receipt = world.receipts[-1]
    await desk.chat.press("Hỏi lại", desk.screen)
    await desk.chat.press("Mấy người?")
    phone = Phone(world, number=701, carries_out=True)

    async def look_up() -> None:
        await phone.command("start")
        await phone.press("Xem trả lời")
        await phone.say(" ".join(receipt.words()))

    await look_up()
    await phone.press("Trả lời")
    assert "3 đến 5 người" in phone.labels()
    await phone.press("Thoát nhanh")
    world.now += world.policy.question_life
    await look_up()
    assert "Câu hỏi bữa trước đã hết hạn, không sao." in phone.main
    assert "Trả lời" not in phone.labels()


@pytest.mark.parametrize("key", REPLIES)
async def test_a_ready_reply_goes_as_it_stands_and_waits_for_nothing(world: World, key: str) -> None:
    desk = await taken(world, contact=Contact.HERE)
    await desk.chat.press("Hỏi lại", desk.screen)
    await desk.chat.press("Câu có sẵn")
    with speaking("vi"):
        label, text = _(REPLIES[key].label), _(REPLIES[key].text)
    assert text in desk.chat.main  # read before it goes
    await desk.chat.press(label)
    shown = [post for post in desk.chat.posts if isinstance(post, Show) and post.to.chat == "700"]
    assert text in shown[0].screen.text
    assert not shown[0].screen.rows
    card = await desk.card()
    assert not card.asked
    assert text in await reading(desk)


async def test_a_question_that_nobody_answers_ends_with_a_word_to_whoever_has_the_tip(world: World) -> None:
    found = await asked(world)
    async with world.database.read() as rows:
        public = (await rows.execute(select(question.c.id))).scalar_one().hex()
    world.now += world.policy.question_life + 1
    async with world.database.write() as rows:
        posts: list[Post] = await world.performer.occur(rows, "question", {"question": public}, world.now)
    (word,) = [post for post in posts if isinstance(post, Show) and post.name.startswith("expired:")]
    assert "câu hỏi đã hết hạn" in word.screen.text
    assert not (await found.desk.card()).asked
    assert not [post for post in posts if post.to.chat == "700"]  # the reporter reads it at a look-up


@pytest.mark.parametrize("text", ["", "   ", "\u00a0\u2003\n", "\u200b \u200d"])
async def test_a_question_of_only_spaces_is_refused_with_a_plain_sentence(world: World, text: str) -> None:
    desk = await taken(world)
    await desk.chat.press("Hỏi lại", desk.screen)
    await desk.chat.say(text)
    assert desk.chat.main.startswith("Đồng chí gõ câu hỏi nhé.")
    assert not desk.chat.effects
    assert never("  ") is Never.EMPTY


async def test_an_answer_longer_than_a_message_is_read_whole_on_several_sheets(world: World) -> None:
    found = await asked(world, "more")
    long = " ".join(f"từ{number}" for number in range(1200))
    await found.phone.press("Trả lời", found.screen)
    await found.phone.say(long)
    await found.phone.press("Xong")
    await found.desk.chat.payload(f"a:read:{found.desk.public}")
    sheets = [look.text for name, look in found.desk.chat.shown.items() if name.startswith("read:")]
    assert len(sheets) > 1
    assert all(len(sheet.encode("utf-16-le")) // 2 <= 4096 for sheet in sheets)
    whole = " ".join(sheets)
    assert all(f"từ{number}" in whole for number in range(1200))


def test_every_label_and_answer_fits_a_button_in_both_languages() -> None:
    for language in ("en", "vi"):
        with speaking(language):
            for one in (*QUESTIONS.values(), *REPLIES.values()):
                assert all(len(_(text)) <= 20 for text in (one.label, *one.answers)), one.key
