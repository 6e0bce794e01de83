"""Local time as officers read it. A card in a group names the part of the day only (users.md A9)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from content.locales import _, ngettext
from content.policy import Policy

MINUTE_S, HOUR_S = 60.0, 3600.0


def local(at: float, policy: Policy) -> datetime:
    """Seconds since 1970 -> local clock."""
    return datetime.fromtimestamp(at, UTC) + timedelta(seconds=policy.utc_offset)


def hour_minute(at: float, policy: Policy) -> str:
    """Clock time: 14:05."""
    return f"{local(at, policy):%H:%M}"


def day_hour_minute(at: float, now: float, policy: Policy) -> str:
    """Clock time, with the day where it is not today."""
    when = local(at, policy)
    return f"{when:%H:%M}" if when.date() == local(now, policy).date() else f"{when:%H:%M %d/%m}"


def part_of_day(at: float, policy: Policy) -> str:
    """Morning, afternoon or evening: all that a group learns of an ordinary tip's hour."""
    hour = local(at, policy).hour
    if 4 <= hour < 12:
        return _("in the morning")
    return _("in the afternoon") if 12 <= hour < 18 else _("in the evening")


def quiet(now: float, policy: Policy) -> bool:
    """Hours in which only danger rings."""
    hour = local(now, policy).hour
    return hour >= policy.quiet_from or hour < policy.quiet_to


def span(seconds: float) -> str:
    """Whole minutes up to two hours, then as `whole_hours`."""
    minutes = int(max(seconds, 0.0) // MINUTE_S)
    if minutes < 2 * 60:
        return ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)
    return whole_hours(seconds)


def whole_hours(seconds: float) -> str:
    """Whole hours up to two days, then whole days, rounded down: for what is only known to the hour."""
    hours = int(max(seconds, 0.0) // HOUR_S)
    if hours < 48:
        return ngettext("{n} hour", "{n} hours", hours).format(n=hours)
    return ngettext("{n} day", "{n} days", hours // 24).format(n=hours // 24)
