"""What Telegram's errors mean for a message. Its texts are the only way to tell many of them apart; they are matched
in part.
"""

from __future__ import annotations

from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)

from bot.channels.base import Fate, Outcome
from bot.channels.telegram.network import Unsent

# part of the server's text -> fate, class
_BAD_REQUESTS: tuple[tuple[str, Fate, str], ...] = (
    ("message is not modified", Fate.SAME, ""),
    ("topic_not_modified", Fate.SAME, ""),
    ("message to edit not found", Fate.GONE, ""),
    ("message to delete not found", Fate.GONE, ""),
    ("message can't be edited", Fate.GONE, "too_old"),
    ("message can't be deleted", Fate.GONE, "too_old"),
    ("message_id_invalid", Fate.GONE, ""),
    ("message identifier is not specified", Fate.GONE, ""),
    ("query is too old", Fate.GONE, ""),
    ("query id is invalid", Fate.GONE, ""),
    ("chat not found", Fate.FORBIDDEN, "no_chat"),
    ("user not found", Fate.FORBIDDEN, "no_chat"),
    ("peer_id_invalid", Fate.FORBIDDEN, "no_chat"),
    ("user_is_blocked", Fate.FORBIDDEN, "blocked"),
    ("not enough rights", Fate.FORBIDDEN, "rights"),
    ("have no rights", Fate.FORBIDDEN, "rights"),
    ("need administrator rights", Fate.FORBIDDEN, "rights"),
    ("chat_write_forbidden", Fate.FORBIDDEN, "rights"),
    ("chat_restricted", Fate.FORBIDDEN, "rights"),
    ("message thread not found", Fate.BAD, "thread"),
    ("topic_closed", Fate.BAD, "thread"),
    ("topic_deleted", Fate.BAD, "thread"),
    ("topic_id_invalid", Fate.BAD, "thread"),
    ("is not a forum", Fate.FORBIDDEN, "no_forum"),
    ("message to be replied not found", Fate.BAD, "reply"),
    ("internal server error", Fate.RETRY, "server"),
)
_FORBIDDEN: tuple[tuple[str, str], ...] = (
    ("blocked by the user", "blocked"),
    ("user is deactivated", "deactivated"),
    ("kicked", "kicked"),
    ("not a member", "kicked"),
    ("initiate conversation", "not_started"),
    ("rights", "rights"),
)


def outcome_of(error: Exception) -> Outcome:
    """The outcome of a call that raised."""
    if isinstance(error, RetryAfter):
        wait: int | timedelta = error._retry_after  # the public property warns about its own future type
        return Outcome(Fate.FLOOD, retry_after=wait.total_seconds() if isinstance(wait, timedelta) else float(wait))
    if isinstance(error, ChatMigrated):
        return Outcome(Fate.MOVED, moved_to=str(error.new_chat_id))
    if isinstance(error, InvalidToken):
        return Outcome(Fate.TOKEN, why="token")
    if isinstance(error, Forbidden):
        return _forbidden(str(error).lower())
    if isinstance(error, BadRequest):  # before NetworkError, of which it is one
        return _bad_request(str(error).lower())
    if isinstance(error, Unsent):
        return Outcome(Fate.RETRY, why="unsent")
    if isinstance(error, TimedOut):
        return Outcome(Fate.UNKNOWN, why="timeout")
    if isinstance(error, Conflict):
        return Outcome(Fate.RETRY, why="conflict")
    if isinstance(error, NetworkError) and not str(error).startswith("Unknown error"):
        return Outcome(Fate.RETRY, why="server")  # it answered: 5xx, so it did not do it
    return Outcome(Fate.UNKNOWN, why="unknown")


def _forbidden(text: str) -> Outcome:
    return Outcome(Fate.FORBIDDEN, why=next((why for part, why in _FORBIDDEN if part in text), "forbidden"))


def _bad_request(text: str) -> Outcome:
    found = next(((fate, why) for part, fate, why in _BAD_REQUESTS if part in text), (Fate.BAD, "bad_request"))
    return Outcome(found[0], why=found[1])
