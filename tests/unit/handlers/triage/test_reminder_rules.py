"""When whom is reminded, and that an officer gets one message and no more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.clocks import shipped
from content.clocks.calendar import shipped as shipped_calendar
from content.locales import speaking
from content.policy import Policy
from handlers.triage.clock_rules import due
from handlers.triage.reminder_rules import (
    BATCH_GAP_S,
    NOTICE_WORDS,
    TOLD,
    Batch,
    Batches,
    Notice,
    Reminder,
    Told,
    addressees,
    again,
    awake,
    batch_text,
    batches,
    notices,
)
from tests.unit.handlers.triage.test_clock_rules import local

POLICY = Policy()
CALENDAR = shipped_calendar()
NOON = local("2026-11-23 12:00")


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with speaking("en"):
        yield


def told(name: str, anchor: str, at: str, *, danger: bool = False, remote: bool = False) -> dict[Notice, float]:
    one = due(name, {anchor: local(at)}, shipped(), CALENDAR, POLICY, remote=remote)
    assert one
    return {why: when for when, why in notices(one, CALENDAR, POLICY, danger=danger)}


def test_every_notice_has_its_words_and_its_addressee() -> None:
    assert set(TOLD) == set(NOTICE_WORDS) == set(Notice)


def test_seven_days_are_warned_of_at_half_at_four_fifths_and_on_the_working_day_before() -> None:
    assert told("T4", "accepted", "2026-11-02 08:00") == {
        Notice.HALF: local("2026-11-06 06:00"),  # 04:00 on Friday, moved out of the night
        Notice.MOST: local("2026-11-08 11:12"),
        Notice.DAY_BEFORE: local("2026-11-06 08:00"),  # Monday is the last day, Friday the working day before
        Notice.LATE: local("2026-11-10 06:00"),
        Notice.LATE_PROVINCE: local("2026-11-11 08:00"),
    }


def test_the_working_day_before_tet_is_the_one_before_the_days_off() -> None:
    found = told("T4", "accepted", "2026-02-11 09:00")  # counted to 18/2, moved to Monday 23/2
    assert found[Notice.DAY_BEFORE] == local("2026-02-13 08:00")
    assert found[Notice.LATE] == local("2026-02-24 06:00")
    assert found[Notice.LATE_PROVINCE] == local("2026-02-25 08:00")


def test_what_is_late_on_a_friday_goes_to_the_head_on_saturday_and_to_the_province_on_tuesday() -> None:
    found = told("T4", "accepted", "2026-10-30 09:00")  # to Friday 6/11
    assert found[Notice.LATE] == local("2026-11-07 06:00")
    assert found[Notice.LATE_PROVINCE] == local("2026-11-10 08:00")


@pytest.mark.parametrize(
    ("last", "following"),
    [
        ("2026-11-23 08:00", "2026-11-24 08:00"),
        ("2026-11-27 08:00", "2026-11-30 08:00"),  # Friday, Monday
        ("2026-02-13 08:00", "2026-02-23 08:00"),  # Tết
    ],
)
def test_what_nobody_acts_on_is_told_again_every_working_day(last: str, following: str) -> None:
    assert again(local(last), CALENDAR, POLICY) == local(following)


def test_twelve_hours_are_warned_of_within_the_day_and_reach_the_province_two_hours_late() -> None:
    assert told("T2", "accepted", "2026-11-23 08:00") == {
        Notice.HALF: local("2026-11-23 14:00"),
        Notice.MOST: local("2026-11-23 17:36"),
        Notice.LATE: local("2026-11-23 20:00"),
        Notice.LATE_PROVINCE: local("2026-11-24 06:00"),  # 22:00 is night
    }


def test_a_warning_at_night_that_would_be_too_late_in_the_morning_comes_in_the_evening_before() -> None:
    found = told("T2", "accepted", "2026-11-23 17:00")  # to 05:00
    assert found[Notice.HALF] == found[Notice.MOST] == local("2026-11-23 21:59")


def test_danger_is_told_to_the_minute_at_any_hour() -> None:
    found = told("U2", "sent", "2026-11-23 22:30", danger=True)
    assert found[Notice.HALF] == local("2026-11-24 00:30")
    assert found[Notice.LATE] == local("2026-11-24 02:30")
    assert found[Notice.LATE_PROVINCE] == local("2026-11-24 04:30")


def test_what_is_begun_and_over_within_one_night_is_not_forgotten_for_the_night() -> None:
    found = told("U2", "sent", "2026-11-23 22:30")
    assert found[Notice.HALF] == local("2026-11-24 00:30")


@given(
    st.floats(local("2026-01-01 00:00"), local("2026-12-01 00:00")), st.sampled_from(["T2", "T4", "T6", "T7", "T8a"])
)
def test_late_comes_after_every_warning_and_the_province_after_the_head(at: float, name: str) -> None:
    one = due(name, {"accepted": at}, shipped(), CALENDAR, POLICY)
    assert one
    found = notices(one, CALENDAR, POLICY)
    by_why = {why: when for when, why in found}
    assert found == tuple(sorted(found))
    assert by_why[Notice.LATE] >= one.ends
    assert by_why[Notice.LATE_PROVINCE] > by_why[Notice.LATE]
    assert all(one.began < when < one.ends for when, why in found if TOLD[why] is Told.HOLDER)


@given(st.floats(0, 4e9))
def test_nobody_is_woken_between_ten_and_six(at: float) -> None:
    hour = ((awake(at, POLICY) + POLICY.utc_offset) % 86400) / 3600
    assert 6 - 1e-4 <= hour < 22
    assert at <= awake(at, POLICY) <= at + 8 * 3600


@pytest.mark.parametrize(
    ("told", "holder", "duty", "heads", "reached"),
    [
        (Told.HOLDER, "h", ["d"], ["b"], ("h",)),
        (Told.HOLDER, None, ["d", "e"], ["b"], ("d", "e")),
        (Told.HOLDER, None, [], ["b"], ("b",)),
        (Told.HOLDER, None, [], [], ("p",)),
        (Told.HEAD, "h", ["d"], ["b"], ("b",)),
        (Told.HEAD, "h", ["d"], [], ("p",)),
        (Told.PROVINCE, "h", ["d"], ["b"], ("p",)),
    ],
)
def test_where_nobody_is_it_goes_one_level_further_up(
    told: Told, holder: str | None, duty: list[str], heads: list[str], reached: tuple[str, ...]
) -> None:
    assert addressees(told, holder, duty, heads, ["p"]) == reached


def reminder(label: str, at: float = NOON, person: str = "a", **more: object) -> Reminder:
    base = Reminder(person, label, Notice.HALF, "report to the investigators", at, at + 7200)
    return replace(base, **more)  # type: ignore[arg-type]


def labels(found: Batches) -> list[list[str]]:
    return [[one.label for one in batch.reminders] for batch in found.now]


def test_an_officer_gets_one_message_that_names_every_tip() -> None:
    found = batches([reminder("T-1"), reminder("T-2"), reminder("T-3", person="b")], {}, {}, NOON, POLICY)
    assert labels(found) == [["T-1", "T-2"], ["T-3"]]
    assert found.next_at is None


def test_a_tip_is_named_once_by_its_weightiest_reason_and_what_is_late_stands_first() -> None:
    both = [reminder("T-1"), reminder("T-1", why=Notice.LATE), reminder("T-2", why=Notice.MOST)]
    found = batches(both, {}, {}, NOON, POLICY)
    assert labels(found) == [["T-1", "T-2"]]
    assert found.now[0].reminders[0].why is Notice.LATE


def test_when_anyone_acts_it_stops_and_only_a_later_notice_speaks_again() -> None:
    waiting = [reminder("T-1"), reminder("T-1", at=NOON + 7200, why=Notice.MOST)]
    found = batches(waiting, {"T-1": NOON + 60}, {}, NOON + 120, POLICY)
    assert found == Batches((), NOON + 7200)
    again = batches(waiting, {"T-1": NOON + 60}, {}, NOON + 7200, POLICY)
    assert labels(again) == [["T-1"]]


def test_a_second_message_waits_an_hour_and_then_holds_all_that_came_meanwhile() -> None:
    waiting = [reminder("T-1", at=NOON + 60), reminder("T-2", at=NOON + 600)]
    early = batches(waiting, {}, {"a": NOON}, NOON + 700, POLICY)
    assert early == Batches((), NOON + BATCH_GAP_S)
    assert labels(batches(waiting, {}, {"a": NOON}, NOON + BATCH_GAP_S, POLICY)) == [["T-1", "T-2"]]


def test_at_night_it_waits_for_the_morning_but_danger_does_not_and_takes_the_rest_along() -> None:
    night = local("2026-11-23 23:00")
    quiet = batches([reminder("T-1", at=night)], {}, {}, night, POLICY)
    assert quiet == Batches((), local("2026-11-24 06:00"))
    loud = batches([reminder("T-1", at=night), reminder("T-2", at=night, danger=True)], {}, {"a": night}, night, POLICY)
    assert labels(loud) == [["T-2", "T-1"]]


def test_the_message_says_which_tip_and_why_and_nothing_of_what_it_tells() -> None:
    batch = Batch("a", tuple(reminder(f"T-{number:02}") for number in range(12)))
    text = batch_text(batch)
    assert text.splitlines()[1] == "T-00: report to the investigators, half of the time is over"
    assert text.endswith("and 2 more")


REMINDERS = st.lists(
    st.builds(
        Reminder,
        st.sampled_from("ab"),
        st.sampled_from(["T-1", "T-2", "T-3"]),
        st.sampled_from(Notice),
        st.just("x"),
        st.floats(NOON, NOON + 5e5),
        st.just(NOON + 6e5),
        st.booleans(),
    ),
    max_size=12,
)


@given(REMINDERS)
def test_whoever_looks_again_when_told_to_hears_of_every_tip_and_never_twice_within_the_hour(
    reminders: list[Reminder],
) -> None:
    now, last, heard = NOON, dict[str, float](), set[tuple[str, str]]()
    waiting = list(reminders)
    for _look in range(60):
        found = batches(waiting, {}, last, now, POLICY)
        for batch in found.now:
            danger = any(one.danger for one in batch.reminders)
            assert danger or now - last.get(batch.person, 0) >= BATCH_GAP_S - 1
            heard |= {(batch.person, one.label) for one in batch.reminders}
            last[batch.person] = now
            waiting = [one for one in waiting if not (one.person == batch.person and one.at <= now)]
        following = batches(waiting, {}, last, now, POLICY).next_at
        if following is None:
            break
        assert following > now or found.now
        now = following
    assert heard == {(one.person, one.label) for one in reminders}


def test_of_a_deadline_of_hours_nobody_hears_that_a_working_day_is_left() -> None:
    assert Notice.DAY_BEFORE not in told("H1", "sent", "2026-03-03 07:55")
