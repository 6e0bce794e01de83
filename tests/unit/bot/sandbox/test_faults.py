from typing import Any

import pytest

from bot.sandbox.faults import FaultScript

SEND = ("telegram", "sendMessage")


def struck(rule: dict[str, Any], times: int, *, chat_id: str | None = None) -> list[int]:
    """Which of so many sendMessage the rule strikes, counted from 1."""
    script = FaultScript()
    script.add([rule])
    return [n for n in range(1, times + 1) if script.take(*SEND, chat_id)]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"drop": True}, [1, 2, 3, 4, 5]),
        ({"drop": True, "times": 2}, [1, 2]),
        ({"drop": True, "nth": 3}, [3]),
        ({"drop": True, "nth": 2, "times": 3}, [2, 3, 4]),
        ({"drop": True, "method": "sendmessage", "nth": 1}, [1]),
        ({"drop": True, "method": "*", "platform": "*", "nth": 5}, [5]),
        ({"drop": True, "method": "sendPhoto"}, []),
        ({"drop": True, "platform": "zalo"}, []),
        ({"drop": True, "chat_id": 7, "nth": 1}, [1]),
        ({"drop": True, "chat_id": "8"}, []),
    ],
)
def test_a_rule_strikes_where_and_when_it_says(rule: dict[str, Any], expected: list[int]) -> None:
    assert struck(rule, 5, chat_id="7") == expected


def test_the_first_rule_that_strikes_wins_and_all_count() -> None:
    script = FaultScript()
    script.add([{"method": "sendMessage", "nth": 2, "delay": 1}, {"method": "sendMessage", "nth": 2, "drop": True}])
    assert script.take(*SEND) is None
    fault = script.take(*SEND)
    assert fault is not None
    assert fault.delay == 1
    assert [rule["seen"] for rule in script.listed()] == [2, 2]


def test_update_meets_updates_of_every_kind() -> None:
    script = FaultScript()
    script.add([{"method": "update", "duplicate": True}])
    assert script.take("telegram", "update.callback_query")
    assert not script.take("telegram", "getUpdates")


def test_a_cleared_script_is_empty() -> None:
    script = FaultScript()
    script.add([{"drop": True}])
    script.clear()
    assert script.take(*SEND) is None


@pytest.mark.parametrize(
    ("rule", "complaint"),
    [
        ({"metod": "sendMessage", "drop": True}, "metod"),
        ({"method": "sendMessage"}, "what happens"),
        ({"drop": True, "nth": 0}, "counts from 1"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_in_words(rule: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        FaultScript().add([rule])
