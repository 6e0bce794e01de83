"""A tip changes hands: given back to all, passed to a colleague on duty, or all of somebody's tips by the head."""

from __future__ import annotations

from content.locales import _
from content.terms import PersonState
from handlers.dialogue import Ask
from handlers.effects import PassAll, PassTip, ReleaseTip
from handlers.here import Begin, Here, Reply
from handlers.messages import Button, Screen
from handlers.screens import action
from handlers.triage.clock_rules import day_of
from handlers.triage.desk import done_screen
from handlers.triage.gate import Admitted, AdmittedTo, admit, admit_to
from handlers.triage.holding_rules import heirs, takers
from handlers.triage.move_questions import Listed
from handlers.triage.permissions import Right
from storage import people
from storage.people import Person

DIALOGUE = "pass_all"


async def release(here: Here, arguments: tuple[str, ...]) -> Reply:
    """ "Give back", on the card of a tip one has."""
    public, version = (*arguments, "", "")[:2]
    found = await admit_to(here, Right.RELEASE, public, version or "-")
    if not isinstance(found, AdmittedTo):
        return found
    return Reply(
        toast=_("{label} is with the others again.").format(label=found.card.label),
        effects=[ReleaseTip(public, found.card.version, found.person.id)],
    )


async def pass_on(here: Here, arguments: tuple[str, ...]) -> Reply:
    """ "Pass on", on the card of a tip one has: to whom, then it is theirs and rings there."""
    public, version, who = (*arguments, "", "", "")[:3]
    found = await admit_to(here, Right.HAND_ON, public, version or "-")
    if not isinstance(found, AdmittedTo):
        return found
    card, me = found.card, found.person
    staff = await people.of_station(here.rows, here.keyring, me.station)
    on_duty = takers(card, staff, me.station, here.now)
    if not on_duty:
        return Reply(
            done_screen(
                _("No colleague of your unit is on duty. Give {label} back, or keep it.").format(label=card.label)
            ),
            page="desk",
        )
    chosen = next((one for one in on_duty if one.id == who), None)
    if chosen is None:
        text = _("Pass {label} to whom? They are on duty now; it rings there at once.").format(label=card.label)
        rows = [(Button(one.name[:20], payload=action("pass", public, card.version, one.id)),) for one in on_duty]
        return Reply(Screen(text, (*rows, (Button(_("No, I keep it"), payload=action("card", public)),))), page="desk")
    text = _("{label} is with {name} now.").format(label=card.label, name=chosen.name)
    return Reply(done_screen(text), effects=[PassTip(public, card.version, me.id, chosen.id)], page="desk")


async def begin_all(here: Here, arguments: tuple[str, ...]) -> Reply:
    """ "Pass their tips on", on a colleague's page: for the head, when somebody falls ill."""
    found = await _ill(here, arguments[0] if arguments else "")
    return Reply(begin=Begin(DIALOGUE, {"who": found[1].id})) if isinstance(found, tuple) else found


async def pass_all(ask: Ask, here: Here) -> Reply:
    """To whom; then they have everything that the colleague had."""
    found = await _ill(here, str(ask.so_far("who")))
    if not isinstance(found, tuple):
        return found
    head, one = found
    staff = await people.of_station(here.rows, here.keyring, one.station)
    there = heirs(one, staff, day_of(here.now, here.policy), here.now)
    if not there:
        return Reply(
            done_screen(
                _("Nobody else of this unit can take them. Put {name} on leave: the tips go back to all.").format(
                    name=one.name
                )
            )
        )
    lines = {
        other.id: f"{other.name} · {_('on duty') if other.on_shift(here.now) else _('off duty')}" for other in there
    }
    title = _("Who takes over all open tips of {name}?").format(name=one.name)
    to = await ask("to", Listed(title, lines))
    text = _("{to} takes over the open tips of {name}.").format(
        to=next(o.name for o in there if o.id == to), name=one.name
    )
    return Reply(done_screen(text), effects=[PassAll(head.id, one.id, to)])


async def _ill(here: Here, who: str) -> tuple[Person, Person] | Reply:
    """The head and the colleague whose tips are passed on."""
    one = await people.get(here.rows, here.keyring, who)
    found = await admit(here, Right.HAND_ON_ALL, one.station if one else "")
    if not isinstance(found, Admitted):
        return found
    if one is None or one.state is not PersonState.ACTIVE:
        return Reply(toast=_("That button was from before."))
    return found.person, one
