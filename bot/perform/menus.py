"""The command menu of a member of staff's own chat: what their role may say, and nothing once they are gone."""

from __future__ import annotations

from bot.perform.doing import Doing
from content.locales import DEFAULT, speaking
from content.terms import PersonState
from handlers.admin.menus import commands
from handlers.messages import Commands


async def renew(doing: Doing, person_id: str) -> None:
    """Bring the menu up to where the person stands now."""
    person = await doing.person(person_id)
    with speaking(DEFAULT):
        words = tuple(commands(person.role)) if person.state is PersonState.ACTIVE else ()
    doing.posts.append(Commands(await doing.address_of(person), words))
