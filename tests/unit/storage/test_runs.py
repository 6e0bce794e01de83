"""A run begins once, pauses, goes on, stops; its sums are those of its rows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from content.outreach_terms import DeliveryState, RunState
from storage import leases, runs
from storage.engine import Database
from storage.mailing import Question, Recipients
from storage.runs import GATHERED
from storage.tables import delivery, run, subscription
from storage.times import micros
from storage.vault.keyring import Keyring
from tests.conftest import NOON
from tests.crowd import MESSAGE, begun, crowd, planned

QUEUED, SENDING, SENT, UNKNOWN, FAILED, SKIPPED = DeliveryState


async def copies(rows: AsyncConnection, of: bytes, states: dict[bytes, DeliveryState], at: float = NOON) -> None:
    """One row for each."""
    values = [
        {"run": of, "subscription": to, "channel": "telegram", "state": state.value, "at": micros(at), "tries": 1}
        for to, state in states.items()
    ]
    await rows.execute(sa.insert(delivery), values)


async def stand(rows: AsyncConnection, of: bytes, state: RunState, **columns: Any) -> None:
    await rows.execute(sa.update(run).where(run.c.id == of).values(state=state.value, **columns))


async def test_what_was_approved_is_what_is_sent(database: Database, keyring: Keyring) -> None:
    message = MESSAGE.__class__({"vi": "Bài", "en": "Piece"}, questions={"vi": Question("Đúng?", ("Có", "Không"), 0)})
    chosen = Recipients(areas=("A",), languages=("vi",))
    async with database.write() as rows:
        new = await begun(rows, keyring, NOON, message, chosen)
        assert await runs.content(rows, keyring, new) == (message, chosen)


async def test_a_number_begins_once(database: Database, keyring: Keyring) -> None:
    async with database.write() as rows:
        of = await planned(rows, NOON)
        first = await runs.begin(rows, keyring, of, 1, MESSAGE, Recipients(), NOON, NOON)
        again = await runs.begin(rows, keyring, of, 1, MESSAGE, Recipients(), NOON, NOON - 3600)
        second = await runs.begin(rows, keyring, of, 2, MESSAGE, Recipients(), NOON, NOON)
        assert [one.id for one in await runs.of_campaign(rows, of)] == [second, first]
    assert again is None


@pytest.mark.parametrize(
    ("before", "gathered", "action", "after"),
    [
        (RunState.GATHERING, False, runs.pause, RunState.PAUSED),
        (RunState.SENDING, True, runs.pause, RunState.PAUSED),
        (RunState.STOPPED, True, runs.pause, None),
        (RunState.FINISHED, True, runs.pause, None),
        (RunState.PAUSED, False, runs.resume, RunState.GATHERING),
        (RunState.PAUSED, True, runs.resume, RunState.SENDING),
        (RunState.STOPPED, True, runs.resume, None),
        (RunState.SENDING, True, runs.resume, None),
        (RunState.PAUSED, True, runs.stop, RunState.STOPPED),
        (RunState.SENDING, True, runs.stop, RunState.STOPPED),
        (RunState.GATHERING, False, runs.stop, RunState.STOPPED),
        (RunState.FINISHED, True, runs.stop, None),
    ],
)
async def test_a_run_changes_only_as_it_may(
    database: Database, keyring: Keyring, before: RunState, gathered: bool,
    action: Callable[[AsyncConnection, bytes], Awaitable[bool]], after: RunState | None,
) -> None:  # fmt: skip
    async with database.write() as rows:
        of = await begun(rows, keyring, NOON)
        await stand(rows, of, before, cursor=GATHERED if gathered else None)
        assert await action(rows, of) is (after is not None)
        found = await runs.get(rows, of)
    assert found is not None
    assert found.state is (after or before)


async def test_everything_stops_at_once(database: Database, keyring: Keyring) -> None:
    async with database.write() as rows:
        going = [await begun(rows, keyring, NOON) for _one in range(3)]
        await stand(rows, going[0], RunState.SENDING)
        await stand(rows, going[1], RunState.PAUSED)
        over = await begun(rows, keyring, NOON)
        await stand(rows, over, RunState.FINISHED)
        assert set(await runs.stop_all(rows)) == set(going)
        assert await runs.living(rows) == []
        assert await runs.stop_all(rows) == []


async def test_sums_are_those_of_the_rows_and_the_speed_that_of_the_last_minute(
    database: Database, keyring: Keyring
) -> None:
    async with database.write() as rows:
        ids = await crowd(rows, keyring, 100, NOON)
        of = await begun(rows, keyring, NOON - 600)
        await stand(rows, of, RunState.SENDING)
        await copies(rows, of, dict.fromkeys(ids[:30], SENT), NOON - 300)
        await copies(rows, of, dict.fromkeys(ids[30:60], SENT), NOON - 10)
        await copies(rows, of, {ids[60]: UNKNOWN, ids[61]: FAILED, ids[62]: SKIPPED, ids[63]: SENDING})
        await copies(rows, of, dict.fromkeys(ids[64:], QUEUED), 0)
        found = await runs.progress(rows, of, NOON)
        assert found is not None
        assert found.counts == {QUEUED: 36, SENDING: 1, SENT: 60, UNKNOWN: 1, FAILED: 1, SKIPPED: 1}
        assert found.total == 100
        assert found.per_s == pytest.approx(32 / 60)  # what was left out took no time
        assert found.eta_s(NOON) == pytest.approx(37 / (32 / 60))
        await leases.hold_back(rows, "telegram", b"", NOON + 10_072)
        waiting = await runs.progress(rows, of, NOON)
    assert waiting is not None
    assert waiting.held_until == NOON + 10_072
    assert waiting.eta_s(NOON) == pytest.approx(10_072 + 37 / (32 / 60))


async def test_only_what_failed_is_sent_again_and_only_where_somebody_can_be_reached(
    database: Database, keyring: Keyring
) -> None:
    async with database.write() as rows:
        ids = await crowd(rows, keyring, 4, NOON)
        await rows.execute(sa.update(subscription).where(subscription.c.id == ids[1]).values(state="lost"))
        of = await begun(rows, keyring, NOON)
        await copies(rows, of, {ids[0]: FAILED, ids[1]: FAILED, ids[2]: UNKNOWN, ids[3]: SENT})
        await stand(rows, of, RunState.FINISHED, ended_at=micros(NOON))
        assert await runs.retry_failed(rows, of) == 1
        assert await runs.reasons(rows, of) == {(QUEUED, ""): 1, (FAILED, ""): 1, (UNKNOWN, ""): 1, (SENT, ""): 1}
        found = await runs.get(rows, of)
        assert found is not None
        assert (found.state, found.ended_at) == (RunState.SENDING, None)
        assert await runs.retry_unknown(rows, of) == 1
        assert [one.subscription for one in await runs.ends(rows, of, [FAILED])] == [ids[1]]


async def test_what_was_stopped_is_not_tried_again(database: Database, keyring: Keyring) -> None:
    async with database.write() as rows:
        ids = await crowd(rows, keyring, 1, NOON)
        of = await begun(rows, keyring, NOON)
        await copies(rows, of, {ids[0]: FAILED})
        await stand(rows, of, RunState.STOPPED)
        assert await runs.retry_failed(rows, of) == 0


async def test_what_did_not_get_through_is_listed_in_pages(database: Database, keyring: Keyring) -> None:
    async with database.write() as rows:
        ids = sorted(await crowd(rows, keyring, 5, NOON))
        of = await begun(rows, keyring, NOON)
        await copies(rows, of, dict.fromkeys(ids, FAILED) | {ids[2]: SENT})
        first = await runs.ends(rows, of, [FAILED, UNKNOWN], most=3)
        rest = await runs.ends(rows, of, [FAILED, UNKNOWN], after=first[-1].subscription)
    assert [one.subscription for one in (*first, *rest)] == [ids[0], ids[1], ids[3], ids[4]]
