"""Nothing new is asked for before what came is on disk; two pollers, a wrong token, a dead network never stop the hotline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import sqlalchemy as sa
from telegram.error import Conflict, InvalidToken, NetworkError

from bot.channels.base import Outcome, Update
from bot.channels.telegram.inbound import Me, read
from bot.channels.telegram.outcomes import outcome_of
from bot.ingress import Overfull
from bot.poller import Poller
from handlers.messages import Incoming
from storage import inbox
from storage.engine import Busy
from storage.tables import inbox as inbox_table
from storage.tables import outbox
from tests.unit.bot.office import Office


class Source:
    """A platform with updates that wait, and errors to come first."""

    name = "telegram"
    rest_s = 0.0

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.waiting = [update(number) for number in range(1, 8)]
        self.asked: list[str] = []

    async def updates(self, after: str, wait_s: int) -> list[Update]:
        self.asked.append(after)
        if self.errors:
            raise self.errors.pop(0)
        self.waiting = [one for one in self.waiting if one["update_id"] > int(after or 0)]
        return [Update(str(one["update_id"]), one) for one in self.waiting[:3]]

    def outcome_of(self, error: Exception) -> Outcome:
        return outcome_of(error)


def update(number: int) -> dict[str, Any]:
    chat = {"id": number, "type": "private"}
    return {"update_id": number, "message": {"message_id": 1, "chat": chat, "from": {"id": number}, "text": "x"}}


def plain(found: Mapping[str, Any]) -> Incoming | None:
    return read(found, Me())


def poller(office: Office, source: Source) -> Poller:
    return Poller(office.database, source, plain, office.ingress, office.alerts, office.meters, office.clock, wait_s=0)


async def kept(office: Office) -> list[str]:
    rows = await office.rows(sa.select(inbox_table.c.update_id).order_by(inbox_table.c.arrived))
    return [row.update_id for row in rows]


async def test_all_updates_are_kept_in_order_and_told_to_be_known(office: Office) -> None:
    source = Source()
    polling = poller(office, source)
    async with office.door():
        for _poll in range(4):
            assert await polling.step() == 0
    assert await kept(office) == ["1", "2", "3", "4", "5", "6", "7"]
    assert source.asked == ["", "3", "6", "7"]
    assert polling.last_success == office.clock()


async def test_what_could_not_be_kept_is_kept_before_anything_new_is_asked_for(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(*_arguments: object) -> None:
        raise Busy("full")

    source = Source()
    polling = poller(office, source)
    async with office.door():
        monkeypatch.setattr(inbox, "put", busy)
        assert await polling.step() > 0
        monkeypatch.undo()
        await polling.step()
    assert source.asked == [""]
    assert await kept(office) == ["1", "2", "3"]


async def test_nothing_is_asked_for_while_too_much_waits(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    async def full() -> None:
        raise Overfull("waiting")

    source = Source()
    monkeypatch.setattr(office.ingress, "check", full)
    assert await poller(office, source).step() > 0
    assert source.asked == []


async def test_an_update_without_sense_blocks_nobody(office: Office) -> None:
    source = Source()
    source.waiting[:2] = [{"update_id": 1, "message": 7}, {"update_id": 2, "unheard_of": {}}]
    polling = poller(office, source)
    async with office.door():
        for _poll in range(3):
            await polling.step()
    assert await kept(office) == ["3", "4", "5", "6", "7"]


@pytest.mark.parametrize(
    ("error", "alarm"), [(Conflict("terminated"), True), (InvalidToken("no"), True), (NetworkError("x"), False)]
)
async def test_a_failing_platform_is_asked_again_more_slowly(office: Office, error: Exception, alarm: bool) -> None:
    source = Source(error, error)
    polling = poller(office, source)
    async with office.door():
        first, second = await polling.step(), await polling.step()
        assert 0 < first <= second
        assert await polling.step() == 0
    assert await kept(office) == ["1", "2", "3"]
    assert len(await office.rows(sa.select(outbox))) == (1 if alarm else 0)
