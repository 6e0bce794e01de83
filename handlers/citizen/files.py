"""A file that could not be kept: said plainly, and taken out of what has not been sent yet."""

from __future__ import annotations

import json
from collections.abc import Sequence

from content.locales import _
from handlers.citizen.menu import home
from handlers.dialogue import Json
from handlers.here import Here, Reply


async def refused(here: Here) -> Reply:
    """News from the slow work: {blob, reason} (a value of `bot.files.outcome.Reason`)."""
    news = json.loads(here.incoming.payload or "{}")
    for talk in here.talking.talks:
        for answer in talk.answers.values():
            if isinstance(answer[0], list):
                answer[0] = without(answer[0], str(news.get("blob", ""))) or None
                answer[1] = answer[1] and answer[0] is not None
    note = sentence(str(news.get("reason", "")))
    if here.talking.talk:
        return Reply(resume=here.talking.talk.dialogue, note=note)
    reply = await home(here)
    reply.note = note
    return reply


def without(parts: Sequence[Json], blob: str) -> list[Json]:
    """The parts without one file; what was written under it stays."""
    kept = ({"kind": "text", "text": part["text"]} if part.get("blob") == blob else part for part in parts)
    return [part for part in kept if part["kind"] != "text" or part["text"]]


def sentence(reason: str) -> str:
    """Why a file is not here, and what would work."""
    reasons = {
        "type_not_allowed": _("That kind of file can't be made safe here. Photos, voice notes, videos and PDF can."),
        "too_big": _("That file is too big to get here. A shorter one would."),
        "too_long": _("That recording is too long. Send a shorter one, or two."),
        "hostile": _("That file looked unsafe and was thrown away. Tell it in words, or take a new photo."),
    }
    return reasons.get(reason, _("One file could not be opened and is not here. Send it once more, or tell it."))
