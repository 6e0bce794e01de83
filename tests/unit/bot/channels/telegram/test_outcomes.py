"""Each of Telegram's errors means one thing for a message."""

from __future__ import annotations

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)  # fmt: skip

from bot.channels.base import Fate, Outcome
from bot.channels.telegram.network import Lost, Unsent
from bot.channels.telegram.outcomes import outcome_of

TABLE = [
    (BadRequest("Bad Request: message is not modified: specified new message content"), Fate.SAME, ""),
    (BadRequest("Bad Request: message to edit not found"), Fate.GONE, ""),
    (BadRequest("Bad Request: message to delete not found"), Fate.GONE, ""),
    (BadRequest("Bad Request: message can't be deleted for everyone"), Fate.GONE, "too_old"),
    (BadRequest("Bad Request: query is too old and response timeout expired or query ID is invalid"), Fate.GONE, ""),
    (BadRequest("Bad Request: chat not found"), Fate.FORBIDDEN, "no_chat"),
    (BadRequest("Bad Request: not enough rights to send text messages to the chat"), Fate.FORBIDDEN, "rights"),
    (BadRequest("Bad Request: message thread not found"), Fate.BAD, "thread"),
    (BadRequest("Bad Request: message text is empty"), Fate.BAD, "bad_request"),
    (Forbidden("Forbidden: bot was blocked by the user"), Fate.FORBIDDEN, "blocked"),
    (Forbidden("Forbidden: user is deactivated"), Fate.FORBIDDEN, "deactivated"),
    (Forbidden("Forbidden: bot was kicked from the supergroup chat"), Fate.FORBIDDEN, "kicked"),
    (Forbidden("Forbidden: bot can't initiate conversation with a user"), Fate.FORBIDDEN, "not_started"),
    (Forbidden("Forbidden: something new"), Fate.FORBIDDEN, "forbidden"),
    (InvalidToken("Unauthorized"), Fate.TOKEN, "token"),
    (Conflict("Conflict: terminated by other getUpdates request"), Fate.RETRY, "conflict"),
    (Unsent("ClientConnectorError"), Fate.RETRY, "unsent"),
    (Lost("ServerTimeoutError"), Fate.UNKNOWN, "timeout"),
    (TimedOut(), Fate.UNKNOWN, "timeout"),
    (NetworkError("Bad Gateway"), Fate.RETRY, "server"),
    (NetworkError("Unknown error in HTTP implementation: X()"), Fate.UNKNOWN, "unknown"),
    (TelegramError("the answer is no JSON"), Fate.UNKNOWN, "unknown"),
]


@pytest.mark.parametrize(("error", "fate", "why"), TABLE, ids=[str(error)[:40] for error, _fate, _why in TABLE])
def test_an_error_means(error: Exception, fate: Fate, why: str) -> None:
    assert outcome_of(error) == Outcome(fate, why=why)


def test_a_flood_wait_and_a_migration_carry_what_is_needed() -> None:
    assert outcome_of(RetryAfter(17)) == Outcome(Fate.FLOOD, retry_after=17.0)
    assert outcome_of(ChatMigrated(-1001)) == Outcome(Fate.MOVED, moved_to="-1001")
