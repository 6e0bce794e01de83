"""The quick exit, and the menu that looks the same whatever happened before (users.md A6)."""

from __future__ import annotations

import secrets

from content.help import tips
from content.locales import _, language
from handlers.citizen.notices import NOTICE, QUESTION
from handlers.citizen.submit import files_in
from handlers.effects import DropFiles, Effect
from handlers.here import Here, Reply
from handlers.messages import Post, Remove, Screen
from handlers.screens import MAIN, action, menu
from storage import screens
from storage.seals import Seals


async def leave(here: Here) -> Reply:
    """Erase every draft with its files and what else stands here, and show something harmless."""
    return Reply(tip_screen(), effects=forget_talks(here), posts=await other_screens(here), forget=True)


def forget_talks(here: Here) -> list[Effect]:
    """Nothing waits any more; files that hung on drafts are destroyed."""
    files = tuple(blob for talk in here.talking.talks for blob in files_in(talk.answers))
    here.talking.talks.clear()
    here.talking.focused = False
    return [DropFiles(files)] if files else []


async def other_screens(here: Here) -> list[Post]:
    """Every other screen of this chat is taken away, also questions that came while nobody talked here; the main one
    is overwritten.
    """
    seals, to = Seals(here.keyring), here.to
    chats = seals.chat_ids(to.channel, to.chat, to.user, private=to.private, now=here.now)
    asked = [name for name in await screens.names(here.rows, seals, chats) if name.startswith(QUESTION)]
    names = {NOTICE, *asked, *here.talking.screens} - {MAIN}
    return [Remove(here.to, name) for name in sorted(names)]


def tip_screen() -> Screen:
    """A line of prevention, as the channel sends it to everybody."""
    return Screen(secrets.choice(tips(language())), menu((action("tips"), _("One more")), (action("home"), _("Menu"))))


async def another_tip(here: Here, arguments: tuple[str, ...]) -> Reply:  # noqa: ARG001
    """The next line of prevention."""
    return Reply(tip_screen())
