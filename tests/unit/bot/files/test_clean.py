"""The door: what is let in is decided by bytes, and the main process stays ignorant of them."""

import asyncio
import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.files.cell import verdict
from bot.files.clean import clean
from bot.files.limits import MIB
from bot.files.outcome import Cleaned, CleanerUnavailable, Kind, Notice, Reason, Refused

ROOT = Path(__file__).parents[4]
MEDIA_LIBRARIES = {"PIL", "av", "pikepdf", "lxml"}


def zipped() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"MARKzip" + bytes(4 * MIB))
    return content.getvalue()


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (bytes(25_000_000), Reason.TOO_BIG),
        (bytes(19 * MIB), Reason.TYPE_NOT_ALLOWED),
        (b"", Reason.TYPE_NOT_ALLOWED),
        (zipped(), Reason.TYPE_NOT_ALLOWED),
        (b"\x7fELF" + bytes(64), Reason.TYPE_NOT_ALLOWED),
        (b"MZ" + bytes(64), Reason.TYPE_NOT_ALLOWED),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), Reason.TYPE_NOT_ALLOWED),
    ],
    ids=["25 MB of zeros", "19 MiB of zeros", "nothing", "office or zip", "program", "windows program", "old office"],
)
async def test_what_no_cleaner_can_read_is_refused(source: bytes, reason: Reason) -> None:
    assert await clean(source, declared="image/jpeg") == Refused(reason)


async def test_a_picture_that_is_also_a_zip_loses_the_zip(photo: bytes, marks: Callable[[bytes], set[bytes]]) -> None:
    both = photo + zipped()
    assert zipfile.is_zipfile(io.BytesIO(both))
    outcome = await clean(both, declared="image/jpeg")
    assert isinstance(outcome, Cleaned)
    assert not zipfile.is_zipfile(io.BytesIO(outcome.content))
    assert marks(outcome.content) == set()


async def test_the_bytes_decide_and_a_false_declaration_is_said(photo: bytes) -> None:
    outcome = await clean(photo, declared="application/pdf")
    assert isinstance(outcome, Cleaned)
    assert outcome.kind is Kind.PHOTO
    assert outcome.warnings == (Notice.NOT_AS_DECLARED,)


async def test_several_files_at_once_are_cleaned_two_at_a_time(photo: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    running, most = 0, 0
    start = asyncio.create_subprocess_exec

    async def counted(*command: str, **settings: object) -> asyncio.subprocess.Process:
        nonlocal running, most
        running += 1
        most = max(most, running)
        process = await start(*command, **settings)

        async def ended(wait: Callable[[], object] = process.wait) -> object:
            nonlocal running
            code = await wait()
            running -= 1 if process in alive else 0
            alive.discard(process)
            return code

        alive.add(process)
        process.wait = ended
        return process

    alive: set[asyncio.subprocess.Process] = set()
    monkeypatch.setattr(asyncio, "create_subprocess_exec", counted)
    outcomes = await asyncio.gather(*(clean(photo, declared="") for _ in range(5)))
    assert all(isinstance(outcome, Cleaned) for outcome in outcomes)
    assert most == 2


def test_the_main_process_never_loads_a_media_library() -> None:
    program = f"""
import asyncio, sys
sys.path.insert(0, {str(ROOT)!r})
from bot.files.clean import clean
print(asyncio.run(clean("một tin".encode(), declared="text/plain")))
print(*sorted({{name.split(".")[0] for name in sys.modules}}))
"""
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True)
    outcome, loaded = done.stdout.splitlines()
    assert outcome.startswith("Cleaned(")
    assert MEDIA_LIBRARIES & set(loaded.split()) == set()


def test_a_cleaned_file_does_not_show_its_bytes() -> None:
    assert "secret" not in repr(Cleaned(Kind.DOCUMENT, "text/plain", b"secret"))


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"\xff\xff\xff\xff",
        b"\0\0\0\x02{}",
        b"\0\0\0\x02[]",
        b'\0\0\0\x17{"refused":"no reason"}',
        b"\0\0\0\x04nope",
    ],
)
def test_an_answer_that_makes_no_sense_is_hostile(reply: bytes) -> None:
    assert verdict(0, reply) == Refused(Reason.HOSTILE)


def test_a_process_killed_from_outside_says_nothing_about_the_file() -> None:
    with pytest.raises(CleanerUnavailable):
        verdict(-9, b"")
