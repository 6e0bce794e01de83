"""Pledges at the desk: taps on the channel and papers with signatures, side by side and never added together."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from content.locales import _
from content.outreach_terms import PledgeKind
from handlers.dialogue import Ask
from handlers.here import Begin, Here, Reply
from handlers.messages import Screen
from handlers.outreach.desk import PAGE
from handlers.outreach.effects import EnterSigned, StrikeSigned
from handlers.outreach.pledge_questions import OLDEST, Papers, Signing, WhichTarget
from handlers.questions import Choice
from handlers.screens import action, menu
from handlers.triage.gate import Admitted, admit
from handlers.triage.hours import local
from handlers.triage.permissions import Right, case_of, refusal
from storage import pledges, targets
from storage.targets import Target

DIALOGUE = "signed"


async def figures(here: Here, arguments: tuple[str, ...] = ()) -> Reply:  # noqa: ARG001
    """Both figures of each kind: of one's own commune, at the province of all."""
    found = await admit(here, Right.OUTREACH)
    if not isinstance(found, Admitted):
        return found
    own = (await here.stations())[found.person.station]
    known = await targets.every(here.rows, here.keyring)
    lines = [_("Pledges. A tap takes the place of no signature; the two are never added.")]
    if own.area:
        lines.append(_("Of {unit} only.").format(unit=own.name))
    for kind in PledgeKind:
        every = (await pledges.vows(here.rows, kind), await pledges.on_paper(here.rows, kind))
        taps, papers = (within(own.area, one, known) for one in every)
        lines += [
            _("{kind}:").format(kind=_(kind.text)),
            _("- taps on the channel: {n}, at {places} places").format(n=sum(taps.values()), places=len(taps)),
            _("- signed papers: {n}, of {places} places").format(n=sum(papers.values()), places=len(papers)),
        ]
    may = refusal(Right.SIGNED, case_of(found.person, here.now)) is None
    enter = [(action("signed"), _("Enter signed papers"))] if may else []
    return Reply(Screen("\n".join(lines), menu(*enter, (action("outreach"), _("Back")))), page=PAGE)


def within(area: str | None, counted: Mapping[str, int], known: Mapping[str, Target]) -> Mapping[str, int]:
    """What is counted by place, of the places in an area: itself and the targets there. None: all of them."""
    if area is None:
        return counted
    there = {area, *(one.id for one in known.values() if one.area == area)}
    return {place: n for place, n in counted.items() if place in there}


async def begin(here: Here, arguments: tuple[str, ...] = ()) -> Reply:  # noqa: ARG001
    """ "Enter signed papers"."""
    found = await admit(here, Right.SIGNED)
    return Reply(begin=Begin(DIALOGUE), fresh=True) if isinstance(found, Admitted) else found


async def enter(ask: Ask, here: Here) -> Reply:
    """Dialogue: which kind, whose, how many, of which day; then once more before it counts."""
    found = await admit(here, Right.SIGNED)
    if not isinstance(found, Admitted):
        return found
    today = local(here.now, here.policy).date()
    kind = PledgeKind(
        await ask("kind", Choice(_("Which pledge?"), {one.value: _(one.text) for one in PledgeKind}, columns=1))
    )
    known = {one.id: one.name for one in (await targets.every(here.rows, here.keyring)).values() if one.holds_on(today)}
    target = await ask("target", WhichTarget(_("Whose papers? Type the school's or place's name, or its code."), known))
    number = await ask("number", Papers(_("How many signed papers? Only those you have seen. No names.")))
    day = await ask("day", Signing(_("Signed on which day?"), today, today - OLDEST))
    text = _("{kind}: {n} signed papers of {target}, signed on {day}. Right?").format(
        kind=_(kind.text), n=number, target=known[target], day=f"{day:%d/%m/%Y}"
    )
    if await ask("sure", Choice(_("Right?"), {"yes": _("Yes, enter it"), "no": _("No, drop it")}, text)) == "no":
        return await figures(here)
    which = secrets.token_hex(16)
    undo = (action("strike", which), _("My mistake, undo"))
    screen = Screen(
        _("Entered: {n} signed papers of {target}.").format(n=number, target=known[target]),
        menu((action("signed"), _("Enter more")), undo, (action("pledges"), _("Back"))),
    )
    return Reply(screen, effects=[EnterSigned(which, kind, target, number, day, found.person.id)], page=PAGE)


async def strike(here: Here, arguments: tuple[str, ...]) -> Reply:
    """ "My mistake": of one's own entry."""
    found = await admit(here, Right.SIGNED)
    if not isinstance(found, Admitted):
        return found
    named = arguments[0] if arguments else ""
    which = bytes.fromhex(named) if len(named) == 32 and not set(named) - set("0123456789abcdef") else b""
    paper = await pledges.paper(here.rows, which)
    if paper is None or paper.by != found.person.id:
        return Reply(toast=_("That button was from before."))
    screen = Screen(_("Undone: it counts no more."), menu((action("pledges"), _("Back"))))
    return Reply(screen, effects=[StrikeSigned(named, found.person.id)], page=PAGE)
