"""Whether a year is on its way: what should be covered by now, and when all will be at this pace. Pure, on days and counts."""

from __future__ import annotations

from datetime import date, timedelta


def expected(of: int, since: date, due: date, today: date) -> int:
    """How many of them should be covered by today, if every day from `since` to `due` (both count) did its part."""
    days = (due - since).days + 1
    gone = min(max((today - since).days + 1, 0), days)
    return of * gone // days if days > 0 else of


def forecast(covered: int, of: int, since: date, today: date) -> date | None:
    """The day on which all will be covered at the pace since `since`; today where all are; None where nothing is yet."""
    if covered >= of:
        return today
    gone = (today - since).days + 1
    if covered <= 0 or gone <= 0:
        return None
    try:
        return today + timedelta(days=-(-(of - covered) * gone // covered))
    except OverflowError:
        return None
