"""Doors that only staff see: for everybody else a command answers exactly as if it did not exist."""

from __future__ import annotations

from handlers.here import Here, Reply
from handlers.routes import Answer


def for_staff(answer: Answer, otherwise: Answer) -> Answer:
    """The one answer for members of staff, the other for everybody else."""

    async def choose(here: Here) -> Reply:
        return await (answer if await here.person() else otherwise)(here)

    return choose
