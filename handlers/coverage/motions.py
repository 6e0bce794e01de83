"""What waits for a second person, the agreement or refusal, and the close of a year."""

from __future__ import annotations

import secrets

from content.coverage_terms import MotionKind, MotionState
from content.locales import _, ngettext
from content.numerals import numeral
from handlers.coverage.effects import CloseYear, DecideMotion, ProposeMotion
from handlers.coverage.entry_rules import missing
from handlers.coverage.gate import OnYear, admit_year, barred
from handlers.coverage.plan_desk import PAGE, covering, open_motions
from handlers.coverage.plan_rules import Bar, may_close, may_second
from handlers.dialogue import Ask
from handlers.here import Begin, Here, Reply
from handlers.messages import Button, Screen
from handlers.questions import Text
from handlers.screens import action, menu
from handlers.triage.permissions import Right
from storage import entered, motions, people, sessions, sets, targets, years
from storage.motions import Motion

REOPEN = "year_open"
LONGEST_REASON = 500
SHOWN = 15
LABEL = 20


async def listed(here: Here, arguments: tuple[str, ...] = ()) -> Reply:
    """What of a year waits: `motions:<year>`."""
    on = await admit_year(here, Right.PLAN, "".join(arguments[:1]))
    if not isinstance(on, OnYear):
        return on
    waiting = await open_motions(here, on)
    lines = [_("Waits for a second person:")] if waiting else [_("Nothing waits for a second person.")]
    lines += [f"{place}. {title(one)}" for place, one in enumerate(waiting, 1)]
    ways = [(action("motion", one.id), f"{place}. {_(one.kind.text)}"[:LABEL]) for place, one in enumerate(waiting, 1)]
    return Reply(Screen("\n".join(lines), menu(*ways, (action("plan", on.year), _("Back")))), page=PAGE)


def title(one: Motion) -> str:
    """ "K2b of 2025 · Exception · 3 places"."""
    if one.kind is MotionKind.REOPEN:
        return f"{_(one.kind.text)}: {one.year}"
    count = ngettext("{n} place", "{n} places", len(one.targets)).format(n=numeral(len(one.targets)))
    return f"{one.indicator} · {one.year} · {_(one.kind.text)} · {count}"


async def one(here: Here, arguments: tuple[str, ...]) -> Reply:
    """One of them, with its reason and its places: `motion:<id>`."""
    found = await motions.get(here.rows, here.keyring, "".join(arguments[:1]))
    on = await admit_year(here, Right.PLAN, str(found.year) if found else "")
    if not isinstance(on, OnYear):
        return on
    if found is None:
        return Reply(toast=_("That button was from before."))
    return Reply(await motion_screen(here, found, on.person.id), page=PAGE)


async def motion_screen(here: Here, found: Motion, presser: str) -> Screen:
    """What is proposed, by whom, why, of which places; another person agrees or refuses."""
    proposer = await people.get(here.rows, here.keyring, found.person)
    known = await targets.every(here.rows, here.keyring)
    names = [known[one].name for one in found.targets if one in known]
    lines = [
        title(found),
        _("Proposed by {name}. Why: {reason}").format(name=proposer.name if proposer else "?", reason=found.reason),
        *(f"- {name}" for name in names[:SHOWN]),
    ]
    if len(names) > SHOWN:
        lines.append(_("and {n} other places").format(n=numeral(len(names) - SHOWN)))
    if found.state is not MotionState.OPEN:
        return Screen("\n".join([*lines, _(found.state.text)]), menu(_back(found)))
    if found.person == presser:
        return Screen("\n".join([*lines, _("Somebody else has to agree to what you proposed.")]), menu(_back(found)))
    ways = ((action("second", found.id, "no"), _("Don't agree")), (action("second", found.id, "yes"), _("Agree")))
    return Screen("\n".join(lines), menu(*ways, _back(found)))


async def second(here: Here, arguments: tuple[str, ...]) -> Reply:
    """The second person's word: `second:<id>:<yes or no>`."""
    found = await motions.get(here.rows, here.keyring, "".join(arguments[:1]))
    reopens = found is not None and found.kind is MotionKind.REOPEN
    on = await admit_year(here, Right.SECOND, str(found.year) if found else "", change=not reopens)
    if not isinstance(on, OnYear):
        return on
    answer = "".join(arguments[1:2])
    if found is None or answer not in ("yes", "no"):
        return Reply(toast=_("That button was from before."))
    if on.person.station != here.policy.province_station:
        return barred(Right.SECOND, Bar.COMMUNE, on.person.id)
    if why := may_second(found, on.person.id, closed=on.closed is not None):
        return barred(Right.SECOND, why, on.person.id)
    text = _("You agree. It holds from now on.") if answer == "yes" else _("You don't agree. It stays as it was.")
    effect = DecideMotion(found.id, on.person.id, answer == "yes")
    return Reply(Screen(text, menu(_back(found))), effects=[effect], page=PAGE)


async def close(here: Here, arguments: tuple[str, ...]) -> Reply:
    """ "Close the year", and once more with what is missing: `year_close:<year>:<yes>`."""
    on = await admit_year(here, Right.CLOSE_YEAR, "".join(arguments[:1]), change=True)
    if not isinstance(on, OnYear):
        return on
    waiting = await open_motions(here, on)
    undecided = sessions.undecided(await sessions.counted(here.rows, *on.plan.bounds(on.year)))
    why = may_close(on.plan, on.year, on.today, closed=on.closed is not None, waiting=len(waiting) + undecided)
    if why:
        return barred(Right.CLOSE_YEAR, why, on.person.id)
    back = (action("plan", on.year), _("Back"))
    if arguments[1:2] == ("yes",):
        effect = CloseYear(on.person.id, on.plan.key, on.year)
        return Reply(Screen(_("The year {year} is closed.").format(year=on.year), menu(back)), effects=[effect])
    lines = [_("Close {year}? Its figures, lists and sessions change no more.").format(year=on.year)]
    if lacking := missing(on.plan, await entered.of_year(here.rows, on.plan.key, on.year)):
        lines.append(_("Figures that are still missing: {ids}.").format(ids=", ".join(lacking)))
    fixed = await sets.of_year(here.rows, on.plan.key, on.year)
    if unfixed := [one for one in covering(on.plan) if one not in fixed]:
        lines.append(_("Lists that nobody has fixed: {ids}.").format(ids=", ".join(unfixed)))
    sure = Button(_("Close {year}").format(year=on.year), payload=action("year_close", on.year, "yes"))
    return Reply(Screen("\n".join(lines), ((Button(_("Not yet"), payload=back[0]), sure),)), page=PAGE)


async def begin_open(here: Here, arguments: tuple[str, ...]) -> Reply:
    """ "Open it again": `year_open:<year>`."""
    on = await _closed(here, "".join(arguments[:1]))
    return Reply(begin=Begin(REOPEN, {"year": str(on.year)}), fresh=True) if isinstance(on, OnYear) else on


async def open_again(ask: Ask, here: Here) -> Reply:
    """Dialogue: why; it is open once another person has agreed."""
    on = await _closed(here, str(ask.so_far("year")))
    if not isinstance(on, OnYear):
        return on
    reason = await ask("reason", Text(_("Why? Name the paper or the fact, no person."), longest=LONGEST_REASON))
    effect = ProposeMotion(secrets.token_hex(16), on.person.id, MotionKind.REOPEN, on.plan.key, on.year, "", (), reason)
    text = _("Noted. The year is open once a second person has agreed.")
    return Reply(Screen(text, menu((action("plan", on.year), _("Back")))), effects=[effect], page=PAGE)


async def _closed(here: Here, year: str) -> OnYear | Reply:
    on = await admit_year(here, Right.CLOSE_YEAR, year)
    if not isinstance(on, OnYear):
        return on
    if on.person.station != here.policy.province_station:
        return barred(Right.CLOSE_YEAR, Bar.COMMUNE, on.person.id)
    if await years.closed_at(here.rows, on.plan.key, on.year) is None:
        return barred(Right.CLOSE_YEAR, Bar.OPEN, on.person.id)
    return on


def _back(one: Motion) -> tuple[str, str]:
    return action("motions", one.year), _("Back")
