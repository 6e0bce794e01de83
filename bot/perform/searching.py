"""Looking through tips for an officer: slow work, with their shift's key and nothing that stays."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import Any

from bot.perform.doing import Doing
from bot.perform.news import tell
from bot.perform.refusing import refused
from handlers.effects import Refused, SearchTips
from handlers.messages import Address
from handlers.triage import search_rules
from handlers.triage.permissions import Right, case_of, refusal
from handlers.triage.search import MOST_FOUND, MOST_SEARCHED, NEWS
from storage import jobs, people
from storage.engine import Database
from storage.searching import search
from storage.vault.keyring import Keyring

SEARCH = "search"


async def order(doing: Doing, effect: SearchTips) -> None:
    """The words wait sealed, as a job, for a moment; the audit learns that there was a search, never for what."""
    person = await people.get(doing.rows, doing.keyring, effect.officer)
    why = refusal(Right.SEARCH, case_of(person, doing.now))
    if why:
        await refused(doing, Refused(effect.officer, Right.SEARCH.value, why.value))
        return
    doing.audit(effect.officer, "searched")
    payload = {"officer": effect.officer, "words": list(effect.words), "address": asdict(effect.address)}
    await jobs.put(doing.rows, doing.seals, SEARCH, payload, doing.now)


async def slow(database: Database, keyring: Keyring, payload: dict[str, Any], now: float) -> dict[str, Any]:
    """5,000 tips take some half a second of a thread."""
    fits = partial(search_rules.fits, payload["words"])
    found = await search(database, keyring, payload["officer"], fits, MOST_SEARCHED, now)
    if found is None:
        return {}
    return {
        "tips": found.tips[:MOST_FOUND],
        "count": len(found.tips),
        "searched": found.searched,
        "cut": found.cut,
        "shut": found.shut,
    }


async def ended(doing: Doing, payload: dict[str, Any]) -> None:
    """What was found goes into the officer's chat; whoever may not search any more is told so there."""
    await tell(doing, Address(**payload["address"]), NEWS, payload["result"])
