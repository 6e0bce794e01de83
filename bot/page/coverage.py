"""What of a year is covered, as the page shows it: by indicator, by area, and each place that is not, with what it lacks.

Every figure is one of `handlers.coverage.picture`; here they are only filtered and set into tables.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.page.look import DASH, Look
from bot.page.sheet import Choice, Option, Row, Table
from bot.page.tiles import Spot, tile_map
from content.areas import shipped
from content.areas.atlas import Version
from content.coverage_terms import Reading
from content.locales import _
from content.numerals import numeral
from content.outreach_terms import TargetKind
from handlers.coverage.count_rules import RULE
from handlers.coverage.picture import Line, Place, year_picture
from handlers.coverage.plan_desk import covering
from storage import areas, sets

SHOWN = 200
"""Places that are not covered; the others are counted."""
EVERY = ""


@dataclass(frozen=True)
class Covered:
    """What is chosen of a year's picture, and the choices that led to it."""

    lines: tuple[Line, ...]
    choices: tuple[Choice, ...]
    areas: Mapping[str, Version]
    left_out: tuple[str, ...]  # indicators that this reading can't speak of: nobody has fixed their list


async def covered(look: Look, query: Mapping[str, str]) -> Covered:
    """The picture under the reading, of the indicator and the kind that the address names; anybody can type one."""
    fixed = await sets.of_year(look.rows, look.plan.key, look.year)
    named = {one.value: one for one in Reading}.get(query.get("cach", ""))
    reading = named or (Reading.FROZEN if fixed else Reading.NOW_ALL)
    picture = await year_picture(look.rows, look.keyring, look.policy, look.plan, look.year, reading, look.now)
    kinds = {one.value: one for one in TargetKind if any(one in line.indicator.of for line in picture.lines)}
    kind = kinds.get(query.get("loai", ""))
    ids = [one.indicator.id for one in picture.lines]
    indicator = next((one for one in ids if one == query.get("chitieu")), EVERY)
    lines = [one for one in picture.lines if indicator in (EVERY, one.indicator.id)]
    choices = (
        _choice("cach", _("Reading"), {one.value: _(one.text) for one in Reading}, reading.value),
        _choice("chitieu", _("Indicator"), {EVERY: _("All"), **{one: one for one in ids}}, indicator),
        _choice(
            "loai",
            _("Kind"),
            {EVERY: _("All"), **{key: _(one.text) for key, one in kinds.items()}},
            kind,
        ),
    )
    left_out = tuple(one for one in covering(look.plan) if one not in ids)
    atlas = await areas.load(look.rows)
    versions = (atlas if atlas.versions else shipped()).versions
    return Covered(tuple(_of_kind(lines, kind)), choices, {one.area: one for one in versions}, left_out)


def _choice(name: str, label: str, options: Mapping[str, str], chosen: str | None) -> Choice:
    return Choice(name, label, tuple(Option(key, text, key == (chosen or EVERY)) for key, text in options.items()))


def _of_kind(lines: Sequence[Line], kind: TargetKind | None) -> list[Line]:
    if kind is None:
        return list(lines)
    return [
        replace(one, places=tuple(place for place in one.places if place.target.kind is kind))
        for one in lines
        if kind in one.indicator.of
    ]


def by_indicator(found: Covered) -> Table:
    """A row for each indicator: covered of how many, what should be by now, when all are."""
    head = (_("Indicator"), _("Covered"), "%", _("Expected by now"), _("All at this pace"), _("Exceptions"))
    notes = [_(RULE), _("An exception was agreed by two people; it is not counted among the places.")]
    if found.left_out:
        text = _("Not in this reading, for nobody has fixed their list: {ids}.")
        notes.insert(0, text.format(ids=", ".join(found.left_out)))
    rows, empty = tuple(map(_line, found.lines)), _("No list is fixed for this year.")
    return Table("covered", _("Covered"), head, rows, empty, tuple(notes), frozenset({1, 2, 3, 5}))


def _line(one: Line) -> Row:
    name = f"{one.indicator.id} · {one.indicator.unit.removeprefix('% ').removeprefix('số ')}"
    day = one.forecast
    cells = (
        _share(one.covered, one.of),
        numeral(100 * one.covered / one.of) if one.of else DASH,
        numeral(one.expected),
        DASH if day is None or not one.of else f"{day:%d/%m/%Y}",
        numeral(one.exempt),
    )
    return Row(name, cells, f"“{one.indicator.quote}”")


def by_means(found: Covered) -> Table:
    """What stands behind it: each counted for itself, never added up."""
    rows = []
    for one in found.lines:
        total = one.total
        counts = (total.sent, total.unknown, total.seen, total.handed, total.posted, total.held, total.accepted)
        rows.append(Row(one.indicator.id, tuple(map(numeral, counts))))
    head = (
        _("Indicator"),
        _("Arrived"),
        _("Uncertain"),
        _("Pressed Seen"),
        _("Handed to contacts"),
        _("Posted by them"),
        _("Sessions held"),
        _("Of these accepted"),
    )
    note = _("Copies in the places' own groups, people who pressed, copies that contacts were given. Never added up.")
    return Table("means", _("What stands behind it"), head, tuple(rows), DASH, (note,), frozenset(range(1, 8)))


def by_area(found: Covered) -> Table:
    """Covered of how many in each area, the least covered first; and the same as a map, where all have a place on it."""
    counts: dict[str, list[int]] = {}
    nowhere = 0
    for place in (place for one in found.lines for place in one.places):
        if place.target.area is None:
            nowhere += 1
            continue
        count = counts.setdefault(place.target.area, [0, 0])
        count[0] += place.covered
        count[1] += 1
    order = sorted(counts, key=lambda area: (counts[area][0] / counts[area][1], _name(found, area)))
    rows = tuple(Row(_name(found, area), (_share(*counts[area]), numeral(100 * counts[area][0] / counts[area][1])))
                 for area in order)  # fmt: skip
    notes = [_("A place counts once for each indicator that asks for it.")]
    if nowhere:
        notes.append(_("Through several areas, and not in this table: {n}.").format(n=numeral(nowhere)))
    spots = [Spot(version.bare_name, version.lat, version.lon, *counts[area]) for area in order
             if (version := found.areas.get(area)) and version.lat is not None and version.lon is not None]  # fmt: skip
    return Table(
        "areas",
        _("By area"),
        (_("Area"), _("Covered"), "%"),
        rows,
        _("No place to cover is known."),
        tuple(notes),
        frozenset({1, 2}),
        tile_map(spots) if len(spots) == len(order) else None,
        _("Dark: all covered. Striped: some. White: none yet."),
    )


def not_covered(found: Covered) -> Table:
    """Each place that is not, and the one thing that it lacks."""
    missing = [(one, place) for one in found.lines for place in one.missing]
    rows = tuple(_missing(found, one, place) for one, place in missing[:SHOWN])
    more = len(missing) - len(rows)
    notes = (_("and {n} other places").format(n=numeral(more)),) if more else ()
    head = (_("Place"), _("Indicator"), _("Area"), _("What it lacks"))
    title = _("Not covered yet: {n}").format(n=numeral(len(missing)))
    known = any(one.of for one in found.lines)
    empty = _("Everything is covered.") if known else _("No place to cover is known.")
    return Table("missing", title, head, rows, empty, notes)


def _missing(found: Covered, one: Line, place: Place) -> Row:
    area = _name(found, place.target.area) if place.target.area else DASH
    why = _(place.lack.text) if place.lack else _("other parts of it")
    return Row(place.target.name, (one.indicator.id, area, why))


def _name(found: Covered, area: str) -> str:
    version = found.areas.get(area)
    return version.name if version else area


def _share(part: int, of: int) -> str:
    return f"{numeral(part)}/{numeral(of)}"
