"""When a message is free, when it costs money, when it is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.zalo_oa.windows import Heard, Window, may_send, window

NOW = 1_800_000_000.0
HOUR, DAY = 3600.0, 86_400.0


@pytest.mark.parametrize(
    ("ago", "found"),
    [
        (0.0, Window.FREE),
        (47 * HOUR + 59 * 60, Window.FREE),
        (48 * HOUR, Window.PAID),
        (48 * HOUR + 60, Window.PAID),
        (7 * DAY - 60, Window.PAID),
        (7 * DAY, Window.CLOSED),
        (8 * DAY, Window.CLOSED),
    ],
)
def test_the_windows_at_their_edges(ago: float, found: Window) -> None:
    assert window(NOW - ago, NOW) is found


def test_whoever_never_wrote_has_no_window() -> None:
    assert window(None, NOW) is Window.CLOSED


@pytest.mark.parametrize(("open_", "unpaid"), [(Window.FREE, True), (Window.PAID, False), (Window.CLOSED, False)])
def test_money_is_spent_only_where_the_operator_said_so(open_: Window, unpaid: bool) -> None:
    assert may_send(open_, paid=False) is unpaid
    assert may_send(open_, paid=True) is (open_ is not Window.CLOSED)


@given(st.floats(0, 30 * DAY), st.floats(0, 30 * DAY))
def test_a_window_never_opens_again_by_waiting(first: float, second: float) -> None:
    order = list(Window)
    assert order.index(window(NOW - max(first, second), NOW)) >= order.index(window(NOW - min(first, second), NOW))


def test_the_newest_word_counts_and_only_so_many_people_are_remembered() -> None:
    heard = Heard(most=2)
    for user, at in (("a", 5.0), ("a", 3.0), ("b", 1.0), ("c", 1.0)):
        heard.note(user, at)
    assert (heard.last("a"), heard.last("b"), heard.last("c")) == (None, 1.0, 1.0)
    heard.note("b", 9.0)
    heard.note("b", 2.0)
    assert heard.last("b") == 9.0
    heard.forget("b")
    assert heard.last("b") is None
