"""What bad input gets: a plain sentence to the right person, and nothing lost (the list of the issue, a test each)."""

from __future__ import annotations

import asyncio
import io
import struct
import zlib

import pikepdf
import pytest
import sqlalchemy as sa
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot.sandbox.platform import Upload
from content.locales import _, speaking
from storage.tables import tip
from storage.vault.keyfiles import KeyringError
from storage.vault.keyring import Keyring
from storage.vault.receipt import new_receipt
from tests.e2e.house import House, keyring_folder, open_house
from tests.e2e.phones import Citizen, until

STORY = "co nguoi ban ma tuy gan cho"
PLACE = "phường Vĩnh Châu"
WHERE = "Where is it? Type a commune, hamlet, market, pagoda, bridge… Old names and no accents are fine."
OLD = "That button was from before."


async def finish(ba: Citizen) -> str:
    """From the open question "where" to the receipt."""
    await ba.say(PLACE)
    while not ba.receipt():
        await ba.press_any("Many know it", "No, it doesn't", "Keep it", "Send")
    return await ba.has_receipt()


# --- buttons -------------------------------------------------------------------------------------------------------


FORGED = (
    " ",
    "zzz",
    "q:",
    "q:99:many",
    "q:-1:many",
    "b:7",
    "a:",
    "a:nothing:x",
    "p:1:2:3",
    "s:x",
    "a:claim:AAAAAAAAAA:1",
)


@pytest.mark.parametrize("payload", FORGED)
async def test_a_button_that_was_never_there_leaves_everything_as_it_is(town: House, payload: str) -> None:
    ba = await town.citizen()
    await ba.say(STORY)
    before = ba.text
    await ba.forge(payload)
    assert before in ba.text
    assert ba.toast or ba.reads("That button was from before. Here is where you are.")
    assert await town.told(await finish(ba)) == [STORY]


async def test_an_old_button_answers_nothing_later(town: House) -> None:
    ba = await town.citizen()
    await ba.say(STORY)
    await ba.say(PLACE)
    known = ba.find("Few know it")
    assert known is not None
    await ba.press("Many know it")
    await ba.forge(known[1]["data"])
    assert ba.has("Send")
    await ba.press("Send")
    mine = await town.kept(await ba.has_receipt())
    assert mine is not None
    assert mine.story["known"] == "many"


async def test_two_taps_on_send_are_one_tip(town: House) -> None:
    ba = await town.citizen()
    await ba.say(STORY)
    await ba.say(PLACE)
    await ba.press("Many know it")
    found = ba.find("Send")
    assert found is not None
    for _tap in range(3):
        town.sandbox.act(ba.chat, "press", by=ba.user, message_id=found[0]["id"], data=found[1]["data"])
    await town.quiet()
    assert await ba.has_receipt()
    assert await town.tips() == 1


# --- things that are no words -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "thing",
    [{"sticker": "👍"}, {"contact": {"phone_number": "+84912345678", "first_name": "MARK"}}],
    ids=["sticker", "contact"],
)
async def test_a_sticker_or_contact_is_said_plainly_and_the_question_stays(
    town: House, thing: dict[str, object]
) -> None:
    ba = await town.citizen()
    await ba.say(STORY)
    await ba.share(**thing)
    assert ba.reads("That kind of message can't be read here. Words, photos and voice notes can.")
    assert ba.reads(WHERE)
    assert await town.told(await finish(ba)) == [STORY]


async def test_a_text_of_5000_characters_is_kept_whole(town: House) -> None:
    long = (STORY + ", ") * 200
    ba = await town.citizen()
    await ba.say(long[:5000])
    receipt = await finish(ba)
    assert "".join(await town.told(receipt)).replace(" ", "") == long[:5000].strip().replace(" ", "")


async def test_a_file_of_25_megabytes_is_refused_and_its_caption_kept(town: House) -> None:
    ba = await town.citizen()
    await ba.say(STORY)
    await ba.send("document", Upload("phim.mp4", "video/mp4", bytes(25 << 20)), caption="Xe mau do, bien so 83")
    assert ba.reads("That file is too big to get here. A shorter one would.")
    assert "Xe mau do, bien so 83" in "".join(await town.told(await finish(ba)))


def bomb() -> bytes:
    """A PNG that claims 60,000 x 60,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


REFUSED = {
    "type that can't be cleaned": Upload("bao-cao.docm", "application/vnd.ms-word", b"PK\x03\x04" + bytes(500)),
    "program": Upload("anh.jpg", "image/jpeg", b"MZ" + bytes(1000)),
    "picture bomb": Upload("anh.png", "image/png", bomb()),
    "broken picture": Upload("anh.jpg", "image/jpeg", b"\xff\xd8\xff\xe0" + bytes(100)),
    "broken PDF": Upload("a.pdf", "application/pdf", b"%PDF-1.7\n1 0 obj <</Length 99999>> stream\n" + bytes(50)),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_a_file_that_cannot_be_made_safe_is_refused_and_the_tip_goes_on(town: House, name: str) -> None:
    ba = await town.citizen()
    await ba.say(STORY)
    await ba.send("document", REFUSED[name])
    sentences = (
        "That kind of file can't be made safe here. Photos, voice notes, videos and PDF can.",
        "That file is too big to get here. A shorter one would.",
        "That file looked unsafe and was thrown away. Tell it in words, or take a new photo.",
        "One file could not be opened and is not here. Send it once more, or tell it.",
    )
    assert any(ba.reads(sentence) for sentence in sentences), ba.text
    receipt = await finish(ba)
    mine = await town.kept(receipt)
    assert mine is not None
    assert [entry.kind for entry in mine.entries] == ["story"]


async def test_a_pdf_with_a_script_loses_it(town: House) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(300, 300))
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert('MARKscript')"))
    content = io.BytesIO()
    pdf.save(content)
    ba = await town.citizen()
    await ba.say(STORY)
    await ba.send("document", Upload("a.pdf", "application/pdf", content.getvalue()))
    mine = await town.kept(await finish(ba))
    assert mine is not None
    assert [entry.kind for entry in mine.entries] == ["story", "file"]


# --- words -----------------------------------------------------------------------------------------------------------


async def test_an_edited_line_is_a_revision_of_the_story(town: House) -> None:
    ba = await town.citizen()
    sent = town.sandbox.act(ba.chat, "send", by=ba.user, text=STORY)
    town.sandbox.act(ba.chat, "edit", by=ba.user, message_id=sent["message_id"], text=STORY + " luc toi")
    await town.quiet()
    told = await town.told(await finish(ba))
    assert told == [STORY, STORY + " luc toi"]


async def test_a_forwarded_message_is_told_as_such_and_whose_it_was_is_nowhere(town: House) -> None:
    ba, stranger = await town.citizen(), town.sandbox.person("MARKorigin", username="MARK_origin")
    other = town.sandbox.act(stranger, "send", text=STORY)  # forwarded before the bot has erased it there
    await ba.act("forward", from_chat_id=stranger, message_id=other["message_id"])
    mine = await town.kept(await finish(ba))
    assert mine is not None
    (part,) = mine.story["parts"]
    assert part == {"kind": "text", "text": STORY, "how": "forwarded"}
    assert "MARK" not in str([entry.content for entry in mine.entries])


async def test_everything_said_about_the_place_is_kept_without_what_leads_to_its_teller(town: House) -> None:
    ba = await town.citizen()
    await ba.say(STORY)
    await town.pass_time(10)
    await ba.say("sau lung nha may duong cu")
    await ba.say(
        "phường Vĩnh Châu, " + "qua cây cầu sắt quẹo trái chừng hai trăm thước, " * 2 + "kế nhà tôi, 0912345678"
    )
    await ba.press("Many know it")
    await ba.press("Send")
    mine = await town.kept(await ba.has_receipt())
    assert mine is not None
    told = mine.story["place"]
    assert "sau lung nha may duong cu" in told
    assert "quẹo trái" in told
    assert "0912345678" not in told
    assert "nhà tôi" not in told


async def test_a_word_that_is_no_answer_is_asked_again(town: House) -> None:
    ba = await town.citizen()
    await ba.say(STORY)
    await ba.say(PLACE)
    await town.pass_time(10)
    await ba.say("ờ thì")
    assert ba.reads("Please press one of the lines, or type its number.")
    await ba.press("Many know it")
    await ba.press("Send")
    assert await town.told(await ba.has_receipt()) == [STORY]


@pytest.mark.parametrize("text", ["สวัสดีครับ มีคนขายยา", "ខ្ញុំឃើញគេលក់", "你好", "🙈🙈🙈", "…", "Привет"])
async def test_words_in_an_unknown_language_are_kept_until_somebody_decides(town: House, text: str) -> None:
    ba = await town.citizen()
    await ba.say(text)
    await ba.press("Send it as a tip")
    assert await town.told(await finish(ba)) == [text]


async def test_a_flood_of_lines_is_kept_in_order(town: House) -> None:
    lines = [f"{STORY} {number}" for number in range(60)]
    ba = await town.citizen()
    for line in lines:
        town.sandbox.act(ba.chat, "send", by=ba.user, text=line)
    await town.quiet()
    assert await town.told(await finish(ba)) == lines


# --- receipts ----------------------------------------------------------------------------------------------------------


async def test_a_receipt_with_a_slip_says_look_again(town: House) -> None:
    ba = await town.citizen()
    words = (await ba.report(STORY)).split()
    await ba.copied()
    await ba.look_up(" ".join([*words[:3], "xyzzy", *words[4:]]))
    assert ba.reads("Nothing found. Look at every syllable again.")
    assert "4" in ba.text
    await ba.say(" ".join(words).upper())
    assert ba.reads("Received.")


async def test_wrong_and_erased_receipts_get_the_same_answer_and_are_slowed(town: House) -> None:
    ba = await town.citizen()
    mine = await ba.report(STORY)
    await ba.copied()
    async with town.database.write() as rows:
        await rows.execute(sa.delete(tip))
    await ba.look_up(mine)
    erased = ba.looks()
    await ba.look_up(" ".join(new_receipt().words()))
    assert ba.looks() == erased
    for _try in range(4):
        await ba.say(" ".join(new_receipt().words()))
    slowed = ba.text
    assert slowed != erased[0][0]
    with speaking("vi"):
        assert _("A little slower, please: try again in {minutes}.").split("{")[0] in slowed
    await ba.say(mine)
    assert ba.text == slowed


# --- the house itself in trouble ---------------------------------------------------------------------------------------


async def most_pages(town: House, pages: int) -> None:
    """How large the database's file may grow: SQLite answers what is beyond it as a full disk."""
    assert town.app is not None
    async with town.app.database.engine.connect() as conn:
        raw = (await conn.get_raw_connection()).driver_connection
        assert raw is not None
        raw.execute(f"PRAGMA max_page_count={pages}").close()


async def test_a_full_disk_loses_nothing(town: House) -> None:
    if not town.database.is_sqlite:
        pytest.skip("a full disk stops PostgreSQL itself")
    ba = await town.citizen()
    await most_pages(town, 1)  # not below what there is already
    lines = [f"{STORY} {number} {'x' * 900}" for number in range(40)]
    for line in lines:
        town.sandbox.act(ba.chat, "send", by=ba.user, text=line)
    await asyncio.sleep(1.5)
    assert await town.under_way()
    await most_pages(town, 1_000_000)
    await town.quiet()
    assert await town.told(await finish(ba)) == lines


async def test_a_locked_database_loses_nothing(town: House) -> None:
    ba = await town.citizen()
    lock = "SELECT 1" if town.database.is_sqlite else "LOCK TABLE inbox, outbox, conversation IN ACCESS EXCLUSIVE MODE"
    async with town.database.write() as rows:  # another process: it holds the file, or the tables
        await rows.execute(sa.text(lock))
        town.sandbox.act(ba.chat, "send", by=ba.user, text=STORY)
        await asyncio.sleep(1.0)
        assert not ba.texts
    await town.quiet()
    assert await town.told(await finish(ba)) == [STORY]


async def test_a_dead_telegram_loses_nothing(town: House) -> None:
    ba = await town.citizen()
    await ba.say(STORY)
    town.sandbox.faults.add([{"method": "editMessageText", "error": {"code": 502, "description": "Bad Gateway"}}])
    town.sandbox.faults.add([{"method": "sendMessage", "drop": True, "times": 1}])
    town.sandbox.act(ba.chat, "send", by=ba.user, text=PLACE)
    await asyncio.sleep(1.0)
    town.sandbox.faults.clear()
    await town.pass_time(120)
    await ba.press("Many know it")
    await ba.press("Send")
    assert await town.told(await ba.has_receipt()) == [STORY]


async def test_a_wrong_token_is_an_alarm_in_plain_words_and_nothing_stops(url: str, keyring: Keyring) -> None:
    async with open_house(url, keyring, start=False) as house:
        house.settings = house.settings.model_copy(update={"telegram_token": SecretStr("700000001:wrong")})
        with capture_logs() as lines:
            await house.start()
            await until(lambda: next((one for one in lines if one["event"] == "alert"), None), lambda: f"{lines}")
        assert house.app is not None
        assert not house.app.stopping.is_set()
    said = next(one for one in lines if one["event"] == "alert")["sentence"]
    assert "token" in said.lower()
    assert "wrong" not in str(lines)


@pytest.mark.parametrize("kind", ["server", "receipt", "day"])
async def test_a_missing_key_is_one_plain_sentence_or_made_anew(url: str, keyring: Keyring, kind: str) -> None:
    for file in keyring_folder(keyring).glob(f"{kind}*"):
        file.unlink()
    async with open_house(url, keyring, start=False) as house:
        if kind == "day":  # a day's key is made when the day is first needed
            await house.start()
            return
        with pytest.raises(KeyringError) as refused:
            await house.start()
    assert str(refused.value).rstrip(".").count(".") <= 1
    assert "Traceback" not in str(refused.value)
