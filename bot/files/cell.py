"""A process of its own for every file: started without environment or keys, watched, and ended.

What comes back is not trusted either: a process that a hostile file took over may answer anything, so the answer is
bounded in size and time and checked field by field.
"""

import asyncio
import contextlib
import json
import signal
import struct
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from dataclasses import asdict
from pathlib import Path
from weakref import WeakKeyDictionary

from bot.files.child import INCOMPLETE, READY
from bot.files.limits import CleanLimits
from bot.files.outcome import Cleaned, CleanerUnavailable, Kind, Notice, Reason, Refused

ROOT = Path(__file__).resolve().parents[2]
START = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from bot.files.child import main; main(*sys.argv[1:])"
START_SECONDS = 30.0
SPARE_SECONDS = 10.0
AT_ONCE = 2
HEADER_BYTES = 4096
PIECE = 1 << 18
MADE = {
    "image/jpeg": (0, b"\xff\xd8\xff"),
    "audio/ogg": (0, b"OggS"),
    "video/mp4": (4, b"ftyp"),
    "application/pdf": (0, b"%PDF-"),
    "text/plain": (0, b""),
}
"""Media type that a cleaner makes -> offset and bytes that its files have there."""

_seats: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


async def read_apart(
    module: str, form: str, source: bytes, limits: CleanLimits, cpu_seconds: int, *, change_voice: bool = False
) -> Cleaned | Refused:
    """Have `module.clean` read the bytes in a process of its own; at most two run at a time in this process.

    The wall clock allows twice the processor time and ten seconds. Raises CleanerUnavailable.
    """
    arguments = (module, form, "yes" if change_voice else "no", str(cpu_seconds), json.dumps(asdict(limits)))
    seat = _seats.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE))
    async with seat, started(arguments) as process:
        try:
            async with asyncio.timeout(2 * cpu_seconds + SPARE_SECONDS):
                reply = await exchange(process, source, HEADER_BYTES + limits.result_bytes)
                code = await process.wait()
        except TimeoutError:
            return Refused(Reason.TIMED_OUT)
    if reply is None:
        return Refused(Reason.HOSTILE)
    return verdict(code, reply)


@contextlib.asynccontextmanager
async def started(arguments: tuple[str, ...]) -> AsyncIterator[Process]:
    """A cleaning process that has shut itself in and waits for the bytes. It is gone when the block ends."""
    try:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-B", "-c", START, *arguments),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            env={},
            cwd="/",
        )
    except OSError as error:
        raise CleanerUnavailable(f"The cleaning process did not start: {error.strerror}.") from None
    try:
        await until_ready(process)
        yield process
    finally:
        await end(process)


async def until_ready(process: Process) -> None:
    """Wait for the sign that the walls are up. No byte of the file is given before."""
    assert process.stdout is not None
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(START_SECONDS):
            if await process.stdout.read(len(READY)) == READY:
                return
    raise CleanerUnavailable("The cleaning process could not be shut in, or lacks a library.")


async def end(process: Process) -> None:
    """Kill it if it still lives, and close its pipes."""
    assert process.stdout is not None
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    while await process.stdout.read(PIECE):
        pass
    await process.wait()


async def exchange(process: Process, source: bytes, most: int) -> bytes | None:
    """Give the bytes and take the answer; None if the answer has more than `most` bytes."""
    feeding = asyncio.create_task(feed(process, source))
    try:
        assert process.stdout is not None
        reply = bytearray()
        while piece := await process.stdout.read(PIECE):
            reply += piece
            if len(reply) > most:
                return None
        return bytes(reply)
    finally:
        feeding.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await feeding


async def feed(process: Process, source: bytes) -> None:
    """Write the file into the process's standard input and close it. The process may end before it has read all."""
    assert process.stdin is not None
    with contextlib.suppress(ConnectionError):
        process.stdin.write(source)
        await process.stdin.drain()
        process.stdin.close()
        await process.stdin.wait_closed()


def verdict(code: int, reply: bytes) -> Cleaned | Refused:
    """What an ended process means: its exit code (negative: the signal that ended it) and the bytes it answered.

    Used up its processor time: timed out. Killed by nobody here (the machine ran out of memory) or lacking a part of a
    library: CleanerUnavailable. Any other end, or an answer that makes no sense: hostile.
    """
    if code == -signal.SIGXCPU:
        return Refused(Reason.TIMED_OUT)
    if code == -signal.SIGKILL:
        raise CleanerUnavailable("The cleaning process was killed from outside.")
    if code == INCOMPLETE:
        raise CleanerUnavailable("A library's part was missing in the cleaning process.")
    if code != 0:
        return Refused(Reason.HOSTILE)
    try:
        return parse(reply)
    except (ValueError, KeyError, TypeError, struct.error):
        return Refused(Reason.HOSTILE)


def parse(reply: bytes) -> Cleaned | Refused:
    """The answer of `child.py`, checked. Raises ValueError, KeyError, TypeError or struct.error for anything else."""
    (length,) = struct.unpack_from(">I", reply)
    if length > HEADER_BYTES:
        raise ValueError("header too long")
    header = json.loads(reply[4 : 4 + length])
    if "refused" in header:
        return Refused(Reason(header["refused"]))
    kind, media_type, content = Kind(header["kind"]), header["media_type"], reply[4 + length :]
    offset, mark = MADE[media_type]
    if not content.startswith(mark, offset):
        raise ValueError("not what a cleaner makes")
    return Cleaned(
        kind=kind,
        media_type=media_type,
        content=content,
        width=None if header["width"] is None else int(header["width"]),
        height=None if header["height"] is None else int(header["height"]),
        seconds=None if header["seconds"] is None else float(header["seconds"]),
        warnings=tuple(Notice(notice) for notice in header["warnings"]),
    )
