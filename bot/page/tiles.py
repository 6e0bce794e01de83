"""A map of areas as tiles of one size, each near where the area lies: north above, east to the right. Pure.

How much is covered is written on each tile, and told by three kinds of ground that differ in print without colour, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

ACROSS = 5
"""Tiles beside each other: as many as a phone's width can carry with names that can be read."""
WIDTH, HEIGHT = 100, 62
MOST = 120
"""More areas than this are a table only."""
LINE = 11
"""Letters that fit into a line of a tile."""


@dataclass(frozen=True)
class Spot:
    """An area with its middle in degrees, and how many of its places are covered."""

    name: str
    lat: float
    lon: float
    covered: int
    of: int


@dataclass(frozen=True)
class Tile:
    """One tile; x and y of its upper left corner."""

    x: int
    y: int
    name: tuple[str, ...]  # lines
    figure: str
    ground: str  # "all", "some", "none"


@dataclass(frozen=True)
class Map:
    """All tiles, and how large the whole is."""

    tiles: tuple[Tile, ...]
    width: int
    height: int


def tile_map(spots: Sequence[Spot]) -> Map | None:
    """The tiles; None where there are none, or too many to read."""
    if not spots or len(spots) > MOST:
        return None
    rows = ceil(len(spots) / ACROSS)
    north_first = sorted(spots, key=lambda one: (-one.lat, one.lon, one.name))
    tiles = []
    for row in range(rows):
        start, end = (len(spots) * edge // rows for edge in (row, row + 1))
        west_first = sorted(north_first[start:end], key=lambda one: (one.lon, -one.lat, one.name))
        tiles += [_tile(one, column * WIDTH, row * HEIGHT) for column, one in enumerate(west_first)]
    return Map(tuple(tiles), ACROSS * WIDTH, rows * HEIGHT)


def _tile(one: Spot, x: int, y: int) -> Tile:
    ground = "all" if one.covered == one.of else "some" if one.covered else "none"
    return Tile(x, y, _lines(one.name), f"{one.covered}/{one.of}", ground)


def _lines(name: str) -> tuple[str, ...]:
    """A name in one line, or in two that are as long as each other."""
    words = name.split()
    if len(name) <= LINE or len(words) < 2:
        return (name,)
    cut = min(range(1, len(words)), key=lambda at: abs(len(" ".join(words[:at])) - len(" ".join(words[at:]))))
    return " ".join(words[:cut]), " ".join(words[cut:])
