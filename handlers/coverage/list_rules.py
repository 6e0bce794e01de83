"""What a list holds, may hold and may lose. Pure, on the rows of the targets and of the list."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from content.coverage_terms import MotionKind
from content.plans import Indicator
from storage.sets import Member
from storage.targets import Target


def proposed(indicator: Indicator, targets: Iterable[Target], day: date) -> list[Target]:
    """What an indicator could have to cover: everything of its kinds that is there on this day, by id."""
    return sorted((one for one in targets if one.kind in indicator.of and one.holds_on(day)), key=lambda one: one.id)


def listed(members: Sequence[Member], day: date) -> dict[str, Member]:
    """What stands on a list on a day, by target."""
    return {one.target: one for one in members if one.holds_on(day)}


def may_move(
    kind: MotionKind, indicator: Indicator, targets: Mapping[str, Target], members: Sequence[Member], day: date
) -> list[str]:
    """The targets of which a motion of this kind may speak, by id: only what is off a list can be put on it, and so on."""
    there = listed(members, day)
    if kind is MotionKind.ADD:
        return [one.id for one in proposed(indicator, targets.values(), day) if one.id not in there]
    if kind is MotionKind.REMOVE:
        return sorted(there)
    if kind in (MotionKind.EXEMPT, MotionKind.INCLUDE):
        return sorted(name for name, one in there.items() if one.exempt is (kind is MotionKind.INCLUDE))
    return []


def suggested(kind: MotionKind, targets: Mapping[str, Target], may: Collection[str], day: date) -> list[str]:
    """What such a motion is most often about: all that is new to the list; all on it that is no longer there."""
    if kind is MotionKind.ADD:
        return sorted(may)
    if kind is MotionKind.REMOVE:
        return sorted(one for one in may if not targets[one].holds_on(day))
    return []
