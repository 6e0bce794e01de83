"""Sessions are written down, accepted and returned; everything that was asked on the screen is asked again under the lock."""

from __future__ import annotations

from bot.perform.coverage.changing import entitled
from bot.perform.desk import told
from bot.perform.doing import Doing
from bot.perform.news import show
from content.coverage_terms import SessionState
from content.locales import DEFAULT, _, speaking
from content.plans import shipped
from handlers.coverage.effects import DecideSession, RecordSession
from handlers.coverage.session_rules import SENTENCES, Why, day_fault, may_decide, people_fault
from handlers.coverage.sessions import NEW, described
from handlers.messages import Screen, Show
from handlers.screens import action, menu
from handlers.triage.hours import local
from handlers.triage.permissions import Right
from storage import people, sessions, targets, years
from storage.sessions import Session


async def record(doing: Doing, effect: RecordSession) -> None:
    """Once: what is there already under this id is the same session, sent again."""
    one = effect.session
    person = await entitled(doing, one.author, Right.RECORD_SESSION)
    place = await targets.get(doing.rows, doing.keyring, one.target)
    if person is None or place is None or await sessions.get(doing.rows, doing.keyring, one.id):
        return
    why = day_fault(place, one.day, local(doing.now, doing.policy).date()) or people_fault(one.people)
    if why or await _closed(doing, one):
        _barred(doing, why or Why.CLOSED)
        return
    await sessions.add(doing.rows, one)
    doing.audit(person.id, "session recorded", one.target)


async def decide(doing: Doing, effect: DecideSession) -> None:
    """By another person, once, while its year is open. Whoever wrote down what is returned is told why."""
    person = await entitled(doing, effect.officer, Right.ACCEPT_SESSION)
    if person is None:
        return
    known = await sessions.get(doing.rows, doing.keyring, effect.session)
    shut = known is not None and await _closed(doing, known)  # the year's lock before the row's: as a close takes them
    one = await sessions.get(doing.rows, doing.keyring, effect.session, lock=True)
    if one is None:
        return
    why = Why.CLOSED if shut else may_decide(one, person, doing.policy.province_station)
    if why:
        _barred(doing, why)
        return
    await sessions.decide(doing.rows, doing.keyring, one.id, effect.state, person.id, effect.reason)
    doing.audit(person.id, f"session {effect.state.value}", one.target)
    if effect.state is SessionState.RETURNED:
        await _returned(doing, one, effect.reason)


async def _returned(doing: Doing, one: Session, reason: str) -> None:
    author = await people.get(doing.rows, doing.keyring, one.author)
    place = await targets.get(doing.rows, doing.keyring, one.target)
    if author is None or place is None:
        return
    with speaking(DEFAULT):
        lines = [_("Your session was returned:"), described(one, place), reason, _("Write it down anew, put right.")]
        screen = Screen("\n".join(lines), menu((action(NEW, one.target), _("Record a session"))))
    await show(doing, Show(await doing.address_of(author), f"session_{one.id[:8]}", screen, fresh=True))


async def _closed(doing: Doing, one: Session) -> bool:
    plan = shipped(doing.policy.plan)
    year = plan.year_of(one.day)
    await years.hold(doing.rows, plan.key, year)
    return await years.closed_at(doing.rows, plan.key, year) is not None


def _barred(doing: Doing, why: Why) -> None:
    with speaking(DEFAULT):
        told(doing, _(SENTENCES[why]))
