"""What may happen to a campaign, and by whom. Pure. Two different people stand behind everything that is sent.

Another person approves exactly what lies before them: every word, every recipient, every date, by their digest. Any
change asks again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from hmac import compare_digest

from content.outreach_terms import CampaignState, Rhythm
from content.policy import Policy
from content.terms import N_, Role, StationKind
from handlers.outreach.schedule_rules import Off, next_run, schedule_from_json, soonest
from storage.campaigns import Campaign, Plan
from storage.mailing import Recipients
from storage.people import Person
from storage.stations import Station

State = CampaignState


class Step(StrEnum):
    """What somebody does to a campaign."""

    SUBMIT = "submit"
    APPROVE = "approve"
    REFUSE = "refuse"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"


class Bar(StrEnum):
    """Why not. Each has one plain sentence, below."""

    AUTHOR = "own_campaign"
    NOT_AUTHOR = "not_author"
    SCOPE = "campaign_scope"
    AREA = "campaign_area"
    CHANGED = "campaign_changed"
    STATE = "campaign_state"
    PAST = "campaign_past"


SENTENCES: Mapping[Bar, str] = {
    Bar.AUTHOR: N_("Somebody else has to approve what you wrote."),
    Bar.NOT_AUTHOR: N_("Only whoever wrote it changes it."),
    Bar.SCOPE: N_("That campaign is not of your unit."),
    Bar.AREA: N_("You can write to the places of your own unit only."),
    Bar.CHANGED: N_("The campaign has changed. Here is how it stands now."),
    Bar.STATE: N_("That can't be done with it any more. Here is how it stands now."),
    Bar.PAST: N_("Its time is over. Whoever wrote it has to choose a new one."),
}

FROM: Mapping[Step, frozenset[State]] = {
    Step.SUBMIT: frozenset({State.DRAFT, State.REFUSED}),
    Step.APPROVE: frozenset({State.SUBMITTED}),
    Step.REFUSE: frozenset({State.SUBMITTED}),
    Step.PAUSE: frozenset({State.APPROVED}),
    Step.RESUME: frozenset({State.PAUSED}),
    Step.STOP: frozenset({State.SUBMITTED, State.APPROVED, State.PAUSED}),
}
CHANGED_FROM = frozenset({State.DRAFT, State.SUBMITTED, State.REFUSED, State.APPROVED, State.PAUSED})
"""Where a campaign can still be written anew; it is a draft again then, whatever was approved."""
DECIDING = frozenset({Step.APPROVE, Step.REFUSE})
OWN = frozenset({Step.SUBMIT})
"""Steps of whoever wrote it; the others are anybody's within reach who may write or approve."""


@dataclass(frozen=True)
class Actor:
    """Who acts, and where: `above` is whether their unit is the province's."""

    person: str
    role: Role
    station: str
    above: bool


def actor(person: Person, stations: Mapping[str, Station]) -> Actor:
    """A member of staff as the rules see them."""
    unit = stations.get(person.station)
    return Actor(person.id, person.role, person.station, unit is not None and unit.kind is StationKind.PROVINCE)


def within_reach(who: Actor, station: str) -> bool:
    """Whether a unit's campaigns are this person's business: of the same unit, or of the province above it."""
    return who.above or who.station == station


def bar(one: Campaign, step: Step, who: Actor, seen: bytes) -> Bar | None:
    """Why this step is not possible; None where it is. `seen`: the digest (or its beginning) of what was shown."""
    if not within_reach(who, one.station):
        return Bar.SCOPE
    if step in OWN and who.person != one.author:
        return Bar.NOT_AUTHOR
    if step in DECIDING and who.person == one.author:
        return Bar.AUTHOR
    if not seen or not compare_digest(one.plan.digest[: len(seen)], seen):
        return Bar.CHANGED
    if one.state not in FROM[step]:
        return Bar.STATE
    if step is Step.RESUME and one.approved != one.plan.digest:
        return Bar.STATE
    return None


def taken(
    one: Campaign, step: Step, who: Actor, seen: bytes, now: float, policy: Policy, off: Off, *, reason: str = ""
) -> Campaign | Bar:
    """The campaign after a step, or why it stays as it is."""
    why = bar(one, step, who, seen)
    if why:
        return why
    following = replace(one, version=one.version + 1, next_at=None)
    if step is Step.SUBMIT:
        return replace(following, state=State.SUBMITTED, reason="", approver="", approved=None)
    if step is Step.REFUSE:
        return replace(following, state=State.REFUSED, reason=reason, approver=who.person)
    if step is Step.PAUSE:
        return replace(following, state=State.PAUSED)
    if step is Step.STOP:
        return replace(following, state=State.STOPPED)
    at = first_run(one.plan, now, policy, off)
    if at is None:
        return Bar.PAST
    if step is Step.RESUME:
        return replace(following, state=State.APPROVED, next_at=at)
    return replace(following, state=State.APPROVED, next_at=at, approver=who.person, approved=one.plan.digest)


def changed(one: Campaign, plan: Plan, who: Actor) -> Campaign | Bar:
    """Written anew by its author: a draft again, nothing of it approved."""
    if who.person != one.author:
        return Bar.NOT_AUTHOR
    if one.state not in CHANGED_FROM:
        return Bar.STATE
    return replace(
        one,
        state=State.DRAFT,
        plan=plan,
        version=one.version + 1,
        approver="",
        approved=None,
        next_at=None,
    )


def fired(one: Campaign, due: float, now: float, policy: Policy, off: Off) -> Campaign:
    """After a run that was due, sent or missed: on to the next one, which is later than both; over where there is none."""
    at = next_run(schedule_from_json(one.plan.schedule), max(due, now), policy, off)
    return replace(
        one, state=State.APPROVED if at is not None else State.OVER, next_at=at, version=one.version + 1
    )  # fmt: skip


def first_run(plan: Plan, now: float, policy: Policy, off: Off) -> float | None:
    """When it is sent next from now on; at once, where that was asked for and groups are awake."""
    schedule = schedule_from_json(plan.schedule)
    if schedule.rhythm is Rhythm.AT_ONCE:
        return soonest(now, policy, off)
    return next_run(schedule, now, policy, off)


def reaches_too_far(recipients: Recipients, station: Station | None) -> bool:
    """Whether a commune's officer writes beyond their commune: the province's may write to all."""
    if station is None or station.kind is not StationKind.PROVINCE:
        return station is None or station.area is None or recipients.areas != (station.area,)
    return False
