"""The recovery key: both shares or nothing, once, and never the other circle's stations."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.vault.keys import Pair, Refused
from storage.vault.recovery import Circle, Question, WrappedStation, answered, combine, new_recovery, questions, spend
from storage.vault.station import open_station, share_with

PROVINCE = Circle.PROVINCE
KEY = new_recovery(PROVINCE)
OTHER = new_recovery(PROVINCE)
SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def mistyped(share: str, place: int, sign: str) -> str:
    letters = list(share.replace(" ", ""))
    letters[place] = sign
    return "".join(letters)


def test_both_shares_give_the_key_in_any_order_and_spelling() -> None:
    first, second = KEY.shares
    for shares in [(first, second), (second, first), (first.lower(), second.replace(" ", "-"))]:
        assert combine(PROVINCE, shares, KEY.public).public == KEY.public


def test_zero_one_and_eight_are_read_as_the_letters_they_must_be() -> None:
    first, second = (share.replace("O", "0").replace("I", "1").replace("B", "8") for share in KEY.shares)
    assert combine(PROVINCE, (first, second), KEY.public).public == KEY.public


def test_a_share_is_fourteen_groups_of_four() -> None:
    assert [len(group) for share in KEY.shares for group in share.split()] == [4] * 28


def test_one_share_alone_is_refused() -> None:
    with pytest.raises(Refused, match="the same paper"):
        combine(PROVINCE, (KEY.shares[0], KEY.shares[0]), KEY.public)


def test_shares_of_different_keys_are_refused() -> None:
    with pytest.raises(Refused, match="do not belong together"):
        combine(PROVINCE, (KEY.shares[0], OTHER.shares[1]), KEY.public)
    with pytest.raises(Refused, match="replaced by newer ones"):
        combine(PROVINCE, KEY.shares, OTHER.public)


def test_the_inspectorates_shares_are_not_the_provinces() -> None:
    inspectorate = new_recovery(Circle.INSPECTORATE)
    with pytest.raises(Refused, match="another recovery key"):
        combine(PROVINCE, inspectorate.shares, inspectorate.public)


@given(st.integers(0, 1), st.integers(0, 55), st.sampled_from(SIGNS))
def test_a_slip_is_never_taken_for_the_key(share: int, place: int, sign: str) -> None:
    texts = list(KEY.shares)
    texts[share] = mistyped(texts[share], place, sign)
    if texts[share] == KEY.shares[share].replace(" ", ""):
        return
    with pytest.raises(Refused):
        combine(PROVINCE, (texts[0], texts[1]), KEY.public)


@pytest.mark.parametrize(
    ("text", "says"),
    [("", "Paper 1 has 0 signs"), ("A" * 55, "has 55 signs"), ("9" * 56, "never printed"), ("A" * 56, "has a slip")],
)
def test_a_bad_share_is_named(text: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        combine(PROVINCE, (text, KEY.shares[1]), KEY.public)


@given(st.text(max_size=80))
def test_any_text_is_answered(text: str) -> None:
    with pytest.raises(Refused):
        combine(PROVINCE, (text, KEY.shares[1]), KEY.public)


def test_four_groups_are_asked_back_two_of_each_share() -> None:
    hand = random.Random(2)
    for _ in range(50):
        asked = questions(hand.randrange)
        assert len(set(asked)) == 4
        assert [question.share for question in asked] == [1, 1, 2, 2]
        right = {question: KEY.shares[question.share - 1].split()[question.group - 1] for question in asked}
        assert answered(KEY, right)
        assert answered(KEY, {question: f" {text.lower()} " for question, text in right.items()})
        assert not answered(KEY, {**right, asked[2]: "AAAA"})
        assert not answered(KEY, {asked[0]: right[asked[0]]})
    assert not answered(KEY, {Question(1, number): "" for number in (1, 2, 3, 4)})


def test_a_used_key_is_replaced_and_the_old_shares_open_nothing_new() -> None:
    stations = {b"PC04": Pair.new(), b"CAX-31783": Pair.new()}
    wrapped = [
        WrappedStation(name, pair.public, share_with(pair, name, [KEY.public])[KEY.public])
        for name, pair in stations.items()
    ]
    old = combine(PROVINCE, KEY.shares, KEY.public)
    spent = spend(PROVINCE, old, wrapped)
    new = combine(PROVINCE, spent.recovery.shares, spent.recovery.public)
    for station in spent.stations:
        opened = open_station(new, station.station_id, station.station_public, station.wrapped)
        assert opened.private == stations[station.station_id].private
        with pytest.raises(Refused):
            open_station(old, station.station_id, station.station_public, station.wrapped)


def test_shares_look_random_and_do_not_show_themselves() -> None:
    assert repr(KEY) == "<NewRecovery, hidden>"
    assert new_recovery(PROVINCE).shares[0] != KEY.shares[0]
