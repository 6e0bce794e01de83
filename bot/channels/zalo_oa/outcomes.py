"""What Zalo's refusals mean for a message. They come with HTTP 200; `error` is 0 or a negative number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.channels.base import Fate, Outcome

RATE_S = 60.0
"""The limits are counted by the minute."""
STALE = (-216, -220, -124)
"""The access token was replaced or has ended: a newer one may be there already."""

_CODES: Mapping[int, tuple[Fate, str]] = {
    -32: (Fate.FLOOD, "rate"),
    -100: (Fate.RETRY, "upload_expired"),
    -124: (Fate.TOKEN, "token"),
    -200: (Fate.RETRY, "server"),
    -201: (Fate.BAD, "content"),
    -204: (Fate.SETUP, "oa_disabled"),
    -205: (Fate.SETUP, "no_oa"),
    -209: (Fate.SETUP, "app_inactive"),
    -210: (Fate.BAD, "too_long"),
    -211: (Fate.QUOTA, "quota"),
    -212: (Fate.SETUP, "not_registered"),
    -213: (Fate.FORBIDDEN, "not_following"),
    -214: (Fate.RETRY, "processing"),
    -216: (Fate.TOKEN, "token"),
    -217: (Fate.FORBIDDEN, "blocked"),
    -218: (Fate.QUOTA, "quota"),
    -219: (Fate.SETUP, "app_disabled"),
    -220: (Fate.TOKEN, "token"),
    -221: (Fate.SETUP, "not_verified"),
    -223: (Fate.SETUP, "not_authorized"),
    -224: (Fate.SETUP, "package"),
    -227: (Fate.FORBIDDEN, "inactive"),
    -230: (Fate.WINDOW, "window"),
    -232: (Fate.WINDOW, "window"),
    -233: (Fate.BAD, "type"),
    -234: (Fate.FLOOD, "night"),
    -235: (Fate.SETUP, "oa_type"),
    -237: (Fate.FORBIDDEN, "group"),
    -238: (Fate.FORBIDDEN, "group"),
    -240: (Fate.BAD, "old_api"),
    -241: (Fate.FORBIDDEN, "group"),
    -242: (Fate.SETUP, "app_secret"),
    -244: (Fate.FORBIDDEN, "blocked"),
    -248: (Fate.BAD, "standards"),
    -249: (Fate.BAD, "template"),
    -305: (Fate.WINDOW, "window"),
    -311: (Fate.WINDOW, "window"),
    -320: (Fate.WINDOW, "no_money"),
    -321: (Fate.WINDOW, "no_money"),
    -403: (Fate.FORBIDDEN, "group"),
}


def outcome_of(code: int, now: float) -> Outcome:
    """The outcome of a call that was refused with this number. `now` in seconds since 1970."""
    fate, why = _CODES.get(code, (Fate.BAD, "unknown_code"))
    return Outcome(fate, why=why, retry_after=_wait(why, now) if fate is Fate.FLOOD else 0.0)


def _wait(why: str, now: float) -> float:
    """Until the minute is over; what may not be sent at night goes at 06:05, Vietnam's time."""
    if why != "night":
        return RATE_S
    return (6 * 3600 + 300 - (now + 7 * 3600)) % 86_400


def error_of(answer: Any) -> int | None:
    """The number in an answer, 0 where all is well; None where this is no answer of Zalo's."""
    code = answer.get("error") if isinstance(answer, dict) else None
    if isinstance(code, str) and code.removeprefix("-").isdecimal():
        code = int(code)
    return code if isinstance(code, int) and not isinstance(code, bool) else None
