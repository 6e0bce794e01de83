"""What must hold of areas in time. Each rule is a pure function that yields a plain sentence per fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from content.areas.atlas import FIRST_DAY, Atlas, Version


def problems(atlas: Atlas) -> list[str]:
    """Every fault of an atlas, in plain sentences; an empty list means that it can be used."""
    rules: tuple[Callable[[Atlas], Iterable[str]], ...] = (
        _backward,
        _overlapping_codes,
        _gaps_and_overlaps,
        _parents,
        _unknown_links,
        _days_of_change,
        _loose_ends,
        _cycles,
        _places,
    )
    return [fault for rule in rules for fault in rule(atlas)]


def _grouped(versions: Iterable[Version], key: Callable[[Version], str]) -> dict[str, list[Version]]:
    groups: dict[str, list[Version]] = {}
    for version in sorted(versions, key=lambda version: version.valid_from):
        groups.setdefault(key(version), []).append(version)
    return groups


def _end(version: Version) -> date:
    return version.valid_to or date.max


def _backward(atlas: Atlas) -> Iterator[str]:
    for version in atlas.versions:
        if _end(version) <= version.valid_from:
            yield f"{version.area} ends on {version.valid_to}, not after it begins on {version.valid_from}"


def _overlapping_codes(atlas: Atlas) -> Iterator[str]:
    for code, versions in _grouped(atlas.versions, lambda version: version.code).items():
        for one, following in pairwise(versions):
            if following.valid_from < _end(one) and one.area != following.area:
                yield f"the code {code} belongs to {one.area} and to {following.area} on {following.valid_from}"


def _gaps_and_overlaps(atlas: Atlas) -> Iterator[str]:
    for area, versions in _grouped(atlas.versions, lambda version: version.area).items():
        for one, following in pairwise(versions):
            if following.valid_from > _end(one):
                yield f"{area} is missing from {one.valid_to} to {following.valid_from}"
            if following.valid_from < _end(one):
                yield f"{area} has two versions on {following.valid_from}"


def _parents(atlas: Atlas) -> Iterator[str]:
    of_area = _grouped(atlas.versions, lambda version: version.area)
    for version in atlas.versions:
        if version.parent is None:
            if version.type.level > 1:
                yield f"{version.area} has no parent"
            continue
        above = of_area.get(version.parent, [])
        if not above:
            yield f"{version.area} lies in {version.parent}, which is unknown"
        elif above[0].valid_from > version.valid_from or _end(above[-1]) < _end(version):
            yield f"{version.area} lies in {version.parent} at a time when that does not exist"
        elif any(parent.type.level >= version.type.level for parent in above):
            yield f"{version.area} lies in {version.parent}, which is no higher"


def _unknown_links(atlas: Atlas) -> Iterator[str]:
    areas = {version.area for version in atlas.versions}
    changes = [change.id for change in atlas.changes]
    for link in atlas.links:
        for name in (link.old, link.new):
            if name not in areas:
                yield f"a link of {link.change} names {name}, which is unknown"
        if link.change not in changes:
            yield f"the link {link.old} -> {link.new} names the change {link.change}, which is unknown"
    for name in {name for name in changes if changes.count(name) > 1}:
        yield f"the change {name} is there twice"


def _days_of_change(atlas: Atlas) -> Iterator[str]:
    day_of = {change.id: change.day for change in atlas.changes}
    of_area = _grouped(atlas.versions, lambda version: version.area)
    for version in atlas.versions:
        for day in (version.valid_from, version.valid_to):
            if day not in (None, FIRST_DAY) and day not in day_of.values():
                yield f"{version.area} changes on {day}, for which there is no change"
    for link in atlas.links:
        day = day_of.get(link.change)
        if day is None or link.old not in of_area or link.new not in of_area:
            continue
        if _end(of_area[link.old][-1]) != day or not any(version.holds_on(day) for version in of_area[link.new]):
            yield f"the link {link.old} -> {link.new} does not meet on {day}"


def _loose_ends(atlas: Atlas) -> Iterator[str]:
    """A district may end without a successor; a commune or a province leads on, and a new one comes from somewhere."""
    leads_on, comes_from = {link.old for link in atlas.links}, {link.new for link in atlas.links}
    for area, versions in _grouped(atlas.versions, lambda version: version.area).items():
        if versions[0].type.level == 2:
            continue
        if versions[-1].valid_to is not None and area not in leads_on:
            yield f"{area} ends on {versions[-1].valid_to} and no link says what became of it"
        if versions[0].valid_from > FIRST_DAY and area not in comes_from:
            yield f"{area} begins on {versions[0].valid_from} and no link says where it comes from"


def _cycles(atlas: Atlas) -> Iterator[str]:
    backward: dict[str, list[str]] = {}
    for link in atlas.links:
        backward.setdefault(link.new, []).append(link.old)
    try:
        TopologicalSorter(backward).prepare()
    except CycleError as error:
        yield "the links go round in a circle: " + " -> ".join(error.args[1])


def _places(atlas: Atlas) -> Iterator[str]:
    for version in atlas.versions:
        if (version.lat is None) != (version.lon is None):
            yield f"{version.area} has half a centre"
        elif version.lat and version.lon and not (8 <= version.lat <= 24 and 102 <= version.lon <= 110):
            yield f"the centre of {version.area} is not in Vietnam"
        if version.area_km2 is not None and version.area_km2 <= 0:
            yield f"the size of {version.area} is not above zero"
