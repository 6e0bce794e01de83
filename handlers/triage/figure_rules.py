"""What is counted of tips, and what may leave a station. Pure: dates and outcomes in, figures out, never content.

A share of nothing is no share: it is left empty, not shown as 0 % or 100 %. Whatever leaves the station hides counts
under five, and with them so many others that nobody can subtract their way back.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from content.terms import Outcome, Verified

LEAST = 5
"""The smallest count that leaves a station."""


@dataclass(frozen=True)
class Life:
    """One tip's course, in seconds since 1970; None: it has not happened."""

    sent: float
    accepted: float | None = None
    first_asked: float | None = None
    closed: float | None = None
    handed_over: float | None = None
    outcome: Outcome | None = None
    verified: Verified | None = None
    test: bool = False
    indicator: bool = False  # of the sea border or of parcels
    overdue: bool = False
    asked: int = 0
    answered: int = 0
    came_back: bool = False  # its reporter looked it up or added to it


@dataclass(frozen=True)
class Share:
    """A part of a whole. Both are given, so that a reader sees of how many."""

    part: int
    whole: int

    @property
    def ratio(self) -> float | None:
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True)
class Figures:
    """Of one station and period. Medians in seconds; None: nothing to count, or too little to leave the station."""

    received: int | None
    tests: int | None
    duplicates: int | None
    out_of_scope: int | None
    handed_over: int | None
    overdue: int | None
    outcomes: Mapping[Outcome, int | None]
    to_accept_s: float | None
    to_first_question_s: float | None
    to_close_s: float | None
    answered: Share | None
    came_back: Share | None
    verified: Share | None


def figures(lives: Iterable[Life]) -> Figures:
    """Everything that a station sees of its own period. Tests are a number of their own and are in nothing else."""
    every = list(lives)
    real = [one for one in every if not one.test]
    ended = Counter(one.outcome for one in real)
    return Figures(
        received=len(real),
        tests=len(every) - len(real),
        duplicates=_count(real, lambda one: one.outcome is Outcome.MERGED),
        out_of_scope=_count(real, lambda one: one.outcome is Outcome.OUT_OF_SCOPE),
        handed_over=_count(real, lambda one: one.handed_over is not None),
        overdue=_count(real, lambda one: one.overdue),
        outcomes={outcome: ended[outcome] for outcome in Outcome},
        to_accept_s=_median(_spans(real, lambda one: one.accepted)),
        to_first_question_s=_median(_spans(real, lambda one: one.first_asked)),
        to_close_s=_median(_spans(real, lambda one: one.closed)),
        answered=Share(sum(one.answered for one in real), sum(one.asked for one in real)),
        came_back=Share(_count(real, lambda one: one.came_back), len(real)),
        verified=indicator(real),
    )


def indicator(lives: Iterable[Life]) -> Share:
    """The plan's own figure (Dự án 2, II.5): of what was told of the sea border and of parcels, how much was verified.

    "Can't be verified" is an answer but no verifying. A joined tip is verified with the one it was joined to.
    """
    counted = [one for one in lives if one.indicator and not one.test and one.outcome is not Outcome.MERGED]
    return Share(_count(counted, lambda one: one.verified in (Verified.YES, Verified.NO)), len(counted))


def leaving(own: Figures, lives: Iterable[Life]) -> Figures:
    """The same figures as they may leave the station, with small ones hidden."""
    real = [one for one in lives if not one.test]
    ended = {outcome.value: number or 0 for outcome, number in own.outcomes.items()}
    shown = hide({"": ended}).cells[""]
    return Figures(
        received=_shown(own.received),
        tests=_shown(own.tests),
        duplicates=shown[Outcome.MERGED.value],
        out_of_scope=shown[Outcome.OUT_OF_SCOPE.value],
        handed_over=_shown(own.handed_over),
        overdue=_shown(own.overdue),
        outcomes={outcome: shown[outcome.value] for outcome in Outcome},
        to_accept_s=_enough(own.to_accept_s, _spans(real, lambda one: one.accepted)),
        to_first_question_s=_enough(own.to_first_question_s, _spans(real, lambda one: one.first_asked)),
        to_close_s=_enough(own.to_close_s, _spans(real, lambda one: one.closed)),
        answered=_share(own.answered),
        came_back=_share(own.came_back),
        verified=_share(own.verified),
    )


@dataclass(frozen=True)
class Table:
    """Counts with their totals; None: hidden."""

    cells: Mapping[str, Mapping[str, int | None]]
    rows: Mapping[str, int | None]
    columns: Mapping[str, int | None]
    total: int | None


_TOTAL = ""
"""The name of the line of totals; the names of rows and columns are prefixed, so that none is the same."""
Cell = tuple[str, str]
Line = tuple[str, str]


def hide(counts: Mapping[str, Mapping[str, int]]) -> Table:
    """A table as it may leave: counts under five hidden, and whatever would give them away by subtraction.

    A hidden count can be reckoned out where no circle of hidden counts runs through it, and bounded where the hidden
    ones of a line add up to less than five. Then the smallest shown one of that line is hidden too.
    """
    full = _with_totals(counts)
    hidden = {cell for cell, number in full.items() if number < LEAST}
    while more := _next_to_hide(full, hidden):
        hidden.add(more)
    shown = {cell: None if cell in hidden else number for cell, number in full.items()}
    columns = list(next(iter(counts.values()), {}))
    return Table(
        {row: {column: shown[f"={row}", f"={column}"] for column in columns} for row in counts},
        {row: shown[f"={row}", _TOTAL] for row in counts},
        {column: shown[_TOTAL, f"={column}"] for column in columns},
        shown[_TOTAL, _TOTAL],
    )


def _with_totals(counts: Mapping[str, Mapping[str, int]]) -> dict[Cell, int]:
    full = {(f"={row}", f"={column}"): number for row, line in counts.items() for column, number in line.items()}
    for (row, column), number in list(full.items()):
        for total in ((row, _TOTAL), (_TOTAL, column), (_TOTAL, _TOTAL)):
            full[total] = full.get(total, 0) + number
    return full or {(_TOTAL, _TOTAL): 0}


def _next_to_hide(full: Mapping[Cell, int], hidden: set[Cell]) -> Cell | None:
    """One more count to hide, the smallest that helps; None when nothing can be reckoned out any more."""
    lines: dict[Line, list[Cell]] = defaultdict(list)
    for cell in full:
        for line in _lines(cell):
            lines[line].append(cell)
    helping = [other for cell in _fixed(hidden) for line in _lines(cell) for other in lines[line]]
    for cells in lines.values():
        left = [full[cell] for cell in cells if cell in hidden]
        helping += cells if left and sum(left) < LEAST else []
    return min((cell for cell in helping if cell not in hidden), key=lambda cell: (full[cell], cell), default=None)


def _lines(cell: Cell) -> tuple[Line, Line]:
    return ("row", cell[0]), ("column", cell[1])


def _fixed(hidden: Iterable[Cell]) -> set[Cell]:
    """Hidden counts that the shown ones fix: those through which no circle of hidden ones runs (a graph's bridges)."""
    beside: dict[Line, list[tuple[Line, Cell]]] = defaultdict(list)
    for cell in hidden:
        row, column = _lines(cell)
        beside[row].append((column, cell))
        beside[column].append((row, cell))
    reached: dict[Line, int] = {}
    fixed: set[Cell] = set()

    def visit(line: Line, through: Cell | None) -> int:
        lowest = reached[line] = len(reached)
        for other, cell in beside[line]:
            if cell == through:
                continue
            known = other in reached
            back = reached[other] if known else visit(other, cell)
            if not known and back > reached[line]:
                fixed.add(cell)
            lowest = min(lowest, back)
        return lowest

    for line in list(beside):
        if line not in reached:
            visit(line, None)
    return fixed


def _count(lives: Iterable[Life], fits: Callable[[Life], bool]) -> int:
    return sum(1 for one in lives if fits(one))


def _spans(lives: Iterable[Life], until: Callable[[Life], float | None]) -> list[float]:
    return [end - one.sent for one in lives if (end := until(one)) is not None]


def _median(spans: Sequence[float]) -> float | None:
    return median(spans) if spans else None


def _enough(value: float | None, spans: Sequence[float]) -> float | None:
    return value if len(spans) >= LEAST else None


def _shown(number: int | None) -> int | None:
    return number if number is not None and number >= LEAST else None


def _share(share: Share | None) -> Share | None:
    """A share leaves only where neither its part nor the rest is small."""
    small = share is None or min(share.part, share.whole - share.part) < LEAST
    return None if small else share
