"""Days off against published calendars, and what is done about a year that nobody has announced yet."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.clocks.calendar import Calendar, CalendarError, load, lunar, shipped

TET = """
2020-01-25 2021-02-12 2022-02-01 2023-01-22 2024-02-10 2025-01-29 2026-02-17 2027-02-06 2028-01-26 2029-02-13
2030-02-02 2031-01-23 2032-02-11 2033-01-31 2034-02-19 2035-02-08
"""
"""Mùng 1 as printed calendars give it. In 2030 it is a day before the Chinese one: Hà Nội's midnight is an hour later."""
GIO_TO = "2024-04-18 2025-04-07 2026-04-26 2027-04-16 2028-04-04 2029-04-23 2030-04-12"


@pytest.mark.parametrize("day", TET.split())
def test_the_last_day_of_the_lunar_year_and_the_first_three_of_the_next_are_off(day: str) -> None:
    first = date.fromisoformat(day)
    assert all(Calendar().off(first + timedelta(step)) for step in (-1, 0, 1, 2))
    assert {first + timedelta(step) for step in (-1, 0, 1, 2)} < lunar(first.year)


@pytest.mark.parametrize("day", GIO_TO.split())
def test_the_tenth_of_the_third_lunar_month_is_off(day: str) -> None:
    assert date.fromisoformat(day) in lunar(int(day[:4]))


@pytest.mark.parametrize(
    ("year", "off"),
    [
        (2024, "01-01 02-08 02-09 02-12 02-13 02-14 04-18 04-29 04-30 05-01 09-02 09-03"),
        (2025, "01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02"),
        (2026, "01-01 01-02 02-16 02-17 02-18 02-19 02-20 04-27 04-30 05-01 08-31 09-01 09-02"),
    ],
)
def test_a_years_days_off_from_monday_to_friday_are_those_that_were_announced(year: int, off: str) -> None:
    days = (date(year, 1, 1) + timedelta(step) for step in range(365))
    assert [f"{day:%m-%d}" for day in days if day.weekday() < 5 and shipped().off(day)] == off.split()


@pytest.mark.parametrize("day", ["2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22"])
def test_a_saturday_that_was_swapped_is_worked(day: str) -> None:
    assert not shipped().off(date.fromisoformat(day))
    assert Calendar().off(date.fromisoformat(day))


def test_a_year_without_a_file_has_its_weekends_and_certain_holidays_and_is_called_guessed() -> None:
    assert [f"{day:%d/%m}" for day in sorted(lunar(2033)) if Calendar().off(day)] == [
        "30/01", "31/01", "01/02", "02/02", "09/04",
    ]  # fmt: skip
    assert Calendar().off(date(2033, 9, 2))
    assert not Calendar().off(date(2033, 9, 1))
    assert shipped().guessed(date(2026, 12, 30), date(2027, 1, 5)) == (2027,)
    assert shipped().guessed(date(2026, 1, 1), date(2026, 12, 31)) == ()


def test_a_missing_list_is_called_for_a_month_ahead_and_until_it_is_there(tmp_path: Path) -> None:
    (tmp_path / "2026.toml").write_text('basis = "x"\noff = []\nworked = []\n')
    known = load(tmp_path)
    assert known.lacks(date(2026, 11, 30)) is None
    assert known.lacks(date(2026, 12, 1)) == 2027
    assert known.lacks(date(2027, 3, 1)) == 2027
    (tmp_path / "2027.toml").write_text('basis = "x"\noff = [2027-02-09]\nworked = []\n')
    assert load(tmp_path).lacks(date(2027, 3, 1)) is None
    assert load(tmp_path).off(date(2027, 2, 9))


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("soon.toml", 'basis = "x"\noff = []\nworked = []\n', "soon.toml"),
        ("2027.toml", "nonsense", "2027.toml"),
        ("2027.toml", 'basis = "x"\noff = []\n', "worked"),
        ("2027.toml", 'basis = ""\noff = []\nworked = []\n', "needs a basis"),
        ("2027.toml", 'basis = "x"\noff = [2026-01-02]\nworked = []\n', "no day of 2027"),
        ("2027.toml", 'basis = "x"\noff = ["2027-01-02"]\nworked = []\n', "no day of 2027"),
        ("2027.toml", 'basis = "x"\noff = [2027-01-02]\nworked = [2027-01-02]\n', "days off and days worked"),
        ("2027.toml", 'basis = "x"\noff = []\nworked = []\nmore = 1\n', "nothing else"),
    ],
)
def test_a_faulty_file_is_named(name: str, text: str, fault: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(CalendarError, match=fault):
        load(tmp_path)


DAYS = st.dates(date(2024, 1, 1), date(2040, 12, 31))


@given(DAYS)
def test_the_next_and_the_last_working_day_are_worked_and_nothing_between_is(day: date) -> None:
    after, before = shipped().next_working(day), shipped().last_working(day)
    assert before <= day <= after
    assert not shipped().off(before)
    assert not shipped().off(after)
    assert all(shipped().off(day + timedelta(step)) for step in range((after - day).days))


@given(DAYS, st.integers(1, 30))
def test_so_many_working_days_later_so_many_days_were_worked(day: date, count: int) -> None:
    later = shipped().plus_working(day, count)
    between = (day + timedelta(step) for step in range(1, (later - day).days + 1))
    assert sum(not shipped().off(one) for one in between) == count


def test_the_lunar_library_is_loaded_with_the_first_question_only() -> None:
    asks = "import sys, content.clocks, content.clocks.calendar as c; c.shipped(); print('lunar_vn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True).stdout == "False\n"
