"""The units of a CSV file: `id,name,kind,area,parent,contact`, with commas or semicolons, as Excel writes it.

`kind` is a word of `StationKind`; `area` the code of today's commune; an empty `parent` means the province; `contact`,
which may be left out, is how a liaison is called that has no officer here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.cli.sheet import rows_of
from bot.cli.terminal import Wrong
from content.areas import Atlas
from content.locales import _
from content.policy import Policy
from content.terms import StationKind
from handlers.triage.routing_rules import LIAISONS
from storage.stations import Station

COLUMNS = ("id", "name", "kind", "area", "parent")
CONTACT = "contact"
ID = re.compile(r"[A-Z0-9][A-Z0-9-]{0,15}")
LONGEST_NAME = 120
LONGEST_CONTACT = 60


@dataclass(frozen=True)
class Change:
    """A unit that gets another name, place, unit above or contact: as it was, and as it will be."""

    before: Station
    after: Station


@dataclass(frozen=True)
class Plan:
    """What an import would do."""

    new: tuple[Station, ...]
    changed: tuple[Change, ...]
    same: int

    @property
    def all(self) -> list[Station]:
        return [*self.new, *(one.after for one in self.changed)]


def founding(policy: Policy) -> list[Station]:
    """The two units that every installation has."""
    return [
        Station(policy.province_station, policy.province_station, StationKind.PROVINCE),
        Station(policy.inspectorate_station, _("Inspectorate"), StationKind.INSPECTORATE),
    ]


def read_units(path: Path, atlas: Atlas, day: date, policy: Policy) -> list[Station]:
    """The units of a file. Raises Wrong with every fault, a line each."""
    found: list[Station] = []
    faults: list[str] = []
    for number, values in rows_of(path, COLUMNS, (CONTACT,)):
        fault = _fault(values, found, atlas, day, policy) if values else _("too many columns")
        if fault or not values:
            faults.append(_("Line {number}: {fault}").format(number=number, fault=fault))
            continue
        version = atlas.by_code(values["area"], day) if values["area"] else None
        kind = StationKind(values["kind"])
        parent = values["parent"] or (policy.province_station if kind is StationKind.COMMUNE else None)
        area, contact = version.area if version else None, values[CONTACT] or None
        found.append(Station(values["id"], values["name"], kind, area, parent, contact))
    known = {one.id for one in found} | {policy.province_station, policy.inspectorate_station}
    faults += [
        _("{unit}: there is no unit {parent} above it").format(unit=one.id, parent=one.parent)
        for one in found
        if one.parent and one.parent not in known
    ]
    if faults:
        raise Wrong("\n".join([_("{file} was not taken:").format(file=path), *faults]))
    return found


def _fault(values: Mapping[str, str], before: Iterable[Station], atlas: Atlas, day: date, policy: Policy) -> str:
    """What is wrong with a line; "" where nothing is."""
    if not ID.fullmatch(values["id"]):
        return _("the id must be 1 to 16 capital letters, digits or hyphens")
    if values["id"] in {one.id for one in before}:
        return _("{unit} stands twice").format(unit=values["id"])
    if not 0 < len(values["name"]) <= LONGEST_NAME:
        return _("the name is missing or too long")
    if values["kind"] not in set(StationKind):
        return _("the kind must be one of {kinds}").format(kinds=", ".join(StationKind))
    kind = StationKind(values["kind"])
    if (kind is StationKind.PROVINCE) != (values["id"] == policy.province_station):
        return _("the province's unit, and no other, is {unit}").format(unit=policy.province_station)
    if (kind is StationKind.INSPECTORATE) != (values["id"] == policy.inspectorate_station):
        return _("the inspectorate's unit, and no other, is {unit}").format(unit=policy.inspectorate_station)
    if kind is StationKind.COMMUNE and not values["area"]:
        return _("the code of its commune is missing")
    version = atlas.by_code(values["area"], day) if values["area"] else None
    if values["area"] and (version is None or version.type.level != 3):
        return _("{code} is no commune of today").format(code=values["area"])
    if len(values[CONTACT]) > LONGEST_CONTACT:
        return _("the contact is too long")
    if values[CONTACT] and kind not in LIAISONS:
        return _("only a liaison (border_guard, neighbour) has a contact")
    communes = (one for one in before if kind is StationKind.COMMUNE and one.kind is kind)
    twin = next((one for one in communes if version and one.area == version.area), None)
    return _("{unit} has the same commune").format(unit=twin.id) if twin else ""


def plan(units: Iterable[Station], stored: Mapping[str, Station]) -> Plan:
    """What is new and what changes; units that a file leaves out stay as they are.

    Raises Wrong where a unit would become one of another kind: who may recover its key hangs on it.
    """
    listed = list(units)
    new = tuple(one for one in listed if one.id not in stored)
    changes = (Change(stored[one.id], one) for one in listed if one.id in stored)
    changed = tuple(one for one in changes if differences(one))
    faults = [
        _("{unit} is {kind} and stays so: give the new unit an id of its own").format(unit=one.after.id, kind=one.before.kind)
        for one in changed
        if one.before.kind is not one.after.kind
    ]  # fmt: skip
    if faults:
        raise Wrong("\n".join(faults))
    return Plan(new, changed, len(listed) - len(new) - len(changed))


def differences(one: Change) -> dict[str, tuple[str, str]]:
    """What changes of a unit, by column: before and after. Keys, officers and groups are no part of a file."""
    pairs = {name: (getattr(one.before, name), getattr(one.after, name)) for name in (*COLUMNS, CONTACT)}
    return {name: (was or "", will or "") for name, (was, will) in pairs.items() if was != will}
