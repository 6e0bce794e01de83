"""Danger now: what to do before anything else, with the numbers alone on their lines (users.md 3.2, A8)."""

from __future__ import annotations

from content.locales import _
from content.numbers import live
from handlers.here import Begin, Here, Reply
from handlers.messages import Screen
from handlers.screens import action, menu, quick_exit


def danger_text(here: Here) -> str:
    """Keep yourself safe, then call. A number that has expired is not shown, nor the line that names it."""
    numbers = live(here.now)
    lines = [
        (_("Keep yourself safe first. Get away, then call:"), "police"),
        (_("Seizure, unconscious:"), "ambulance"),
        (_("A child is there (free of charge):"), "children"),
    ]
    text = [part for sentence, key in lines if key in numbers for part in (sentence, numbers[key].digits)]
    text.append(_("Don't step in, don't film. Writing here is slower than a call."))
    text.append(_("At night it may be morning before somebody reads this."))
    return "\n".join(text)


def is_number(here: Here, text: str) -> bool:
    """Whether somebody typed an emergency number here instead of calling it."""
    return text.strip() in {number.digits for number in live(here.now).values()}


async def danger(here: Here, arguments: tuple[str, ...]) -> Reply:  # noqa: ARG001
    """The page itself, from the menu or the help section."""
    options = (
        (action("home"), _("I have called")),
        (action("urgent"), _("I can't call")),
        (action("home"), _("No danger")),
    )
    return Reply(Screen(danger_text(here), (*menu(*options), (quick_exit(),))))


async def urgent(here: Here, arguments: tuple[str, ...]) -> Reply:  # noqa: ARG001
    """Somebody who cannot call: one line, and it goes."""
    return Reply(begin=Begin("report", answers={"urgent": True}, keep_story="story"))


def unseen(here: Here) -> str:
    """To whoever sent what the platform does not show us: it may be a link, and it may be a child in danger.

    Always the same words, and never counted against anybody.
    """
    numbers = live(here.now)
    lines = [_("{platform} doesn't let us see what you just sent, so nobody here knows it.")]
    needed = [(_("In danger, call:"), "police"), (_("A child, or about a child (free of charge):"), "children")]
    lines += [part for sentence, key in needed if key in numbers for part in (sentence, numbers[key].digits)]
    lines.append(_("Words, photos and voice notes get here. If they don't either, call, or tell an adult you trust."))
    return "\n".join(lines).format(platform=here.facts.name)
