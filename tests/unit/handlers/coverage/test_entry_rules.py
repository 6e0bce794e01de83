"""A typed figure is read in its indicator's unit, a jump is noticed, and what is missing is asked for in time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from content.plans import shipped
from handlers.coverage.entry_rules import ASKED_BEFORE, asked_of, asks_on, change, jumps, met, missing, typed_figure

PLAN = shipped("soc-trang-2022-2025")


@pytest.mark.parametrize(
    ("indicator", "typed", "read"),
    [
        *[("K14", "115", (115, None, None)), ("K14", "1.851", (1851, None, None)), ("K14", "115/200", None)],
        *[("K6", "12/15", (80, 12, 15)), ("K6", "12 trên 15", (80, 12, 15)), ("K6", "80,5 %", (80.5, None, None))],
        *[("K6", "16/15", None), ("K6", "0/0", None), ("K6", "101", None), ("K6", "-1", None), ("K6", "nhiều", None)],
        *[("K4", "12,5", None), ("K4", "12%", None), ("K9", "1.851", (1851, None, None))],
    ],
)
def test_a_figure_is_read_in_its_unit(
    indicator: str, typed: str, read: tuple[float, int | None, int | None] | None
) -> None:
    found = typed_figure(typed, PLAN.indicators[indicator])
    assert (found and (found.value, found.part, found.whole)) == read


@pytest.mark.parametrize(
    ("new", "old", "jump"),
    [
        *[(201, 100, True), (200, 100, False), (50, 100, False), (49, 100, True)],
        *[(5, 0, True), (0, 5, True), (0, 0, False), (7, None, False)],
    ],
)
def test_more_than_double_or_less_than_half_is_a_jump(new: float, old: float | None, jump: bool) -> None:
    assert jumps(new, old) is jump


@pytest.mark.parametrize(
    ("indicator", "new", "old", "holds"),
    [
        *[("K4", 21, 20, True), ("K4", 20, 20, False), ("K4", 20, None, None), ("K4", 20, 0, None)],
        *[("K9", 1851, 1850, True), ("K9", 1900, 1850, False), ("K9", 1800, 1850, True)],  # under 1 % more
        *[("K6", 60, None, True), ("K8", 80, None, False), ("K14", 100, 90, True), ("K19", 0, None, True)],
    ],
)
def test_a_growth_is_held_to_the_year_before_everything_else_to_itself(
    indicator: str, new: float, old: float | None, holds: bool | None
) -> None:
    assert met(PLAN.indicators[indicator], new, old) is holds


def test_what_the_hotline_counts_itself_and_headings_are_not_asked_for() -> None:
    asked = [one.id for one in asked_of(PLAN)]
    assert not {"K2a", "K2b", "K3", "K12", "K17", "K20"} & set(asked)
    assert missing(PLAN, asked) == ()
    assert missing(PLAN, {"K1"}) == tuple(one for one in asked if one != "K1")


def test_missing_figures_are_asked_for_more_often_as_the_day_nears_and_never_after_it() -> None:
    due = date(2025, 11, 30)
    days = [due - timedelta(days=before) for before in range(-10, 60)]
    assert [(due - day).days for day in days if asks_on(day, due)] == sorted(ASKED_BEFORE)


def test_a_change_is_in_percent_of_the_year_before() -> None:
    assert change(21, 20) == pytest.approx(5)
    assert change(21, 0) is None
