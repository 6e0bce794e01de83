"""Three ways to read a year in which areas were redrawn. Pure, on ids: each is named wherever its figure stands.

The naive way, counting today's areas that something was sent to under today's id, forgets all that was done before the
reform; counting only whoever lived through the whole year forgets both the old and the new ones.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from content.areas.atlas import Atlas
from content.outreach_terms import TargetKind
from storage.targets import Target


@dataclass(frozen=True)
class Ground:
    """Which targets held the same ground before (`parts`) and hold it after a reform (`heirs`), one step each way."""

    parts: Mapping[str, tuple[str, ...]]
    heirs: Mapping[str, tuple[str, ...]]


def ground_of(atlas: Atlas, targets: Iterable[Target], since: date, day: date) -> Ground:
    """What changed after `since` up to `day`, told of the communes that are targets; two reforms in a year are two steps."""
    by_area = {one.area: one.id for one in targets if one.kind is TargetKind.COMMUNE and one.area}
    days = {change.id: change.day for change in atlas.changes}
    parts: dict[str, list[str]] = {}
    heirs: dict[str, list[str]] = {}
    for link in atlas.links:
        old, new = by_area.get(link.old), by_area.get(link.new)
        if old and new and since < days[link.change] <= day:
            parts.setdefault(new, []).append(old)
            heirs.setdefault(old, []).append(new)
    return Ground(
        {name: tuple(some) for name, some in parts.items()}, {name: tuple(some) for name, some in heirs.items()}
    )


def as_then(targets: Iterable[Target], since: date, until: date, reached: Collection[str]) -> dict[str, bool]:
    """Every target that was there on any day from `since` to before `until`, once: whether it was reached itself."""
    there = (one for one in targets if one.valid_from < until and (one.valid_to is None or one.valid_to > since))
    return {one.id: one.id in reached for one in there}


def as_now(
    targets: Iterable[Target], day: date, reached: Collection[str], ground: Ground, *, strict: bool
) -> dict[str, bool]:
    """Every target of a day: reached itself, or on the ground that it has now; `strict`: in all parts of it, else in any."""
    enough = all if strict else any

    def held(name: str) -> bool:
        parts = ground.parts.get(name, ())
        return name in reached or (bool(parts) and enough(map(held, parts)))

    return {one.id: held(one.id) for one in targets if one.holds_on(day)}


def as_frozen(listed: Iterable[str], reached: Collection[str], ground: Ground) -> dict[str, bool]:
    """Every target of the year's list, also one that has ended since: reached itself, or all who hold its ground now are."""

    def held(name: str) -> bool:
        heirs = ground.heirs.get(name, ())
        return name in reached or (bool(heirs) and all(map(held, heirs)))

    return {name: held(name) for name in listed}
