"""A file nobody may hear yet is given to nobody, whichever of its two pieces of slow work ends first, or runs twice."""

from __future__ import annotations

import secrets

from storage import blobs
from storage.engine import Database
from tests.conftest import Clock

WHICH, KEY = secrets.token_bytes(16), secrets.token_bytes(32)


async def announced(database: Database, clock: Clock) -> None:
    async with database.write() as conn:
        await blobs.begin(conn, WHICH, clock.now)


async def kept(database: Database, sound: bytes, *, voice: bool = False) -> bool:
    keep = blobs.keep_voice if voice else blobs.keep
    async with database.write() as conn:
        return await keep(conn, WHICH, blobs.seal_chunks(WHICH, KEY, sound))


async def withheld(database: Database) -> None:
    async with database.write() as conn:
        await blobs.withhold(conn, WHICH)


async def heard(database: Database) -> tuple[str, bytes]:
    """What readers are told of the file, and what its chunks hold."""
    async with database.read() as conn:
        state = (await blobs.states(conn, [WHICH]))[WHICH].state
        return state, blobs.open_chunks(WHICH, KEY, await blobs.read(conn, WHICH))


async def test_a_recording_is_pending_for_its_readers_until_its_voice_is_changed(
    database: Database, clock: Clock
) -> None:
    await announced(database, clock)
    await kept(database, b"own voice")
    await withheld(database)
    assert (await heard(database))[0] == blobs.PENDING
    assert await kept(database, b"another voice", voice=True)
    assert await heard(database) == (blobs.READY, b"another voice")


async def test_a_recording_that_was_still_on_its_way_does_not_slip_through_as_it_was(
    database: Database, clock: Clock
) -> None:
    await announced(database, clock)
    await withheld(database)
    await kept(database, b"own voice")
    assert (await heard(database))[0] == blobs.PENDING


async def test_a_download_that_is_done_twice_does_not_bring_the_own_voice_back(
    database: Database, clock: Clock
) -> None:
    await announced(database, clock)
    await kept(database, b"own voice")
    await withheld(database)
    await kept(database, b"another voice", voice=True)
    assert not await kept(database, b"own voice")
    assert await heard(database) == (blobs.READY, b"another voice")


async def test_a_voice_that_is_changed_already_is_not_changed_again(database: Database, clock: Clock) -> None:
    await announced(database, clock)
    await kept(database, b"own voice")
    await withheld(database)
    await kept(database, b"another voice", voice=True)
    assert not await kept(database, b"own voice, changed back", voice=True)
    assert (await heard(database))[1] == b"another voice"
