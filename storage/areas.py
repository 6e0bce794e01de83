"""Areas in the database: what an import would change, the import itself, and the atlas that places are found with.

Tips and targets point at area ids, so an import never takes one away: it adds areas, ends them and links them on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from content.areas import FIRST_DAY, Alias, AreasError, AreaType, Atlas, Change, ChangeKind, Link, Version
from content.areas.checks import problems
from content.areas.shapes import Ring
from content.locales import _
from storage.tables import area_alias, area_change, area_link, area_shape, area_version
from storage.upsert import upsert

Record = TypeVar("Record")


@dataclass(frozen=True)
class Changes:
    """What an import would do to the stored areas."""

    new_areas: tuple[Version, ...]  # areas that were unknown, by their first version
    new_versions: tuple[Version, ...]  # of areas that are known
    changed: tuple[tuple[Version, Version], ...]  # before, after: same area, same first day
    missing: tuple[Version, ...]  # stored, but not in the import: it is refused
    links: tuple[Link, ...]  # new ones

    @property
    def nothing(self) -> bool:
        """Is all of it there already?"""
        return not (self.new_areas or self.new_versions or self.changed or self.missing or self.links)


def plan_import(current: Atlas, new: Atlas) -> Changes:
    """What importing `new` over `current` would change. Pure; it judges nothing."""
    before = {(version.area, version.valid_from): version for version in current.versions}
    after = {(version.area, version.valid_from): version for version in new.versions}
    known = {version.area for version in current.versions}
    added = sorted((after[key] for key in after.keys() - before.keys()), key=lambda one: (one.valid_from, one.area))
    first = {version.area: version for version in reversed(added)}
    new_areas = tuple(version for area, version in sorted(first.items()) if area not in known)
    return Changes(
        new_areas=new_areas,
        new_versions=tuple(version for version in added if version not in new_areas),
        changed=tuple(
            (before[key], after[key]) for key in sorted(before.keys() & after.keys()) if before[key] != after[key]
        ),
        missing=tuple(before[key] for key in sorted(before.keys() - after.keys())),
        links=tuple(sorted(set(new.links) - set(current.links), key=lambda link: (link.change, link.new, link.old))),
    )


def summary(changes: Changes) -> list[str]:
    """The changes in words, a line each, for whoever has to agree to them."""
    if changes.nothing:
        return [_("Nothing changes.")]
    lines = [
        _("New from {day}: {name} ({code})").format(day=one.valid_from, name=one.name, code=one.code)
        for one in changes.new_areas
    ]
    lines += [
        _("From {day}: {name} ({code})").format(day=one.valid_from, name=one.name, code=one.code)
        for one in changes.new_versions
    ]
    for before, after in changes.changed:
        fields = [name for name, value in asdict(before).items() if value != asdict(after)[name]]
        said = _("Changed: {name} ({code}): {fields}")
        lines.append(said.format(name=before.name, code=before.code, fields=", ".join(fields)))
    lines += [_("Missing: {name} ({code})").format(name=one.name, code=one.code) for one in changes.missing]
    lines += [_("Becomes: {old} -> {new}").format(old=link.old, new=link.new) for link in changes.links]
    return lines


async def apply_import(rows: AsyncConnection, new: Atlas, aliases: Sequence[Alias]) -> Changes:
    """Store an atlas and its aliases, in the caller's transaction. Aliases are replaced as a whole. Says what changed.

    Raises AreasError, in plain words and before anything is written, when the atlas breaks a rule of areas in time,
    when it lacks a version that is stored, or when an alias names a code that no area had on the first day.
    """
    changes = plan_import(await load(rows), new)
    wrong = problems(new) + [
        f"{one.area} from {one.valid_from} is stored but missing here: areas end, they do not vanish"
        for one in changes.missing
    ]
    codes = {version.code for version in new.on(FIRST_DAY).values()}
    wrong += [f"the alias {one.text!r} names an unknown code" for one in aliases if not codes.issuperset(one.codes)]
    if wrong:
        raise AreasError("; ".join(wrong))
    await _put(rows, area_version, ("area", "valid_from"), [_plain(one) for one in new.versions])
    await _put(rows, area_change, ("id",), [_plain(one) for one in new.changes])
    await _put(rows, area_link, ("change", "old", "new"), [_plain(one) for one in new.links])
    await rows.execute(sa.delete(area_alias))
    await _put(rows, area_alias, ("text",), [{**_plain(one), "codes": " ".join(one.codes)} for one in aliases])
    return changes


async def load(rows: AsyncConnection) -> Atlas:
    """The stored areas; empty before the first import."""
    return Atlas(
        await _records(
            rows, area_version, lambda row: Version(**{**row, "type": AreaType(row["type"])}), "valid_from", "code"
        ),
        await _records(rows, area_change, lambda row: Change(**{**row, "kind": ChangeKind(row["kind"])}), "day", "id"),
        await _records(rows, area_link, lambda row: Link(**row), "change", "new", "old"),
    )


async def load_aliases(rows: AsyncConnection) -> tuple[Alias, ...]:
    """The stored landmarks and short names."""
    return await _records(rows, area_alias, lambda row: Alias(**{**row, "codes": tuple(row["codes"].split())}), "text")


async def _records(
    rows: AsyncConnection, table: sa.Table, record: Callable[[dict[str, Any]], Record], *order: str
) -> tuple[Record, ...]:
    found = await rows.execute(sa.select(table).order_by(*(table.c[name] for name in order)))
    return tuple(record(dict(row)) for row in found.mappings())


async def _put(rows: AsyncConnection, table: sa.Table, keys: Sequence[str], values: list[dict[str, Any]]) -> None:
    if values:
        changed = [name for name in values[0] if name not in keys]
        await rows.execute(upsert(rows, table, keys, changed), values)


def _plain(record: Version | Change | Link | Alias) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, StrEnum) else value for name, value in asdict(record).items()}


async def save_shapes(rows: AsyncConnection, shapes: Mapping[str, tuple[Ring, ...]]) -> None:
    """Outlines of areas; one that has some gets these instead."""
    values = [{"area": area, "rings": json.dumps(shapes[area])} for area in sorted(shapes)]
    if values:
        await rows.execute(upsert(rows, area_shape, ("area",), ("rings",)), values)


async def shapes(rows: AsyncConnection) -> Mapping[str, tuple[Ring, ...]]:
    """Every outline there is, by area; none where the deployer gave none."""
    found = await rows.execute(sa.select(area_shape).order_by(area_shape.c.area))
    return {row.area: tuple(tuple((lon, lat) for lon, lat in ring) for ring in json.loads(row.rings)) for row in found}
