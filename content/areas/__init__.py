"""Administrative areas in time: what each was called, what became of it, and by which resolution.

An area has an id of our own, which is never read for its meaning: government codes change hands. 31522 was
Phường 9 until 31/8/2024 and Phường 1 from the next day; 31528 is thị trấn Kế Sách, then xã Kế Sách. A version
says what is true of an area from `valid_from` to the day before `valid_to`; 2022-01-01 is where these records
begin, not when an area was founded. A link leads from an area that ended to one that holds its ground now.

The files: versions.csv, changes.csv, links.csv (2022 -> 2024 -> 2025, the former Sóc Trăng only), aliases.csv
(landmarks, short names), everyday.csv (names that are everyday words too) and coast.csv (the sea off the
coast, roughly).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TypeVar

from content.areas.atlas import (
    FIRST_DAY,
    Alias,
    AreaType,
    Atlas,
    Change,
    ChangeKind,
    Enough,
    Link,
    SeaPoint,
    Version,
)
from content.areas.checks import problems
from content.sheets import SheetError, day_of, table_of

__all__ = [
    "FIRST_DAY",
    "Alias",
    "AreaType",
    "AreasError",
    "Atlas",
    "Change",
    "ChangeKind",
    "Enough",
    "Link",
    "SeaPoint",
    "Version",
    "load",
    "load_aliases",
    "load_everyday",
    "load_sea",
    "shipped",
]

FOLDER = Path(__file__).parent

Row = TypeVar("Row")


class AreasError(ValueError):
    """The area files cannot be used; the message names the file, the line and what is wrong."""


def load(folder: Path = FOLDER) -> Atlas:
    """The areas of the files in a folder, checked. Raises AreasError, which says every fault in plain words."""
    atlas = Atlas(
        tuple(_read(folder / "versions.csv", _version)),
        tuple(_read(folder / "changes.csv", _change)),
        tuple(_read(folder / "links.csv", lambda row: Link(row["change"], row["old"], row["new"]))),
    )
    if wrong := problems(atlas):
        raise AreasError(f"{folder}: " + "; ".join(wrong))
    return atlas


@cache
def shipped() -> Atlas:
    """The areas that come with the product."""
    return load()


def load_aliases(path: Path = FOLDER / "aliases.csv") -> tuple[Alias, ...]:
    """Landmarks and short names. Raises AreasError."""
    return tuple(
        _read(path, lambda row: Alias(row["alias"], tuple(row["codes"].split()), row["kind"], row["certainty"]))
    )


def load_everyday(path: Path = FOLDER / "everyday.csv") -> Mapping[str, Enough]:
    """Names that are everyday words too ("an ninh"), and what in running text is enough to take one for a place."""
    return dict(_read(path, lambda row: (row["words"], Enough(row["enough"]))))


def load_sea(path: Path = FOLDER / "coast.csv") -> tuple[SeaPoint, ...]:
    """The corners of the sea off the province: the coast from south-west to north-east, then offshore and back."""
    return tuple(_read(path, lambda row: SeaPoint(float(row["lat"]), float(row["lon"]), row["code"])))


def _read(path: Path, record: Callable[[Mapping[str, str]], Row]) -> Iterable[Row]:
    try:
        _heading, rows = table_of(path)
    except (OSError, SheetError) as error:
        cure = ". In Excel, save it as: CSV UTF-8" if isinstance(error, SheetError) and error.encoding else ""
        raise AreasError(f"{path}: cannot be read: {error}{cure}") from error
    for line, row in rows:
        if row is None:
            raise AreasError(f"{path}, line {line}: too many columns")
        try:
            yield record(row)
        except KeyError as error:
            raise AreasError(f"{path}: the column {error} is missing") from error
        except (ValueError, TypeError, AttributeError) as error:
            raise AreasError(f"{path}, line {line}: {error}") from error


def _version(row: Mapping[str, str]) -> Version:
    return Version(
        area=row["area"],
        code=row["code"],
        name=row["name"],
        type=AreaType(row["type"]),
        parent=row["parent"] or None,
        valid_from=day_of(row["valid_from"]),
        valid_to=day_of(row["valid_to"]) if row["valid_to"] else None,
        lat=_number(row["lat"]),
        lon=_number(row["lon"]),
        area_km2=_number(row["area_km2"]),
    )


def _change(row: Mapping[str, str]) -> Change:
    return Change(row["change"], day_of(row["day"]), ChangeKind(row["kind"]), row["basis"], row["note"])


def _number(text: str) -> float | None:
    return float(text) if text else None
