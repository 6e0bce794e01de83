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
    """Erase every draft with its files and what else stands here, and show something harmless. That others use this
    phone too is not forgotten: whoever leaves in a hurry is the one who needs it.
    """
    effects, posts = forget_talks(here), await other_screens(here)
    return Reply(tip_screen(), effects=effects, posts=posts, forget=here.talking.forget())


def forget_talks(here: Here, dialogue: str = "") -> list[Effect]:
    """Nothing waits any more, or nothing of one dialogue; files that hung on drafts are destroyed."""
    gone = [talk for talk in here.talking.talks if dialogue in ("", talk.dialogue)]
    files = tuple(blob for talk in gone for blob in files_in(talk.answers))
    here.talking.talks = [talk for talk in here.talking.talks if talk not in gone]
    here.talking.focused = False
    return [DropFiles(files)] if files else []


async def other_screens(here: Here) -> list[Post]:
    """Every other screen of this chat is taken away, also questions that came while nobody talked here; the main one
    is overwritten.
    """
    asked = [name for name in await standing(here) if name.startswith(QUESTION)]
    names = {NOTICE, *asked, *here.talking.screens} - {MAIN}
    return [Remove(here.to, name) for name in sorted(names)]


async def standing(here: Here) -> list[str]:
    """The names of what stands in this chat, under any id it goes by."""
    seals, to = Seals(here.keyring), here.to
    chats = seals.chat_ids(to.channel, to.chat, to.user, private=to.private, now=here.now)
    return await screens.names(here.rows, seals, chats)


def tip_screen() -> Screen:
    """A line of prevention, as the channel sends it to everybody."""
    return Screen(
        secrets.choice(tips(language())), menu((action("tip_line"), _("One more")), (action("home"), _("Menu")))
    )


async def another_tip(here: Here, arguments: tuple[str, ...]) -> Reply:  # noqa: ARG001
    """The next line of prevention."""
    return Reply(tip_screen())
