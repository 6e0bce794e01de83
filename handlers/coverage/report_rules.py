"""What a report of a year says, as figures: the demands of the plan, tips, lists, pledges. Pure.

A figure that nobody counted or entered is None, and is printed as missing: never as nought. Small counts of tips are
hidden as they are wherever they leave a station.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from content.areas import Atlas
from content.outreach_terms import DeliveryState, PledgeKind
from content.plans import Counted, Indicator, Measure, Plan
from content.terms import Outcome
from handlers.coverage.entry_rules import change, met
from handlers.coverage.picture import YearPicture
from handlers.triage.figure_rules import LEAST, Share, figures, hide
from storage.entered import Figure
from storage.figures import Life
from storage.sets import Member, TargetSet
from storage.targets import Target


@dataclass(frozen=True)
class Number:
    """A figure in its indicator's unit, of a share in %, and its parts where they are known."""

    value: float
    part: int | None = None
    whole: int | None = None
    source: str = ""


@dataclass(frozen=True)
class Demand:
    """One line of the indicator table; None: nobody counted or entered it."""

    indicator: Indicator
    before: Number | None
    now: Number | None

    @property
    def change(self) -> float | None:
        """In % over last year; of a share in points of 100."""
        if self.before is None or self.now is None:
            return None
        if self.indicator.measure is Measure.SHARE:
            return self.now.value - self.before.value
        return change(self.now.value, self.before.value)

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; None where that can't be said."""
        if self.now is None:
            return None
        return met(self.indicator, self.now.value, self.before.value if self.before else None)


@dataclass(frozen=True)
class Tips:
    """Tips of the period; None: hidden, it is small. `received` is the sum of `outcomes` and `open`."""

    received: int | None
    outcomes: Mapping[Outcome, int | None]
    open: int | None
    handed_over: int | None
    overdue: int | None
    verified: Share


@dataclass(frozen=True)
class Listed:
    """A place on the list of an indicator on the last day of the period."""

    indicator: str
    target: Target
    member: Member


@dataclass(frozen=True)
class Pledges:
    """Of one kind: taps on the channel and signatures on paper, which are never added together."""

    kind: PledgeKind
    taps: int
    papers: int


@dataclass(frozen=True)
class Communes:
    """How many communes there are from a day on."""

    day: date
    count: int


@dataclass(frozen=True)
class YearReport:
    """Everything that the papers of one year print, and the rows behind it. `last` is the last day that is counted."""

    plan: Plan
    year: int
    first: date
    last: date
    demands: Sequence[Demand]
    sets: Mapping[str, TargetSet]
    listed: Sequence[Listed]
    copies: Mapping[DeliveryState, int]
    pledges: Sequence[Pledges]
    boxes: int
    atlas: Atlas
    pictures: Sequence[YearPicture]  # one for each reading
    tips: Tips | None = None  # None: their time to be kept is over, nobody can count them any more
    closed: bool = False


def demands(
    plan: Plan, now: Mapping[str, Figure | Number], before: Mapping[str, Figure | Number], k17: Number | None
) -> list[Demand]:
    """The indicators in the plan's order. What the hotline verified itself is counted, not entered."""
    return [
        Demand(
            one,
            _number(before.get(one.id)),
            k17 if one.counts is Counted.VERIFIED else _number(now.get(one.id)),
        )
        for one in plan.indicators.values()
        if one.measure is not Measure.HEADING
    ]


def covered(picture: YearPicture) -> dict[str, Number]:
    """The figures of what was covered, by indicator; none where there is nothing on the list."""
    return {
        one.indicator.id: Number(100 * one.covered / one.of, one.covered, one.of) for one in picture.lines if one.of
    }


def _number(figure: Figure | Number | None) -> Number | None:
    if isinstance(figure, Number):
        return figure
    return Number(figure.value, figure.part, figure.whole, figure.source) if figure else None


def verified(share: Share) -> Number | None:
    """The plan's figure of tips of the sea border and of parcels; None where there were too few to tell of."""
    if share.whole < LEAST:
        return None
    return Number(100 * share.part / share.whole, share.part, share.whole)


def tips(lives: Iterable[Life]) -> Tips:
    """What may be printed of tips: counts under five are hidden, with whatever would give them away."""
    found = figures(lives)
    ended = sum(found.outcomes.values())
    parts = {outcome.value: number for outcome, number in found.outcomes.items() if number}
    shown = hide({"tips": {**parts, "": found.received - ended}}) if found.received else None
    cells = shown.cells["tips"] if shown else {}
    return Tips(
        received=shown.rows["tips"] if shown else 0,
        outcomes={outcome: cells[outcome.value] for outcome in Outcome if outcome.value in cells},
        open=cells.get("", 0),
        handed_over=_told(found.handed_over),
        overdue=_told(found.overdue),
        verified=found.verified,
    )


def _told(count: int) -> int | None:
    return count if count == 0 or count >= LEAST else None


def listed(indicator: str, members: Iterable[Member], targets: Mapping[str, Target], day: date) -> list[Listed]:
    """What stands on a list on a day."""
    there = [one for one in members if one.holds_on(day) and one.target in targets]
    return [Listed(indicator, targets[one.target], one) for one in there]


def still_kept(first: date, today: date, months: int) -> bool:
    """Whether every tip that was sent from `first` on is still there: none is destroyed sooner than so many months.

    >>> still_kept(date(2025, 1, 1), date(2026, 12, 31), 24), still_kept(date(2025, 1, 1), date(2027, 2, 1), 24)
    (True, False)
    """
    return (today.year - first.year) * 12 + today.month - first.month < months


def communes(atlas: Atlas, first: date, last: date) -> list[Communes]:
    """How many communes there were on the first day, and from each day on that a reform changed it."""
    days = sorted({first, *(one.day for one in atlas.changes if first < one.day <= last)})
    found = [Communes(day, sum(one.type.level == 3 for one in atlas.on(day).values())) for day in days]
    return [one for place, one in enumerate(found) if place == 0 or one.count != found[place - 1].count]
