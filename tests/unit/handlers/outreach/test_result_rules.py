"""What came of a sending: sums that add up to their lines, and no small group told by its line or by a difference."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from content.outreach_terms import DeliveryState, SubscriptionKind
from handlers.outreach.result_rules import LEAST_ANSWERS, LEAST_MEMBERS, lines, right_share, sums
from storage.heard import Heard
from storage.results import Outcome

GROUP, _CHANNEL, PERSON, RELAY = SubscriptionKind
SENT = DeliveryState.SENT


def outcome(
    kind: SubscriptionKind = GROUP, members: int | None = 40, answered: int = 0, right: int = 0, **more: object
) -> Outcome:
    known = {"target": None, "area": "vinh-chau", "title": "Nhóm", "state": SENT, "why": "", "at": 1.0} | more
    return Outcome("telegram", kind, members=members, heard=Heard(answered, answered, right), **known)  # type: ignore[arg-type]


OUTCOMES = st.lists(
    st.builds(
        lambda kind, members, answered, right, state, posted: outcome(
            kind, members, answered, min(answered, right), state=state, posted=kind is RELAY and posted, posted_to=9
        ),
        st.sampled_from(SubscriptionKind),
        st.none() | st.integers(1, 60),
        st.integers(0, 12),
        st.integers(0, 12),
        st.sampled_from(DeliveryState),
        st.booleans(),
    ),
    max_size=20,
)


@given(OUTCOMES)
def test_every_sum_is_that_of_its_lines_and_of_the_rows_behind_them(outcomes: list[Outcome]) -> None:
    shown = lines(outcomes)
    total = sums(shown)
    assert total.copies == len(outcomes) == sum(one.copies for one in shown)
    assert total.heard == sum((one.heard for one in outcomes), Heard())
    assert total.heard.right == total.hidden_right + sum(one.heard.right for one in shown if not one.hidden)
    assert total.posted == sum(one.posted for one in outcomes)


@given(OUTCOMES)
def test_no_small_group_is_told_by_its_line_nor_by_what_is_left_of_the_sum(outcomes: list[Outcome]) -> None:
    shown = lines(outcomes)
    hidden = [one for one in shown if one.hidden]
    for one in shown:
        few = one.members is not None and one.members < LEAST_MEMBERS
        assert one.hidden or not one.heard.answered or not (few or one.heard.answered < LEAST_ANSWERS)
    if sums(shown).right_shown and hidden:
        assert len(hidden) > 1
        assert sum(one.heard.answered for one in hidden) >= LEAST_ANSWERS


def test_the_next_smallest_joins_a_group_that_would_be_alone() -> None:
    shown = lines([outcome(answered=2, right=1), outcome(answered=30, right=9), outcome(answered=12, right=5)])
    assert [one.heard.answered for one in shown if one.hidden] == [2, 12]


def test_where_there_is_no_other_the_sum_is_not_shown_either() -> None:
    total = sums(lines([outcome(members=4, answered=3, right=2), outcome()]))
    assert (total.heard.answered, total.right_shown) == (3, False)


def test_persons_are_added_up_by_place_and_end_and_have_no_line_of_their_own() -> None:
    persons = [outcome(PERSON, None, 1, 1, title="") for _one in range(6)]
    (line,) = lines([*persons])
    assert (line.copies, line.at, line.heard) == (6, None, Heard(6, 6, 6))
    assert len(lines([*persons, outcome(PERSON, None, state=DeliveryState.FAILED, why="blocked")])) == 2


def test_members_count_where_a_copy_stands_and_a_contact_s_word_apart() -> None:
    total = sums(lines([
        outcome(), outcome(state=DeliveryState.UNKNOWN), outcome(RELAY, None, posted=True, posted_to=32),
    ]))  # fmt: skip
    assert (total.reached, total.posted, total.posted_to) == (40, 1, 32)


def test_the_share_of_right_answers_is_of_answers() -> None:
    assert right_share(Heard(9, 3, 2)) == 67
    assert right_share(Heard(9, 0, 0)) is None
