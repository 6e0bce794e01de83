"""What is counted of tips, and what may leave a station. Pure: dates and outcomes in, figures out, never content.

A share of nothing is no share: it is left empty, not shown as 0 % or 100 %. Whatever leaves the station hides counts
under five, and with them so many others that nobody can subtract their way back. Only whole quarters leave, as they
were counted when it happened: what never changes gives nothing away by being looked at twice.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from content.terms import N_, Outcome, Term, Verified
from storage.figures import Life

LEAST = 5
"""The smallest count that leaves a station."""


class Span(Term):
    """What a station sees of itself: since when its tips were sent."""

    WEEK = "week", N_("This week")
    MONTH = "month", N_("This month")
    QUARTER = "quarter", N_("This quarter")
    YEAR = "year", N_("This year")


class Measure(Term):
    """What is told of the units, each on its own: no one of them is the sum of others. The value is the counter's name."""

    RECEIVED = "received", N_("Received")
    TESTS = "test", N_("Test tips")
    HANDED_OVER = "move.hand_over", N_("Hand over")
    OVERDUE = "late", N_("Overdue")
    MERGED = f"closed.{Outcome.MERGED.value}", Outcome.MERGED.text
    OUT_OF_SCOPE = f"closed.{Outcome.OUT_OF_SCOPE.value}", Outcome.OUT_OF_SCOPE.text
    HANDLED = f"closed.{Outcome.HANDLED.value}", Outcome.HANDLED.text
    TRANSFERRED = f"closed.{Outcome.TRANSFERRED.value}", Outcome.TRANSFERRED.text
    NO_GROUNDS = f"closed.{Outcome.NO_GROUNDS.value}", Outcome.NO_GROUNDS.text
    FILED = f"closed.{Outcome.FILED.value}", Outcome.FILED.text
    PROSECUTED = f"closed.{Outcome.PROSECUTED.value}", Outcome.PROSECUTED.text
    NOT_PROSECUTED = f"closed.{Outcome.NOT_PROSECUTED.value}", Outcome.NOT_PROSECUTED.text
    FINED = f"closed.{Outcome.FINED.value}", Outcome.FINED.text
    FALSE_REPORT = f"closed.{Outcome.FALSE_REPORT.value}", Outcome.FALSE_REPORT.text


def begins(span: Span, today: date) -> date:
    """The first day of the period that runs."""
    if span is Span.WEEK:
        return today - timedelta(days=today.weekday())
    month = {Span.MONTH: today.month, Span.QUARTER: 3 * ((today.month - 1) // 3) + 1, Span.YEAR: 1}[span]
    return today.replace(month=month, day=1)


def months_between(first: date, last: date) -> tuple[str, ...]:
    """The calendar's months from one day to another, as counters name them."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    numbers = (first.year * 12 + first.month - 1 + place for place in range(count))
    return tuple(f"{number // 12:04d}-{number % 12 + 1:02d}" for number in numbers)


def whole_quarters(year: int, today: date) -> tuple[int, ...]:
    """The quarters of a year that are over."""
    over = 4 if year < today.year else (today.month - 1) // 3 if year == today.year else 0
    return tuple(range(1, over + 1))


def quarter_of(found: Mapping[tuple[str, str], int], units: Iterable[str], year: int, quarter: int) -> Column:
    """What may leave of a measure: one whole quarter, unit by unit. `found`: counts by (unit, month).

    No total of a year and no shorter period is told of a unit: a quarter that is hidden could be reckoned out of them.
    """
    first = 3 * quarter - 2
    months = [f"{year:04d}-{month:02d}" for month in range(first, first + 3)]
    counts = {unit: {"": sum(found.get((unit, month), 0) for month in months)} for unit in units}
    table = hide(counts)
    return Column({unit: table.rows[unit] for unit in counts}, table.total)


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
    """Of one station and period. Medians in seconds; None: it happened to no tip."""

    received: int
    tests: int
    duplicates: int
    out_of_scope: int
    handed_over: int
    overdue: int
    outcomes: Mapping[Outcome, int]
    to_accept_s: float | None
    to_first_question_s: float | None
    to_close_s: float | None
    answered: Share
    came_back: Share
    verified: Share


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


@dataclass(frozen=True)
class Column:
    """One measure of one quarter; None: hidden."""

    units: Mapping[str, int | None]
    total: int | None


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
