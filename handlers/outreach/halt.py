"""Panic: one tap and one confirmation stop everything that is sent; two people lift it again."""

from __future__ import annotations

from content.locales import _
from handlers.here import Here, Reply
from handlers.messages import Button, Screen
from handlers.outreach.effects import HaltAll, LiftHalt
from handlers.screens import action
from handlers.triage.gate import Admitted, admit
from handlers.triage.permissions import Right
from storage import halts


async def halt(here: Here, arguments: tuple[str, ...]) -> Reply:
    """ "Stop everything", and once more."""
    found = await admit(here, Right.STOP_CAMPAIGNS)
    if not isinstance(found, Admitted):
        return found
    if await halts.current(here.rows):
        return Reply(toast=_("Everything is stopped already."))
    if arguments != ("yes",):
        text = _(
            "Stop everything that is being sent, now? What has not left is not sent. Two people are needed to lift it."
        )
        sure = Button(_("Stop everything now"), payload=action("halt", "yes"))
        return Reply(Screen(text, ((Button(_("Not yet"), payload=action("outreach")), sure),)))
    text = _("Everything is stopped. Nothing is sent until two people have lifted it.")
    return Reply(Screen(text, ((_home(),),)), effects=[HaltAll(found.person.id)])


async def lift(here: Here, arguments: tuple[str, ...] = ()) -> Reply:  # noqa: ARG001
    """One of the two who lift it."""
    found = await admit(here, Right.STOP_CAMPAIGNS)
    if not isinstance(found, Admitted):
        return found
    now = await halts.current(here.rows)
    if now is None:
        return Reply(toast=_("Nothing is stopped any more."))
    if now.lifter == found.person.id:
        return Reply(toast=_("You have agreed already. One more person is needed."), alert=True)
    first = _("You agree. One more person has to, on their own desk.")
    text = _("It is lifted: what is due from now on is sent.") if now.lifter else first
    return Reply(Screen(text, ((_home(),),)), effects=[LiftHalt(found.person.id)])


def _home() -> Button:
    return Button(_("Prevention messages"), payload=action("outreach"))
