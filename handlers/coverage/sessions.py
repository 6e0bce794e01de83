"""Sessions in the field: one officer writes down what was held, another accepts it, or returns it with a reason."""

from __future__ import annotations

import secrets

from content.coverage_terms import SessionKind, SessionState
from content.library.terms import Audience, Theme
from content.locales import _, ngettext
from content.numerals import numeral
from content.plans import shipped
from handlers.coverage.effects import DecideSession, RecordSession
from handlers.coverage.plan_desk import PAGE
from handlers.coverage.session_questions import Attendance, HeldOn, Where
from handlers.coverage.session_rules import SENTENCES, Why, may_decide
from handlers.dialogue import Ask
from handlers.here import Begin, Here, Reply
from handlers.messages import Screen
from handlers.questions import Choice, Text
from handlers.screens import action, menu
from handlers.triage.gate import Admitted, admit, number
from handlers.triage.hours import local
from handlers.triage.permissions import Right
from storage import people, sessions, targets, years
from storage.people import Person
from storage.sessions import Session
from storage.targets import Target

NEW, RETURN = "session_new", "session_return"
ON_A_PAGE = 7
LONGEST_REASON = 300


async def begin(here: Here, arguments: tuple[str, ...] = ()) -> Reply:
    """ "Record a session", also of a place that is known: `session_new:<target>`."""
    found = await admit(here, Right.RECORD_SESSION)
    if not isinstance(found, Admitted):
        return found
    place = await targets.get(here.rows, here.keyring, "".join(arguments[:1]))
    return Reply(begin=Begin(NEW, {"where": place.id} if place else {}), fresh=True)


async def record(ask: Ask, here: Here) -> Reply:
    """Dialogue: where, when, what, how many, who, about what; once more where the same stands there already."""
    found = await admit(here, Right.RECORD_SESSION)
    if not isinstance(found, Admitted):
        return found
    known = await targets.every(here.rows, here.keyring)
    place = known[await ask("where", Where(_("Where was it? Type the name or the code of the place."), known))]
    day = await ask("day", HeldOn(_("Which day?"), local(here.now, here.policy).date(), place))
    plan = shipped(here.policy.plan)
    back = menu((action("sessions", 0), _("Sessions")), (action("plan"), _("Plan")))
    if await years.closed_at(here.rows, plan.key, plan.year_of(day)) is not None:
        return Reply(Screen(_(SENTENCES[Why.CLOSED]), back), page=PAGE)
    kind = SessionKind(await ask("kind", Choice(_("What was held?"), {one.value: _(one.text) for one in SessionKind})))
    came = await ask("people", Attendance(_("How many people came? Type the number.")))
    audience = Audience(await ask("audience", Choice(_("Who came?"), {one.value: _(one.text) for one in Audience})))
    theme = Theme(await ask("theme", Choice(_("About what?"), {one.value: _(one.text) for one in Theme})))
    if await sessions.alike(here.rows, place.id, kind, day):
        again = {"yes": _("Yes, another one"), "no": _("No, drop it")}
        asked = _("The same is written down for that place and day already. Was there another one?")
        if await ask("double", Choice(asked, again)) == "no":
            return Reply(Screen(_("Nothing was written down."), back), page=PAGE)
    one = Session(
        secrets.token_hex(16), place.id, kind, day, came, audience, theme, found.person.station, found.person.id, here.now
    )  # fmt: skip
    lines = [_("Written down:"), described(one, place), _("It counts once a second officer has accepted it.")]
    more = menu(
        (action(NEW), _("Record a session")), (action("sessions", 0), _("Sessions")), (action("plan"), _("Plan"))
    )
    return Reply(Screen("\n".join(lines), more), effects=[RecordSession(one)], page=PAGE)


async def listed(here: Here, arguments: tuple[str, ...] = ()) -> Reply:
    """What waits for a second officer, of one's unit, at the province of all: `sessions:<start>`."""
    found = await admit(here, Right.ACCEPT_SESSION)
    if not isinstance(found, Admitted):
        return found
    waiting = await waiting_for(here, found.person)
    start = max(number("".join(arguments[:1])), 0)
    known = await targets.every(here.rows, here.keyring)
    shown = list(enumerate(waiting[start : start + ON_A_PAGE], start + 1))
    lines = [ngettext("{n} session waits.", "{n} sessions wait.", len(waiting)).format(n=len(waiting))]
    lines += [f"{place}. {described(one, known[one.target])}" for place, one in shown]
    ways = [(action("session", one.id), str(place)) for place, one in shown]
    if start + ON_A_PAGE < len(waiting):
        ways.append((action("sessions", start + ON_A_PAGE), _("More")))
    return Reply(Screen("\n".join(lines), menu(*ways, (action("plan"), _("Back")))), page=PAGE)


async def one(here: Here, arguments: tuple[str, ...]) -> Reply:
    """One of them: who wrote it down, and the two answers: `session:<id>`."""
    found = await _seen(here, arguments)
    if isinstance(found, Reply):
        return found
    person, session, place = found
    author = await people.get(here.rows, here.keyring, session.author)
    name = author.name if author else "?"
    lines = [
        described(session, place),
        f"{_(session.audience.text)} · {_(session.theme.text)}",
        _("Written down by {name}.").format(name=name),
    ]
    why = may_decide(session, person, here.policy.province_station)
    lines += [_(SENTENCES[why])] if why else []
    ways = (
        [] if why else [(action(RETURN, session.id), _("Return it")), (action("session_ok", session.id), _("Accept"))]
    )
    return Reply(Screen("\n".join(lines), menu(*ways, (action("sessions", 0), _("Back")))), page=PAGE)


async def accept(here: Here, arguments: tuple[str, ...]) -> Reply:
    """ "Accept": `session_ok:<id>`."""
    found = await _decidable(here, "".join(arguments[:1]))
    if isinstance(found, Reply):
        return found
    person, session, place = found
    text = _("Accepted: {session}").format(session=described(session, place))
    effect = DecideSession(session.id, person.id, SessionState.ACCEPTED)
    return Reply(Screen(text, menu((action("sessions", 0), _("Sessions")))), effects=[effect], page=PAGE)


async def begin_return(here: Here, arguments: tuple[str, ...]) -> Reply:
    """ "Return it": `session_return:<id>`."""
    found = await _decidable(here, "".join(arguments[:1]))
    return found if isinstance(found, Reply) else Reply(begin=Begin(RETURN, {"session": found[1].id}), fresh=True)


async def give_back(ask: Ask, here: Here) -> Reply:
    """Dialogue: what is wrong with it; its author reads that and writes it down anew."""
    found = await _decidable(here, str(ask.so_far("session")))
    if isinstance(found, Reply):
        return found
    person, session, place = found
    reason = await ask("reason", Text(_("What is wrong with it? Its author reads this."), longest=LONGEST_REASON))
    text = _("Returned: {session}").format(session=described(session, place))
    effect = DecideSession(session.id, person.id, SessionState.RETURNED, reason)
    return Reply(Screen(text, menu((action("sessions", 0), _("Sessions")))), effects=[effect], page=PAGE)


async def waiting_for(here: Here, person: Person) -> list[Session]:
    """What somebody could accept or has to have accepted: of their unit, at the province of all."""
    own = None if person.station == here.policy.province_station else person.station
    return list(await sessions.waiting(here.rows, here.keyring, own))


def described(one: Session, place: Target) -> str:
    """ "Vĩnh Hải · 20/11/2025 · Nói chuyện · 45 người"."""
    came = ngettext("{n} person came", "{n} people came", one.people).format(n=numeral(one.people))
    return " · ".join((place.name, f"{one.day:%d/%m/%Y}", _(one.kind.text), came))


async def _seen(here: Here, arguments: tuple[str, ...]) -> tuple[Person, Session, Target] | Reply:
    found = await admit(here, Right.ACCEPT_SESSION)
    if not isinstance(found, Admitted):
        return found
    session = await sessions.get(here.rows, here.keyring, "".join(arguments[:1]))
    place = await targets.get(here.rows, here.keyring, session.target) if session else None
    if session is None or place is None:
        return Reply(toast=_("That button was from before."))
    if found.person.station not in (session.station, here.policy.province_station):
        return Reply(toast=_(SENTENCES[Why.ELSEWHERE]), alert=True)
    return found.person, session, place


async def _decidable(here: Here, named: str) -> tuple[Person, Session, Target] | Reply:
    found = await _seen(here, (named,))
    if isinstance(found, Reply):
        return found
    why = may_decide(found[1], found[0], here.policy.province_station)
    return Reply(toast=_(SENTENCES[why]), alert=True) if why else found
