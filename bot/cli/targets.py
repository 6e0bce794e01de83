"""The targets of a CSV file: `id,kind,name,area,audience,contact,until`; communes and wards come from the areas by themselves.

`kind` is a word of `TargetKind`; `area` the code of today's commune, empty for a route; `audience` a word of `Audience`,
empty for what is usual for the kind; `until`, which may be left out, is the first day on which it is no longer there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bot.cli.sheet import Row, rows_of
from bot.cli.terminal import Wrong
from content.areas import Atlas
from content.library.terms import Audience
from content.locales import _
from content.outreach_terms import TargetKind
from content.sheets import day_of
from storage.targets import ID, Target

COLUMNS = ("id", "kind", "name", "area", "audience", "contact")
UNTIL = "until"
OF_COMMUNE = "xa-"
"""Ids of communes begin so; the area's own id follows, which no reform gives to another."""
LONGEST_NAME, LONGEST_CONTACT = 120, 120
KINDS = tuple(kind for kind in TargetKind if kind is not TargetKind.COMMUNE)
USUAL: Mapping[TargetKind, Audience] = {
    TargetKind.SCHOOL: Audience.PARENTS,
    TargetKind.ROUTE: Audience.PASSENGERS,
    TargetKind.DEPOT: Audience.DRIVERS,
    TargetKind.VENUE: Audience.VENUES,
}
"""Whom a group of this kind of target usually holds; everyone elsewhere."""
TEMPLATE = f"""{",".join((*COLUMNS, UNTIL))}
th-hoa-sen,school,Trường Tiểu học Hoa Sen,31783,parents,Văn phòng trường 0299 000 000,
tuyen-song-hau,route,Tuyến sông Hậu,,passengers,,
"""


@dataclass(frozen=True)
class Change:
    """A target that gets another name, place, audience, contact or end: as it was, and as it will be."""

    before: Target
    after: Target


@dataclass(frozen=True)
class Plan:
    """What an import would do."""

    new: tuple[Target, ...]
    changed: tuple[Change, ...]
    same: int

    @property
    def all(self) -> list[Target]:
        return [*self.new, *(one.after for one in self.changed)]


def communes(atlas: Atlas, day: date) -> list[Target]:
    """A target for every commune and ward up to this day, also those that a reform ended: their years are counted too."""
    known: dict[str, Target] = {}
    for version in sorted(atlas.versions, key=lambda one: one.valid_from):
        if version.type.level == 3 and version.valid_from <= day:
            first = known[version.area].valid_from if version.area in known else version.valid_from
            known[version.area] = Target(
                OF_COMMUNE + version.area, TargetKind.COMMUNE, version.name, version.area, Audience.EVERYONE, first,
                version.valid_to,
            )  # fmt: skip
    return list(known.values())


def read_targets(path: Path, atlas: Atlas, day: date) -> list[Target]:
    """The targets of a file. Raises Wrong with every fault, a line each."""
    found: dict[str, Target] = {}
    faults: list[str] = []
    for number, values in rows_of(path, COLUMNS, (UNTIL,)):
        fault = _fault(values, found, atlas, day) if values else _("too many columns")
        if fault or not values:
            faults.append(_("Line {number}: {fault}").format(number=number, fault=fault))
        else:
            found[values["id"]] = _target(values, atlas, day)
    if faults:
        raise Wrong("\n".join([_("{file} was not taken:").format(file=path), *faults]))
    return list(found.values())


def _target(values: Row, atlas: Atlas, day: date) -> Target:
    kind = TargetKind(values["kind"])
    version = atlas.by_code(values["area"], day) if values["area"] else None
    audience = Audience(values["audience"]) if values["audience"] else USUAL.get(kind, Audience.EVERYONE)
    until = day_of(values[UNTIL]) if values[UNTIL] else None
    area = version.area if version else None
    return Target(values["id"], kind, values["name"], area, audience, day, until, values["contact"])


def _fault(values: Row, before: Mapping[str, Target], atlas: Atlas, day: date) -> str:
    """What is wrong with a line; "" where nothing is."""
    version = atlas.by_code(values["area"], day) if values["area"] else None
    checks = (
        (not ID.fullmatch(values["id"]), _("the id must be 2 to 40 small letters, digits or hyphens, such as th-hoa-sen")),
        (values["id"].startswith(OF_COMMUNE), _("ids that begin with xa- are the communes' own")),
        (values["id"] in before, _("{target} stands twice").format(target=values["id"])),
        (values["kind"] not in KINDS, _("the kind must be one of {kinds}").format(kinds=", ".join(KINDS))),
        (not 0 < len(values["name"]) <= LONGEST_NAME, _("the name is missing or too long")),
        (not values["area"] and values["kind"] != TargetKind.ROUTE, _("the code of its commune is missing")),
        (bool(values["area"]) and (version is None or version.type.level != 3),
         _("{code} is no commune of today").format(code=values["area"])),
        (values["audience"] not in ("", *Audience),
         _("the audience must be one of {words}").format(words=", ".join(Audience))),
        (len(values["contact"]) > LONGEST_CONTACT, _("the contact is too long")),
        (not _is_day(values[UNTIL]), _("the last column is a day such as 01/06/2027, or empty")),
    )  # fmt: skip
    return next((sentence for fails, sentence in checks if fails), "")


def _is_day(text: str) -> bool:
    try:
        return not text or bool(day_of(text))
    except ValueError:
        return False


def plan(listed: Iterable[Target], stored: Mapping[str, Target], day: date, atlas: Atlas) -> Plan:
    """What is new and what changes; what a file leaves out stays, and so does the day since when a target is known.

    Communes that a reform ended end here too. Raises Wrong where a target would become one of another kind.
    """
    wanted = {one.id: one for one in listed}
    for one in stored.values():
        if one.kind is TargetKind.COMMUNE and one.id not in wanted and one.valid_to is None:
            wanted[one.id] = replace(one, valid_to=_ended(one, atlas, day))
    kept = {
        name: replace(one, valid_from=stored[name].valid_from if name in stored else one.valid_from)
        for name, one in wanted.items()
    }
    new = tuple(one for name, one in kept.items() if name not in stored)
    pairs = [Change(stored[name], one) for name, one in kept.items() if name in stored]
    turned = [one for one in pairs if one.before.kind is not one.after.kind]
    if turned:
        sentence = _("{target} is {kind} and stays so: give the new one an id of its own")
        raise Wrong("\n".join(sentence.format(target=one.after.id, kind=one.before.kind) for one in turned))
    changed = tuple(one for one in pairs if one.before != one.after)
    return Plan(new, changed, len(pairs) - len(changed))


def _ended(one: Target, atlas: Atlas, day: date) -> date:
    ends = [version.valid_to for version in atlas.versions if version.area == one.area and version.valid_to]
    return max(ends, default=day)


def differences(one: Change) -> dict[str, tuple[str, str]]:
    """What changes of a target: before and after, in words."""
    names = ("name", "area", "audience", "contact", "valid_to")
    pairs = {name: (str(getattr(one.before, name) or ""), str(getattr(one.after, name) or "")) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
