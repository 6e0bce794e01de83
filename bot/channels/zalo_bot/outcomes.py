"""What the platform's refusals mean. The HTTP status says nothing by itself: a wrong token comes with 200."""

from __future__ import annotations

from typing import Any

from bot.channels.base import Fate, Outcome
from bot.channels.network import Answer

TOO_MUCH = 429
NO_TOKEN = 401
NO_METHOD = 404
IDLE = 408
RATE_S = 60.0
FULL_S = 600.0
"""For how long a chat may be refused as "too much" before that is taken for a used-up plan and not for haste."""


class Refused(Exception):
    """The platform answered, and said no. `code` as it stands in the body, else the HTTP status; 0: no word of its own."""

    def __init__(self, code: int, description: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.description = description  # for matching: never shown, never logged


def result_of(answer: Answer) -> Any:
    """What stands in `result` of a success; None where it has none. Raises Refused.

    The code is spelled in two ways, and sometimes stands in the HTTP status alone.
    """
    body = answer.json if isinstance(answer.json, dict) else {}
    if body.get("ok") is True:
        return body.get("result")
    code = next((body[name] for name in ("error_code", "errorCode") if _is_code(body.get(name))), answer.status)
    known = "ok" in body or answer.status < 500
    raise Refused(code if known and code != 200 else 0, str(body.get("description") or ""))


def outcome_of(refused: Refused, *, refused_for_s: float) -> Outcome:
    """What a refused message means. `refused_for_s`: since when nothing but "too much" was said of this chat."""
    code, words = refused.code, refused.description.lower()
    if code == NO_TOKEN:
        return Outcome(Fate.TOKEN, why="token")
    if code == TOO_MUCH:
        if refused_for_s >= FULL_S:
            return Outcome(Fate.QUOTA, why="full")
        return Outcome(Fate.FLOOD, why="rate", retry_after=RATE_S)
    if code == 400:
        return Outcome(Fate.FORBIDDEN, why="no_chat") if "chat" in words else Outcome(Fate.BAD, why="content")
    if code == NO_METHOD:  # our own address of the platform, or its method: a person must look
        return Outcome(Fate.SETUP, why="no_method")
    if code in (0, IDLE):
        return Outcome(Fate.UNKNOWN, why="no_answer")
    if code == 403 or code >= 500:  # the platform's own table calls 403 "internal server error"
        return Outcome(Fate.RETRY, why="server")
    return Outcome(Fate.BAD, why="unknown_code")


def _is_code(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
