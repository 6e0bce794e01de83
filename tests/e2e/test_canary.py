"""A marked citizen goes through everything, and everything goes wrong for them: their marks are nowhere."""

from __future__ import annotations

import io
import itertools
import json
import struct
from base64 import b64encode
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import aiohttp
import piexif
import pytest
import sqlalchemy as sa
from alembic import command
from PIL import Image

from bot import logs
from bot.sandbox.platform import Upload
from bot.sandbox.traffic import Exchange
from storage.backup import back_up, opened
from storage.migrations import configured
from storage.vault.keyring import Keyring
from storage.vault.keys import Pair
from tests.contract.validate import assert_telegram_true
from tests.e2e.house import House, open_house
from tests.e2e.phones import Citizen
from tests.e2e.test_bad_input import REFUSED
from tests.unit.bot.files.test_media import film, tone
from tests.world import COMMUNE, PROVINCE

USER = 7_654_987_321
PHONE = "+84987612345"
WORD = "Zq7kenn"
WRITTEN = (WORD.encode(), WORD.encode("utf-16-le"), WORD.lower().encode(), str(USER).encode(), PHONE[3:].encode())
IN_FILMS = (b"MARKartist", b"MARKhandler", b"MARKphone")


def in_base64(mark: bytes) -> Iterator[bytes]:
    """What base64 makes of it, wherever in a longer text it stands."""
    for before in range(3):
        coded = b64encode(bytes(before) + mark)
        yield coded[(before * 8 + 5) // 6 : (before + len(mark)) * 8 // 6]


MARKS = (
    *WRITTEN, *IN_FILMS, struct.pack(">q", USER), struct.pack("<q", USER),
    *(form for mark in (*WRITTEN, *IN_FILMS, struct.pack(">q", USER)) for form in in_base64(mark)),
)  # fmt: skip
BROKEN = "not a number"
STORY = "co nguoi ban ma tuy gan cho"
PLAIN = "Công an phường Vĩnh Châu".encode()
"""A station's name is stored in the clear: where it is found, the pages were read."""


def photo() -> Upload:
    """A photo whose every corner tells on its maker."""
    exif = piexif.dump(
        {
            "0th": {piexif.ImageIFD.Artist: f"{WORD}artist".encode(), piexif.ImageIFD.Make: f"{WORD}make".encode()},
            "Exif": {piexif.ExifIFD.BodySerialNumber: f"{WORD}serial".encode()},
            "GPS": {piexif.GPSIFD.GPSAreaInformation: f"{WORD}gps".encode()},
            "1st": {},
        }
    )
    content = io.BytesIO()
    Image.new("RGB", (320, 200), "teal").save(content, "JPEG", exif=exif, comment=f"{WORD}comment".encode())
    return Upload(f"{WORD}.jpg", "image/jpeg", content.getvalue() + WORD.encode())


async def bad_inputs(ba: Citizen, house: House) -> None:
    """The list of the issue, by the same person."""
    stranger = house.sandbox.person(f"{WORD}origin", last_name=f"{WORD}last", username=f"{WORD}_origin")
    other = house.sandbox.act(stranger, "send", text="co nguoi ban hang trang o cho Vinh Chau")
    await ba.act("forward", from_chat_id=stranger, message_id=other["message_id"])
    await ba.share(sticker="👍")
    await ba.share(contact={"phone_number": PHONE, "first_name": f"{WORD}contact", "user_id": USER})
    await ba.share(location={"latitude": 9.33, "longitude": 105.98})
    await ba.send("document", Upload(f"{WORD}.mp4", "video/mp4", bytes(25 << 20)))
    for upload in REFUSED.values():
        await ba.send("document", Upload(f"{WORD}-{upload.name}", upload.mime, upload.data))
    for payload in ("zzz", "q:1:x", "a:claim:AAAAAAAAAA:1", "a:read:AAAAAAAAAA", "s:" + "A" * 43):
        await ba.forge(payload)
    broken = {"message_id": BROKEN, "chat": {"id": USER, "type": "private", "first_name": WORD}, "date": 1, "text": 7}
    house.sandbox.telegram.updates.put("message", broken, USER)
    sent = house.sandbox.act(ba.chat, "send", by=ba.user, text=STORY)
    house.sandbox.act(ba.chat, "edit", by=ba.user, message_id=sent["message_id"], text=STORY + " luc toi")
    await house.quiet()


async def everything(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole life of a tip, with a file, an answer, a look-up and a broken turn."""
    tu = await house.officer(COMMUNE)
    await house.doors_open(PROVINCE)
    house.sandbox.telegram._people = itertools.count(USER)
    ba = await house.citizen(f"{WORD}first", last_name=f"{WORD}last", username=f"{WORD}_user")
    assert ba.user == USER
    await bad_inputs(ba, house)
    await ba.press("Quick exit")

    await ba.say(STORY)
    await ba.send("photo", photo())
    await ba.send("voice", Upload(f"{WORD}.ogg", "audio/ogg", tone("ogg", "libopus")))
    await ba.send("video", Upload(f"{WORD}.mp4", "video/mp4", film()))
    await ba.say("phuong vinh chau")
    words = ""
    while not words:
        await ba.press_any("Change the voice", "No, it doesn't", "Many know it", "Send")
        words = ba.receipt() or ""
    await ba.copied()
    await tu.press("Take this tip")
    await tu.press("Enter in the book")
    await tu.press("Read the tip")
    assert {message["media"]["kind"] for message in tu.shown if message["media"]} >= {"photo", "voice", "video"}
    await tu.press("Ask back")
    await tu.press("What time?")
    await ba.look_up(words)
    await ba.press("Answer")
    await ba.say("khoang 8 gio toi")
    await ba.press("Done")
    await ba.press("Look again")
    await ba.press("How to answer me")
    await ba.press("Ask me again here")
    await tu.press("Read the tip")
    await tu.press("Ask back")
    await tu.press("Still going on?")
    await tu.press("Close the tip")
    await ba.press("Close")

    with monkeypatch.context() as broken:
        broken.setattr("handlers.citizen.report.face_danger", lambda *_, **__: {}[f"{WORD}{USER}"])
        house.sandbox.act(ba.chat, "send", by=ba.user, text=STORY + " lan hai o phuong vinh chau")
        for _try in range(4):
            await house.sandbox.clock.sleep(0.3)
            house.sandbox.clock.advance(70)
        await house.quiet()
    house.sandbox.faults.add([{"chat_id": str(USER), "method": "*", "error": {"code": 500, "description": WORD}, "times": 3}])  # fmt: skip
    await ba.say("/menu")
    await house.pass_time(120)


def is_broken(one: Exchange) -> bool:
    """Whether it carries the one update that is meant to be nonsense."""
    return BROKEN in f"{one.params} {one.answer}"


def files_of(url: str) -> Iterator[Path]:
    """Every file in which the database keeps its pages and its log."""
    if url.startswith("sqlite"):
        yield from Path(url.removeprefix("sqlite:///")).parent.glob("hotline.db*")
    else:
        yield from (one for one in Path(unquote(parse_qs(urlsplit(url).query)["host"][0])).rglob("*") if one.is_file())


def found_in(content: bytes, marks: Iterable[bytes] = MARKS) -> list[bytes]:
    return [mark for mark in marks if mark in content]


@pytest.mark.own_server
async def test_the_marks_of_a_citizen_are_nowhere(
    url: str, keyring: Keyring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = io.StringIO()
    logs.setup("DEBUG", stream=heard)
    mode = "polling" if url.startswith("sqlite") else "webhook"
    async with open_house(url, keyring, mode) as house:
        await everything(house, monkeypatch)
        places = await left_behind(house, keyring, tmp_path)
        places |= {"log": heard.getvalue().encode()}
        places |= dict(sent_to_others(house))
        assert_telegram_true(one for one in house.sandbox.traffic.after(0) if not is_broken(one))
    assert "turn failed" in heard.getvalue()
    assert len(places["metrics"]) > 1000
    assert {name for name, content in places.items() if PLAIN in content} > {"opened backup"}
    assert {name: marks for name, content in places.items() if (marks := found_in(content))} == {}


async def left_behind(house: House, keyring: Keyring, folder: Path) -> dict[str, bytes]:
    """Everything that whoever takes the machine would find: pages and log of the database, keys, metrics, a backup."""
    assert house.app is not None
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{house.app.port}/metrics") as answer,
    ):
        places = {"metrics": await answer.read()}
    pair = Pair.new()
    async with house.database.write() as rows:
        await rows.run_sync(lambda sync: command.stamp(configured(sync), "head"))
    copy = await back_up(house.database, pair.public, 0, folder, house.now)
    if not house.database.is_sqlite:
        async with house.database.read() as rows:
            await rows.execute(sa.text("CHECKPOINT"))
    places |= {str(path): path.read_bytes() for path in files_of(house.url)}
    places |= {str(path): path.read_bytes() for path in keyring._folder.iterdir()}
    return places | {"backup": copy.read_bytes(), "opened backup": b"".join(opened(copy, pair))}


def sent_to_others(house: House) -> Iterator[tuple[str, bytes]]:
    """Every byte that left for anybody but the citizen; to themself nothing but their own chat's number."""
    for one in house.sandbox.traffic.after(0):
        if one.kind == "request" and one.method not in ("getUpdates", "getFile", "file"):
            params = dict(one.params)
            if str(params.get("chat_id")) == str(USER):
                params.pop("chat_id")
            yield f"{one.n} {one.method}", json.dumps(params, ensure_ascii=False, default=str).encode()
    for one in house.sandbox.telegram.files.values():
        if one.name and WORD not in one.name:
            yield f"file {one.id}", one.name.encode() + one.data


@pytest.mark.parametrize("before", range(4))
def test_the_search_finds_a_mark_that_something_has_turned_into_base64(before: int) -> None:
    for mark in (WORD, str(USER), PHONE[3:]):
        assert found_in(b64encode(b"x" * before + mark.encode() + b"yz"))
    assert not found_in(b64encode(b"co nguoi ban ma tuy gan cho"))
