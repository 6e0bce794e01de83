"""Lists are fixed, put into waves, and changed by what two people agreed; whoever else may agree is told of a motion."""

from __future__ import annotations

from collections.abc import Collection

from bot.perform.coverage.changing import changer, entitled, told
from bot.perform.doing import Doing
from bot.perform.news import show
from content.coverage_terms import MotionKind, MotionState
from content.locales import DEFAULT, _, speaking
from content.plans import shipped
from content.terms import PersonState, Role
from handlers.coverage.done import so_far
from handlers.coverage.effects import CloseYear, DecideMotion, FixList, ProposeMotion, SetWave
from handlers.coverage.list_rules import may_move, proposed
from handlers.coverage.motions import title
from handlers.coverage.plan_rules import Bar, effective, may_close, may_second
from handlers.messages import Button, Lane, Screen, Show
from handlers.screens import action
from handlers.triage.hours import local
from handlers.triage.permissions import TABLE, Right
from storage import motions, people, sessions, sets, targets, years
from storage.motions import Motion
from storage.people import Person
from storage.sets import Member, TargetSet


async def fix(doing: Doing, effect: FixList) -> None:
    """Exactly what was on the screen: where more or fewer places are known by now, they look again."""
    person = await changer(doing, effect.officer, Right.SET_LISTS, effect.plan, effect.year)
    if person is None:
        return
    plan, today = shipped(effect.plan), local(doing.now, doing.policy).date()
    if await sets.get(doing.rows, effect.plan, effect.year, effect.indicator):
        await told(doing, person, Right.SET_LISTS, Bar.FIXED)
        return
    day = effective(plan, effect.year, today)
    known = await targets.every(doing.rows, doing.keyring)
    found = proposed(plan.indicators[effect.indicator], known.values(), day)
    if len(found) != effect.number:
        await told(doing, person, Right.SET_LISTS, Bar.GONE)
        return
    one = TargetSet(
        effect.plan, effect.year, effect.indicator, effect.decision, effect.decided_on, effect.due, day, person.id
    )
    await sets.fix(doing.rows, one, [Member(place.id, day, effect.due) for place in found])
    doing.audit(person.id, "list fixed", f"{effect.year} {effect.indicator}")


async def wave(doing: Doing, effect: SetWave) -> None:
    """Some of a list are due on a day of their own, never later than the list."""
    person = await changer(doing, effect.officer, Right.SET_LISTS, effect.plan, effect.year)
    one = await sets.get(doing.rows, effect.plan, effect.year, effect.indicator)
    if person is None:
        return
    if one is None or effect.due > one.due:
        await told(doing, person, Right.SET_LISTS, Bar.GONE)
        return
    await sets.schedule(doing.rows, effect.plan, effect.year, effect.indicator, effect.targets, effect.wave, effect.due)
    doing.audit(person.id, "wave set", f"{effect.year} {effect.indicator}")


async def propose(doing: Doing, effect: ProposeMotion) -> None:
    """A motion waits; everybody who may agree hears of it."""
    reopens = effect.kind is MotionKind.REOPEN
    right = Right.CLOSE_YEAR if reopens else Right.SET_LISTS
    if reopens:
        person = await entitled(doing, effect.officer, right)
        open_already = await years.closed_at(doing.rows, effect.plan, effect.year) is None
        if person is None or open_already or person.station != doing.policy.province_station:
            return
    else:
        person = await changer(doing, effect.officer, right, effect.plan, effect.year)
        if person is None:
            return
        if not await _movable(doing, effect.kind, effect.plan, effect.year, effect.indicator, effect.targets):
            await told(doing, person, right, Bar.GONE)
            return
    one = Motion(
        effect.motion, effect.kind, effect.plan, effect.year, effect.indicator, effect.targets, person.id, doing.now,
        reason=effect.reason,
    )  # fmt: skip
    await motions.propose(doing.rows, doing.keyring, one)
    doing.audit(person.id, f"proposed {effect.kind.value}", f"{effect.year} {effect.indicator}".strip())
    await _ask_for_second(doing, one, person)


async def decide(doing: Doing, effect: DecideMotion) -> None:
    """Another person's word, once."""
    person = await entitled(doing, effect.officer, Right.SECOND)
    one = await motions.get(doing.rows, doing.keyring, effect.motion, lock=True)
    if person is None or one is None:
        return
    await years.hold(doing.rows, one.plan, one.year)
    closed = await years.closed_at(doing.rows, one.plan, one.year) is not None
    why = Bar.COMMUNE if person.station != doing.policy.province_station else may_second(one, person.id, closed=closed)
    movable = await _movable(doing, one.kind, one.plan, one.year, one.indicator, one.targets)
    if why is None and effect.agreed and one.kind is not MotionKind.REOPEN and not movable:
        why = Bar.GONE
    if why:
        await told(doing, person, Right.SECOND, why)
        return
    if effect.agreed:
        await _carry_out(doing, one, movable)
    state = MotionState.AGREED if effect.agreed else MotionState.REFUSED
    await motions.decide(doing.rows, one, state, person.id, doing.now)
    doing.audit(person.id, f"{state.value} {one.kind.value}", f"{one.year} {one.indicator}".strip())
    await _tell_proposer(doing, one, person, agreed=effect.agreed)


async def close(doing: Doing, effect: CloseYear) -> None:
    """Asked again, the year held: it is over, and nothing of it waits."""
    person = await changer(doing, effect.officer, Right.CLOSE_YEAR, effect.plan, effect.year)
    if person is None:
        return
    plan, today = shipped(effect.plan), local(doing.now, doing.policy).date()
    found = await motions.of_year(doing.rows, doing.keyring, effect.plan, effect.year)
    held = await sessions.counted(doing.rows, *plan.bounds(effect.year))
    waiting = sum(one.state is MotionState.OPEN for one in found) + sessions.undecided(held)
    if why := may_close(plan, effect.year, today, closed=False, waiting=waiting):
        await told(doing, person, Right.CLOSE_YEAR, why)
        return
    done = await so_far(doing.rows, doing.policy, plan, effect.year)
    await years.close(doing.rows, effect.plan, effect.year, person.id, done, doing.now)
    doing.audit(person.id, "year closed", str(effect.year))


async def _movable(
    doing: Doing, kind: MotionKind, plan_key: str, year: int, indicator: str, named: Collection[str]
) -> list[str]:
    """What of the named targets such a motion can still move."""
    if not indicator:
        return []
    plan = shipped(plan_key)
    day = effective(plan, year, local(doing.now, doing.policy).date())
    members = await sets.members(doing.rows, plan_key, year, indicator)
    known = await targets.every(doing.rows, doing.keyring)
    return [one for one in may_move(kind, plan.indicators[indicator], known, members, day) if one in named]


async def _carry_out(doing: Doing, one: Motion, movable: list[str]) -> None:
    where = (one.plan, one.year, one.indicator)
    if one.kind is MotionKind.REOPEN:
        await years.reopen(doing.rows, one.plan, one.year, one.row)
        return
    fixed = await sets.get(doing.rows, *where, lock=True)
    assert fixed is not None  # its list has members
    day = effective(shipped(one.plan), one.year, local(doing.now, doing.policy).date())
    if one.kind is MotionKind.ADD:
        await sets.add(doing.rows, fixed, [Member(place, day, fixed.due) for place in movable])
    elif one.kind is MotionKind.REMOVE:
        await sets.remove(doing.rows, *where, movable, day)
    else:
        await sets.exempt(doing.rows, *where, movable, one.row if one.kind is MotionKind.EXEMPT else None)


async def _ask_for_second(doing: Doing, one: Motion, proposer: Person) -> None:
    with speaking(DEFAULT):
        text = _("{name} asks for a second person: {what}").format(name=proposer.name, what=title(one))
        screen = Screen(text, ((Button(_("Look at it"), payload=action("motion", one.id)),),), silent=False)
    roles: list[Role] = sorted(TABLE[Right.SECOND].roles)
    for role in roles:
        for person in await people.of_role(doing.rows, doing.keyring, role):
            here = person.station == doing.policy.province_station and person.state is PersonState.ACTIVE
            if here and person.id != proposer.id and not person.training:
                to = await doing.address_of(person)
                await show(doing, Show(to, f"motion:{one.id}", screen, fresh=True, lane=Lane.ALERT))


async def _tell_proposer(doing: Doing, one: Motion, by: Person, *, agreed: bool) -> None:
    proposer = await doing.person(one.person)
    if proposer.state is not PersonState.ACTIVE:
        return
    with speaking(DEFAULT):
        said = _("{name} agreed: {what}") if agreed else _("{name} did not agree: {what}")
        screen = Screen(said.format(name=by.name, what=title(one)))
    await show(doing, Show(await doing.address_of(proposer), f"motion:{one.id}", screen, fresh=True))
