"""What the platform's answers mean, wherever the code stands."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.base import Fate
from bot.channels.network import Answer
from bot.channels.zalo_bot.outcomes import FULL_S, Refused, outcome_of, result_of


def refused(answer: Answer) -> Refused:
    with pytest.raises(Refused) as caught:
        result_of(answer)
    return caught.value


def test_a_success_is_what_says_ok() -> None:
    assert result_of(Answer(200, {"ok": True, "result": {"id": "1"}})) == {"id": "1"}
    assert result_of(Answer(200, {"ok": True})) is None


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (200, {"ok": False, "description": "Unauthorized", "error_code": 401}, 401),
        (200, {"ok": False, "errorCode": 426}, 426),
        (408, {"ok": False, "description": "Request timeout"}, 408),
        (404, {"ok": False, "description": "Not Found"}, 404),
        (200, {"ok": False, "description": "Request timeout"}, 0),
        (503, {"ok": False}, 503),
        (200, {"ok": "true"}, 0),
        (200, {"ok": False, "error_code": True}, 0),
        (502, None, 0),
        (200, None, 0),
        (404, None, 404),
        (200, [1], 0),
    ],
)
def test_the_code_is_found_in_the_body_first(status: int, body: Any, code: int) -> None:
    assert refused(Answer(status, body)).code == code


@pytest.mark.parametrize(
    ("code", "words", "fate"),
    [
        (400, "text must have 1 to 2000 characters", Fate.BAD),
        (400, "chat_id is invalid", Fate.FORBIDDEN),
        (401, "Unauthorized", Fate.TOKEN),
        (403, "Internal server error", Fate.RETRY),
        (404, "Not Found", Fate.SETUP),
        (408, "Request timeout", Fate.UNKNOWN),
        (429, "Quota exceeded", Fate.FLOOD),
        (500, "", Fate.RETRY),
        (0, "", Fate.UNKNOWN),
        (418, "", Fate.BAD),
    ],
)
def test_what_a_refusal_means_for_a_message(code: int, words: str, fate: Fate) -> None:
    assert outcome_of(Refused(code, words), refused_for_s=0).fate is fate


def test_too_much_for_a_long_time_is_a_used_up_plan() -> None:
    assert outcome_of(Refused(429), refused_for_s=FULL_S).fate is Fate.QUOTA


def test_no_refusal_shows_the_words_of_the_platform() -> None:
    assert "secret" not in repr(Refused(400, "secret")) + str(Refused(400, "secret"))
