"""A shift opens the officer's key for twelve hours at most, with the day key and the server key together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.vault.keys import Key, Pair, Refused, fresh_secret
from storage.vault.shift import ShiftOver, open_shift, seal_shift

HOUR = 3600.0
NOW = 1_800_000_000.0
DAY_KEY, SERVER = Key.of(fresh_secret()), Key.of(fresh_secret())
OFFICER, ID = Pair.new(), b"o" * 16
SEALED = seal_shift(DAY_KEY, SERVER, OFFICER, ID, NOW, NOW + 8 * HOUR)


class Ring:
    """A keyring of some keys."""

    def __init__(self, *keys: Key) -> None:
        self.keys = {key.id: key for key in keys}

    def find(self, key_id: bytes) -> Key | None:
        return self.keys.get(key_id)


BOTH = Ring(DAY_KEY, SERVER)


def test_an_open_shift_gives_the_officers_key() -> None:
    assert open_shift(BOTH, SEALED, ID, OFFICER.public, NOW + 8 * HOUR - 1).private == OFFICER.private


def test_a_shift_that_is_over_opens_no_more() -> None:
    with pytest.raises(ShiftOver):
        open_shift(BOTH, SEALED, ID, OFFICER.public, NOW + 8 * HOUR)


@given(st.floats(0, 1000 * HOUR))
def test_no_shift_lasts_longer_than_twelve_hours(asked: float) -> None:
    sealed = seal_shift(DAY_KEY, SERVER, OFFICER, ID, NOW, NOW + asked)
    with pytest.raises(ShiftOver):
        open_shift(BOTH, sealed, ID, OFFICER.public, NOW + 12 * HOUR)


@pytest.mark.parametrize("ring", [Ring(DAY_KEY), Ring(SERVER), Ring()], ids=["no server key", "day key gone", "none"])
def test_one_key_alone_opens_nothing(ring: Ring) -> None:
    with pytest.raises(Refused):
        open_shift(ring, SEALED, ID, OFFICER.public, NOW)


def test_a_row_of_another_officer_is_refused() -> None:
    with pytest.raises(Refused):
        open_shift(BOTH, SEALED, b"p" * 16, OFFICER.public, NOW)
    with pytest.raises(Refused):
        open_shift(BOTH, SEALED, ID, Pair.new().public, NOW)


@given(st.integers(0, len(SEALED) - 1), st.integers(1, 255))
def test_any_changed_byte_is_refused(place: int, change: int) -> None:
    with pytest.raises(Refused):
        open_shift(
            BOTH, SEALED[:place] + bytes([SEALED[place] ^ change]) + SEALED[place + 1 :], ID, OFFICER.public, NOW
        )
