"""The whole house over the Zalo Bot Platform: emulated with all its quirks, driven by people who only type."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.channels.zalo_bot import NAME
from bot.sandbox.platform import Upload
from bot.sandbox.zalo_bot.phones.people import new_group
from bot.sandbox.zalo_bot.settings import BotSettings
from content.library import shipped
from content.questions import QUESTIONS
from storage.tables import blob_state, held, inbox
from storage.vault.keyring import Keyring
from tests.e2e.house import POLICY
from tests.e2e.test_zalo_oa import jpeg
from tests.e2e.zalo_bot import BotHouse, NumbersCitizen, open_bot_house
from tests.unit.bot.files.test_media import tone
from tests.world import COMMUNE, PIN, PROVINCE

STORY = "co nguoi ban ma tuy gan cho"


@pytest.fixture
async def zalo(url: str, keyring: Keyring) -> AsyncIterator[BotHouse]:
    """SQLite by polling, PostgreSQL by webhook in both envelopes; commune and province can receive."""
    mode = "polling" if url.startswith("sqlite") else "webhook"
    async with open_bot_house(url, keyring, mode, BotSettings(envelope="both")) as opened:
        await opened.house.doors_open(COMMUNE, PROVINCE)
        yield opened


async def test_the_whole_report_by_numbers_takes_at_most_eight_messages(zalo: BotHouse) -> None:
    ba = zalo.citizen()
    receipt = await ba.report(STORY)
    await ba.press("I have copied it")
    assert ba.exchanges <= 8
    mine = await zalo.house.kept(receipt)
    assert mine is not None
    assert await zalo.house.told(receipt) == [STORY]
    assert ba.reads("{platform} lets nobody else delete: delete this chat by hand.")


async def test_a_piece_of_prevention_and_its_question_are_read_by_numbers(zalo: BotHouse) -> None:
    words = shipped().pieces["laughing_gas"].words["vi"]
    assert words.quiz is not None
    ba = zalo.citizen()
    await ba.say("chào")
    for line in ("Prevention", "Young people", words.label):
        await ba.press(line)
    await ba.sees(words.title)
    await ba.press("A question on it")
    await ba.press(words.quiz.options[words.quiz.right])
    await ba.sees(words.quiz.explanation)


async def test_a_receipt_made_on_one_platform_works_on_the_other(zalo: BotHouse) -> None:
    receipt = await zalo.citizen().report(STORY)
    tu = await zalo.house.citizen()
    await tu.look_up(receipt)
    assert tu.reads("Received.")
    other = zalo.citizen("Năm")
    await other.look_up(await (await zalo.house.citizen("Sáu")).report(STORY))
    assert other.reads("Received.")


async def asked(zalo: BotHouse) -> NumbersCitizen:
    """Somebody on Zalo who allowed questions here, and just got one from an officer on Telegram."""
    tu = await zalo.house.officer(COMMUNE)
    ba = zalo.citizen()
    receipt = await ba.report(STORY)
    await ba.press("I have copied it")
    await ba.look_up(receipt)
    await ba.press("How to answer me")
    await ba.press("Ask me again here")
    await ba.sees("It is set.")
    await ba.press("Close")
    await tu.press("Take this tip")
    await tu.press("Read the tip")
    await tu.press("Ask back")
    await tu.press(next(iter(QUESTIONS.values())).label)
    await zalo.house.quiet()
    await ba.sees("Hello. There is one small question, answer it whenever you like:")
    return ba


@pytest.fixture
async def empty(url: str, keyring: Keyring) -> AsyncIterator[BotHouse]:
    """The same where nobody's door is open yet."""
    async with open_bot_house(url, keyring, "polling" if url.startswith("sqlite") else "webhook") as opened:
        await opened.house.doors_open(PROVINCE)
        yield opened


async def test_an_officers_question_is_answered_by_its_number(empty: BotHouse) -> None:
    ba = await asked(empty)
    assert ba.labels == [ba.label("Answer")]
    await ba.press("Answer")
    await ba.say("khoang 8 gio toi")
    await ba.press("Done")
    await ba.sees("It was added. Thank you.")


async def test_under_a_question_that_came_in_between_the_words_of_the_open_one_still_press(empty: BotHouse) -> None:
    ba = await asked(empty)
    await ba.say(ba.label("Send a tip"))
    assert ba.reads("What did you see? Who, doing what, when, which car or boat. A few lines are enough.")


async def test_a_number_from_before_leads_to_where_one_is(zalo: BotHouse) -> None:
    ba = zalo.citizen()
    await ba.say("7")
    await ba.say("/menu")
    await ba.say("77")
    assert ba.reads("That button was from before.")


async def test_whatever_a_number_looks_like_the_tip_is_sent(zalo: BotHouse) -> None:
    ba = zalo.citizen()
    await ba.say("alo")
    for line in ("Số 1", STORY, "cho vinh chau", " １. ", "so 2", "1. gui"):
        await ba.say(line)
    assert await zalo.house.told(await ba.has_receipt()) == [STORY, "cho vinh chau"]


async def test_a_number_typed_twice_in_a_hurry_presses_once(url: str, keyring: Keyring) -> None:
    hurried = replace(POLICY, reading=60.0)
    async with open_bot_house(url, keyring, "webhook", policy=hurried) as zalo:
        await zalo.house.doors_open(COMMUNE, PROVINCE)
        ba = zalo.citizen()
        await ba.say(STORY)
        await ba.say("phường Vĩnh Châu")
        await zalo.house.pass_time(61)
        await ba.press("Many know it")
        await ba.say("2")
        assert ba.reads("That button was from before.")
        assert ba.labels[0] == ba.label("Send")
        await zalo.house.pass_time(61)
        await ba.press("Send")
        await ba.press("Quick exit")
        assert await zalo.house.told(await ba.has_receipt()) == [STORY]


@pytest.mark.parametrize(
    "content", [{"contact": {"name": "x"}}, {"link": "https://example.vn"}, {"text": "xem https://example.vn"}]
)
async def test_what_zalo_hides_is_answered_with_the_numbers_to_call(zalo: BotHouse, content: dict[str, object]) -> None:
    ba = zalo.citizen()
    await ba.share(**content)
    assert "\n113\n" in ba.text
    assert "\n111\n" in ba.text


async def test_a_child_gets_the_numbers_every_time(zalo: BotHouse) -> None:
    child = zalo.citizen("Bé", protected=True)
    for _line in range(3):
        await child.say("con sợ")
    assert [("\n113\n" in text, "\n111\n" in text) for text in child.texts] == [(True, True)] * 3
    assert all(text == child.texts[0] for text in child.texts)


async def test_a_group_gets_one_line_and_nothing_it_says_is_kept(zalo: BotHouse) -> None:
    ba, sandbox = zalo.citizen(), zalo.house.sandbox
    group = new_group(zalo.bot, {"title": "Xóm", "owner": ba.user, "bot": True})["chat_id"]
    for line in ("ông Tư bán", "ông Tư bán nữa"):
        sandbox.act(group, "send", by=ba.user, text=line, mention=True)
        await zalo.house.quiet()
    said = [one["text"] for one in sandbox.shown(group) if one["from_bot"]]
    assert said == [ba.label("Please write to this channel privately; in a group many can read along.")]


async def test_a_photo_and_a_voice_note_come_from_zalos_own_host_and_go_with_the_tip(zalo: BotHouse) -> None:
    ba = zalo.citizen()
    await ba.say(STORY)
    await ba.send("photo", Upload("a.jpg", "image/jpeg", jpeg()), caption="day ne")
    await ba.send("voice", Upload("a.aac", "audio/aac", tone("adts", "aac")))
    await ba.say("phường Vĩnh Châu")
    words = ""
    while not words:
        await ba.press_any("Keep it", "No, it doesn't", "Many know it", "Send")
        words = ba.receipt() or ""
    mine = await zalo.house.kept(words)
    assert mine is not None
    assert [entry.kind for entry in mine.entries].count("file") == 2
    async with zalo.house.database.read() as rows:
        assert set(await rows.scalars(sa.select(blob_state.c.state))) == {"ready"}


async def test_a_sticker_is_refused_kindly(zalo: BotHouse) -> None:
    ba = zalo.citizen()
    await ba.share(sticker="👍")
    assert ba.reads("That kind of message can't be read here. Words, photos and voice notes can.")


async def test_the_same_event_twice_is_answered_once(zalo: BotHouse) -> None:
    ba = zalo.citizen()
    zalo.house.sandbox.faults.add([{"platform": NAME, "method": "update.message.text.received", "duplicate": True}])
    await ba.say("/menu")
    await zalo.house.quiet()
    assert len(ba.texts) == 1


async def test_at_the_end_of_the_month_answers_wait_and_nothing_is_lost(url: str, keyring: Keyring) -> None:
    mode = "polling" if url.startswith("sqlite") else "webhook"
    async with open_bot_house(url, keyring, mode, zalo_bot_messages=2) as zalo:
        said = zalo.house.sandbox.traffic
        ba = zalo.citizen()
        for _time in range(3):
            await ba.say("/menu")
        assert len(ba.texts) == 2
        async with zalo.house.database.read() as rows:
            assert await rows.scalar(sa.select(sa.func.count()).select_from(held)) == 1
        told = [one.params.get("text", "") for one in said.after(0) if one.platform == "telegram"]
        assert any("zalo_bot" in text for text in told)
        await zalo.house.pass_time(31 * 86_400)
        await ba.say("/menu")
        assert len(ba.texts) == 4


async def test_whoever_can_not_be_answered_any_more_is_heard_all_the_same(url: str, keyring: Keyring) -> None:
    """By webhook on both engines: a poll that a stopped program gave up may take the next event with it."""
    async with open_bot_house(url, keyring, "webhook", zalo_bot_messages=0) as zalo:
        await zalo.house.doors_open(COMMUNE, PROVINCE)
        ba = zalo.citizen()
        await ba.say(STORY)
        assert ba.texts == []
        assert await zalo.house.tips() == 1
        await zalo.house.stop()
        zalo.house.settings = zalo.house.settings.model_copy(update={"zalo_bot_messages": 3000})
        await zalo.house.start()
        await ba.say("/menu")
        assert await zalo.house.told(await ba.has_receipt()) == [STORY]


async def test_silence_sends_nothing(zalo: BotHouse) -> None:
    ba = zalo.citizen()
    await ba.say(STORY)
    before = len(zalo.calls("sendMessage"))
    await zalo.house.pass_time(3 * 3600)
    assert len(zalo.calls("sendMessage")) == before
    await ba.say("phường Vĩnh Châu")
    await ba.press("Many know it")
    await ba.press("Send")
    assert await ba.has_receipt()


async def test_everything_sent_is_plain_text_of_at_most_two_thousand_signs(zalo: BotHouse) -> None:
    ba = zalo.citizen()
    await ba.say(STORY * 60)
    await ba.say("phường Vĩnh Châu")
    await ba.press("Many know it")
    await ba.press("Send")
    await ba.look_up(await ba.has_receipt())
    for call in zalo.calls("sendMessage"):
        assert set(call["params"]) == {"chat_id", "text"}
        assert 0 < len(call["params"]["text"].encode("utf-16-le")) // 2 <= 2000


async def test_staff_do_not_work_there(zalo: BotHouse) -> None:
    _phone, word = await zalo.house.newcomer(COMMUNE)
    ba = zalo.citizen()
    await ba.say(f"/start {word}")
    await ba.say("Nguyen Van A")
    assert not ba.reads("Choose a PIN of six digits.")
    assert PIN not in ba.text


async def test_no_event_is_left_unanswered(zalo: BotHouse) -> None:
    ba = zalo.citizen()
    await ba.say(STORY)
    async with zalo.house.database.read() as rows:
        assert await rows.scalar(sa.select(sa.func.count()).where(inbox.c.state != "done")) == 0
