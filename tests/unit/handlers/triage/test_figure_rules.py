"""What is counted, what is left empty, and that nothing hidden can be reckoned out of what is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.terms import Outcome, Verified
from handlers.triage.figure_rules import (
    LEAST,
    Share,
    Span,
    Table,
    begins,
    figures,
    hide,
    indicator,
    months_between,
    quarter_of,
    whole_quarters,
)
from storage.figures import Life


def test_an_empty_period_has_noughts_and_no_shares_and_no_medians() -> None:
    empty = figures([])
    assert (empty.received, empty.tests, empty.overdue) == (0, 0, 0)
    assert (empty.to_accept_s, empty.to_close_s) == (None, None)
    assert empty.verified
    assert empty.verified.ratio is None


def test_tests_are_counted_apart_and_are_in_no_other_figure() -> None:
    test = Life(0.0, accepted=9.0, closed=9.0, outcome=Outcome.HANDLED, test=True, asked=1, answered=1, indicator=True)
    with_tests = figures([Life(0.0, accepted=5.0), test])
    assert (with_tests.received, with_tests.tests) == (1, 1)
    assert with_tests.to_accept_s == 5.0
    assert with_tests.answered == Share(0, 0)
    assert with_tests.verified == Share(0, 0)


def test_medians_are_of_those_to_whom_it_happened() -> None:
    lives = [Life(0.0, accepted=60.0), Life(100.0, accepted=400.0), Life(0.0, accepted=120.0), Life(0.0)]
    assert figures(lives).to_accept_s == 120.0
    assert figures(lives).to_first_question_s is None


def test_every_outcome_has_its_number_and_duplicates_and_out_of_scope_are_named() -> None:
    lives = [Life(0.0, outcome=Outcome.MERGED)] * 2 + [Life(0.0, outcome=Outcome.OUT_OF_SCOPE)] + [Life(0.0)]
    found = figures(lives)
    assert (found.duplicates, found.out_of_scope) == (2, 1)
    assert sum(number or 0 for number in found.outcomes.values()) == 3
    assert set(found.outcomes) == set(Outcome)


def test_of_sea_and_parcels_yes_and_no_are_verified_and_what_cant_be_is_not() -> None:
    of = Life(0.0, indicator=True)
    lives = [
        replace(of, verified=Verified.YES),
        replace(of, verified=Verified.NO),
        replace(of, verified=Verified.CANNOT),
        of,
        replace(of, outcome=Outcome.MERGED),
        Life(0.0, verified=Verified.YES),
    ]
    assert indicator(lives) == Share(2, 4)


def test_a_table_of_communes_hides_the_one_tip_of_a_commune() -> None:
    found = hide(
        {"Vĩnh Hải": {"sale": 1, "use": 20}, "Trần Đề": {"sale": 30, "use": 7}, "Lai Hòa": {"sale": 8, "use": 9}}
    )
    assert found.cells["Vĩnh Hải"] == {"sale": None, "use": None}
    assert found.total == 75


def test_an_empty_table_and_one_without_anything_small_are_left_alone() -> None:
    assert hide({}) == Table({}, {}, {}, None)
    whole = hide({"a": {"x": 5, "y": 6}, "b": {"x": 7, "y": 8}})
    assert whole == Table({"a": {"x": 5, "y": 6}, "b": {"x": 7, "y": 8}}, {"a": 11, "b": 15}, {"x": 12, "y": 14}, 26)


TABLES = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.one_of(st.integers(0, 6), st.integers(0, 60)), min_size=width, max_size=width),
        min_size=1,
        max_size=5,
    )
)


def named(numbers: list[list[int]]) -> dict[str, dict[str, int]]:
    return {f"r{row}": {f"c{column}": number for column, number in enumerate(line)} for row, line in enumerate(numbers)}


def with_totals(found: Table) -> dict[tuple[str, str], int | None]:
    """Every number of a published table; totals stand in the row and the column without a name."""
    every = {(row, column): number for row, line in found.cells.items() for column, number in line.items()}
    every |= {(row, ""): number for row, number in found.rows.items()}
    return every | {("", column): number for column, number in found.columns.items()} | {("", ""): found.total}


def equations(hidden: list[tuple[str, str]]) -> list[list[Fraction]]:
    """Every line as an equation in what is hidden.

    Totals would stand with a minus; a sign that belongs to an unknown changes nothing about whether it is fixed.
    """
    return [[Fraction(cell[axis] == line) for cell in hidden] for axis in (0, 1) for line in {c[axis] for c in hidden}]


def reckoned_out(system: list[list[Fraction]]) -> list[int]:
    """Unknowns that the equations fix: those of a reduced row with one entry."""
    rows = [list(row) for row in system]
    done = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((row for row in range(done, len(rows)) if rows[row][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        rows[done] = [number / rows[done][column] for number in rows[done]]
        for row in range(len(rows)):
            if row != done and rows[row][column]:
                factor = rows[row][column]
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[done], strict=True)]
        done += 1
    return [row.index(1) for row in rows[:done] if sum(1 for number in row if number) == 1]


@given(TABLES)
def test_nothing_hidden_can_be_reckoned_out_and_no_hidden_few_are_left_over(numbers: list[list[int]]) -> None:
    shown = with_totals(hide(named(numbers)))
    assert all(number is None or number >= LEAST for number in shown.values())
    assert reckoned_out(equations([cell for cell, number in shown.items() if number is None])) == []
    for axis in (0, 1):
        for name in {cell[axis] for cell in shown}:
            line = {cell: number for cell, number in shown.items() if cell[axis] == name}
            if None in line.values() and any(line.values()):
                assert sum(true(numbers, cell) for cell, number in line.items() if number is None) >= LEAST


def true(numbers: list[list[int]], cell: tuple[str, str]) -> int:
    rows = numbers if not cell[0] else [numbers[int(cell[0][1:])]]
    return sum(sum(row) if not cell[1] else row[int(cell[1][1:])] for row in rows)


@given(TABLES)
def test_what_is_shown_is_true(numbers: list[list[int]]) -> None:
    for cell, number in with_totals(hide(named(numbers))).items():
        assert number is None or number == true(numbers, cell)


UNITS = [f"u{number}" for number in range(8)]
COUNTS = st.dictionaries(
    st.tuples(st.sampled_from(UNITS), st.integers(1, 12).map(lambda month: f"2026-{month:02d}")),
    st.one_of(st.integers(0, 3), st.integers(0, 40)),
)


@given(COUNTS, st.integers(1, 4))
def test_a_quarter_that_leaves_tells_of_no_unit_what_is_hidden(found: dict[tuple[str, str], int], one: int) -> None:
    column = quarter_of(found, UNITS, 2026, one)
    exact = {unit: sum(found.get((unit, month), 0) for month in months(one)) for unit in UNITS}
    assert all(number is None or (number == exact[unit] and number >= LEAST) for unit, number in column.units.items())
    hidden = [exact[unit] for unit, number in column.units.items() if number is None]
    if column.total is not None:
        assert column.total == sum(exact.values())
        assert len(hidden) != 1, "one hidden number is the total less the others"
        assert not hidden or sum(hidden) >= LEAST, "what is left of the total bounds each hidden one"


def months(one: int) -> list[str]:
    return [f"2026-{month:02d}" for month in range(3 * one - 2, 3 * one + 1)]


@given(COUNTS, st.integers(1, 4))
def test_what_a_quarter_says_never_changes_with_what_comes_later(found: dict[tuple[str, str], int], one: int) -> None:
    known = {cell: number for cell, number in found.items() if cell[1] <= months(one)[-1]}
    assert quarter_of(known, UNITS, 2026, one) == quarter_of(found, UNITS, 2026, one)


@pytest.mark.parametrize(
    ("span", "today", "first"),
    [
        (Span.WEEK, date(2027, 1, 15), date(2027, 1, 11)),
        (Span.WEEK, date(2027, 1, 1), date(2026, 12, 28)),
        (Span.WEEK, date(2027, 1, 11), date(2027, 1, 11)),
        (Span.MONTH, date(2027, 3, 31), date(2027, 3, 1)),
        (Span.QUARTER, date(2027, 3, 31), date(2027, 1, 1)),
        (Span.QUARTER, date(2027, 12, 1), date(2027, 10, 1)),
        (Span.YEAR, date(2028, 2, 29), date(2028, 1, 1)),
    ],
)
def test_a_period_that_runs_began_on_its_first_day(span: Span, today: date, first: date) -> None:
    assert begins(span, today) == first


def test_months_are_named_over_the_turn_of_a_year() -> None:
    assert months_between(date(2026, 11, 30), date(2027, 2, 1)) == ("2026-11", "2026-12", "2027-01", "2027-02")


@pytest.mark.parametrize(
    ("year", "today", "over"),
    [
        (2027, date(2027, 3, 31), ()),
        (2027, date(2027, 4, 1), (1,)),
        (2027, date(2027, 12, 31), (1, 2, 3)),
        (2026, date(2027, 1, 1), (1, 2, 3, 4)),
        (2028, date(2027, 1, 1), ()),
    ],
)
def test_only_quarters_that_are_over_leave(year: int, today: date, over: tuple[int, ...]) -> None:
    assert whole_quarters(year, today) == over
