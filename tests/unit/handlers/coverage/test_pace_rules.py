"""What should be covered by now, and when all will be."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from handlers.coverage.pace_rules import expected, forecast

SINCE, DUE = date(2024, 11, 16), date(2025, 11, 30)
DAYS = st.integers(-30, 500).map(lambda days: SINCE + timedelta(days=days))


def test_ten_days_before_the_end_all_but_one_should_be_covered() -> None:
    assert expected(43, SINCE, DUE, date(2025, 11, 20)) == 41


def test_half_of_them_in_half_a_year_makes_the_other_half_as_long() -> None:
    today = SINCE + timedelta(days=99)
    assert forecast(20, 40, SINCE, today) == today + timedelta(days=100)


def test_what_has_not_begun_has_no_forecast() -> None:
    assert forecast(0, 43, SINCE, DUE) is None


def test_all_covered_is_done_today() -> None:
    assert forecast(43, 43, SINCE, DUE) == DUE


@given(of=st.integers(0, 5000), today=DAYS)
def test_what_is_expected_grows_from_nothing_to_all(of: int, today: date) -> None:
    now, later = expected(of, SINCE, DUE, today), expected(of, SINCE, DUE, today + timedelta(days=1))
    assert 0 <= now <= later <= of
    assert expected(of, SINCE, DUE, SINCE - timedelta(days=1)) == 0
    assert expected(of, SINCE, DUE, DUE) == of


@given(covered=st.integers(1, 5000), more=st.integers(0, 5000), days=st.integers(0, 400))
def test_at_the_forecast_day_the_pace_has_covered_all_and_not_a_day_before(covered: int, more: int, days: int) -> None:
    today, of = SINCE + timedelta(days=days), covered + more
    day = forecast(covered, of, SINCE, today)
    if day is None:  # beyond the calendar
        return
    gone = (day - SINCE).days + 1
    assert covered * gone >= of * (days + 1) or more == 0
    if day > today:
        assert covered * (gone - 1) < of * (days + 1)
