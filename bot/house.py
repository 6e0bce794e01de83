"""The hotline's own work, put together: dialogues, effects, moments, slow work. The post office (`app.py`) knows it by these five."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.alerts import Alerts
from bot.channels.base import Channel
from bot.clock import Occur
from bot.files.fetch import Files
from bot.jobs import Work
from bot.papers import Papers
from bot.perform import Performer, exporting, files, pin, searching, staff
from bot.perform.coverage import papers
from bot.perform.doing import Tools
from bot.perform.outreach import counted, subscribing, taking_out
from bot.perform.rescue import Rescuer
from bot.result_sheets import ResultSheets
from bot.standing import Standings
from bot.turns import Converse, Perform, Rescue
from bot.year_papers import YearPapers
from content.areas import load_aliases, load_everyday, load_sea, shipped
from content.areas.atlas import Alias, Atlas
from content.policy import Policy
from handlers.converse import House
from handlers.everything import ROUTES
from handlers.here import Facts
from handlers.places import Gazetteer
from handlers.sea import Chart
from storage import areas
from storage.engine import Database
from storage.seals import Seals
from storage.times import Ticks


@dataclass(frozen=True)
class Rooms:
    """What the post office hands acts, effects, moments and slow work to."""

    converse: Converse
    perform: Perform
    rescue: Rescue
    occur: Occur
    work: Mapping[str, Work]
    quick: Collection[str]  # work that must not wait behind files


@dataclass(frozen=True)
class Ground:
    """The areas and landmarks that people name."""

    atlas: Atlas
    aliases: Sequence[Alias]


async def known_ground(database: Database) -> Ground:
    """What `hotline areas import` put into the database; before the first import, what is shipped."""
    async with database.read() as rows:
        atlas = await areas.load(rows)
        if atlas.versions:
            return Ground(atlas, await areas.load_aliases(rows))
    return Ground(shipped(), load_aliases())


def furnish(
    database: Database,
    seals: Seals,
    ticks: Ticks,
    alerts: Alerts,
    channels: Mapping[str, Channel],
    facts: Mapping[str, Facts],
    policy: Policy,
    now: float,
    ground: Ground,
) -> Rooms:
    """Build the rooms. `facts` is read at every turn, so it may be completed once a platform has told our name."""
    today = datetime.fromtimestamp(now + policy.utc_offset, UTC).date()
    gazetteer = Gazetteer(ground.atlas, ground.aliases, load_everyday(), today)
    chart = Chart(ground.atlas, load_sea(), today)
    house = House(ROUTES, seals.keyring, gazetteer, chart, policy, facts)
    performer = Performer(Tools(seals.keyring, seals, policy, gazetteer, facts, ticks), alerts)
    fetching = Files(database, channels)

    async def try_pin(payload: dict[str, Any], _now: float) -> dict[str, Any]:
        async with database.read() as rows:
            return {"tried": await pin.slow(rows, seals.keyring, payload)}

    async def search(payload: dict[str, Any], now: float) -> dict[str, Any]:
        return await searching.slow(database, seals.keyring, payload, now)

    standings = Standings(channels)
    work: dict[str, Work] = {
        files.FETCH: fetching.fetch,
        files.VOICE: fetching.change_voice,
        taking_out.SHEET: ResultSheets(database, performer.tools).make,
        papers.PAPER: YearPapers(database, performer.tools).make,
        exporting.EXPORT: Papers(database, performer.tools).make,
        staff.PIN: try_pin,
        searching.SEARCH: search,
        subscribing.STANDING: standings.ask,
        counted.MEMBERS: standings.count,
    }
    quick = (staff.PIN, searching.SEARCH, subscribing.STANDING)
    return Rooms(house.converse, performer.carry_out, Rescuer(performer).rescue, performer.occur, work, quick)
