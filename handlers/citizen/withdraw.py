"""Somebody had their platform ask us to erase what is theirs: all that this account leads to goes.

What was sent before and is over cannot be found through an account: that is the point of this house. Their receipt still
leads to it, and takes it back.
"""

from __future__ import annotations

from collections.abc import Iterator

from handlers.citizen.leave import forget_talks
from handlers.effects import Effect, ForgetChat, SetWayBack
from handlers.here import Here, Reply
from handlers.outreach.personal import ending


async def withdrawn(here: Here) -> Reply:
    """Drafts with their files, what waits to be said to them, and the way back of a tip whose receipt is at hand."""
    ways_back: list[Effect] = [SetWayBack(receipt) for receipt in dict.fromkeys(_receipts(here))]
    return Reply(effects=[*ways_back, *forget_talks(here), *await ending(here), ForgetChat(here.to)], forget=True)


def _receipts(here: Here) -> Iterator[str]:
    """Receipts that open dialogues hold: shown and not copied yet, or typed to look up."""
    for talk in here.talking.talks:
        held = talk.answers.get("receipt", [None])[0]
        receipt = held.get("receipt") if isinstance(held, dict) else held
        if isinstance(receipt, str) and receipt:
            yield receipt
        yield from talk.answers.get("earlier", [[]])[0]
