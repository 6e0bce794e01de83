"""A tip's keys: readers read, adders only add, and a transferred tip leaves nothing behind."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.vault import padding
from storage.vault.envelope import Context
from storage.vault.keys import Key, Keys, Pair, Refused, fresh_secret
from storage.vault.tip import (
    Entry,
    Move,
    add_entry,
    open_address,
    open_entry,
    rewrap,
    seal_address,
    transfer,
    unwrap,
    wrap_for,
)

TIP_ID, OTHER_ID = b"t" * 16, b"u" * 16
COMMUNE, PROVINCE, CITIZEN, STRANGER = Pair.new(), Pair.new(), Pair.new(), Pair.new()
TIP, OTHER_TIP = Pair.new(), Pair.new()
WRAPPED = wrap_for(TIP, TIP_ID, [COMMUNE.public, PROVINCE.public, CITIZEN.public])
STORY = Context("entry", "body", b"e" * 16, "story")
ENTRY = add_entry(TIP.public, b"co nguoi ban ma tuy gan cho", STORY, padding.tip)
SERVER = Key.of(fresh_secret())


@pytest.mark.parametrize("reader", [COMMUNE, PROVINCE, CITIZEN], ids=["commune", "province", "citizen"])
def test_every_reader_on_the_route_opens_the_tip(reader: Pair) -> None:
    opened = unwrap(reader, TIP_ID, TIP.public, WRAPPED[reader.public])
    assert opened.private == TIP.private
    assert open_entry(opened, ENTRY, STORY) == b"co nguoi ban ma tuy gan cho"


def test_nobody_else_opens_it_with_any_of_the_wraps() -> None:
    for wrapped in WRAPPED.values():
        with pytest.raises(Refused):
            unwrap(STRANGER, TIP_ID, TIP.public, wrapped)


def test_a_wrap_of_another_tip_or_reader_is_refused() -> None:
    with pytest.raises(Refused):
        unwrap(COMMUNE, OTHER_ID, TIP.public, WRAPPED[COMMUNE.public])
    with pytest.raises(Refused):
        unwrap(COMMUNE, TIP_ID, TIP.public, WRAPPED[PROVINCE.public])


@given(st.binary(max_size=2000))
def test_who_knows_the_public_key_alone_can_add_and_the_readers_can_read(plain: bytes) -> None:
    assert open_entry(TIP, add_entry(TIP.public, plain, STORY), STORY) == plain


def test_who_added_an_entry_cannot_open_it() -> None:
    with pytest.raises(Refused):
        open_entry(STRANGER, ENTRY, STORY)
    with pytest.raises(Refused):
        open_entry(Pair(TIP.public, STRANGER.private), ENTRY, STORY)


@pytest.mark.parametrize(
    "place",
    [replace(STORY, row_id=b"f" * 16), replace(STORY, purpose="answer"), replace(STORY, table="question")],
    ids=["row", "kind", "table"],
)
def test_an_entry_moved_to_another_place_is_refused(place: Context) -> None:
    with pytest.raises(Refused):
        open_entry(TIP, ENTRY, place)


def test_entries_cannot_swap_their_keys_or_bodies() -> None:
    second = replace(STORY, row_id=b"f" * 16)
    other = add_entry(TIP.public, b"x", second)
    same_place = add_entry(TIP.public, b"y", STORY)
    for mixed in (Entry(other.key, ENTRY.body), Entry(ENTRY.key, other.body), Entry(same_place.key, ENTRY.body)):
        with pytest.raises(Refused):
            open_entry(TIP, mixed, STORY)


def test_an_entry_of_another_tip_is_refused() -> None:
    with pytest.raises(Refused):
        open_entry(TIP, add_entry(OTHER_TIP.public, b"x", STORY), STORY)


def test_two_entries_of_one_size_class_look_alike() -> None:
    short, long = add_entry(TIP.public, b"co", STORY), add_entry(TIP.public, b"x" * 500, STORY)
    assert (len(short.key), len(short.body)) == (len(long.key), len(long.body))


def test_a_tip_wrapped_anew_opens_for_the_new_reader_only() -> None:
    wrapped = rewrap(COMMUNE, TIP_ID, WRAPPED[COMMUNE.public], STRANGER.public)
    assert unwrap(STRANGER, TIP_ID, TIP.public, wrapped).private == TIP.private
    with pytest.raises(Refused):
        unwrap(COMMUNE, TIP_ID, TIP.public, wrapped)
    with pytest.raises(Refused):
        rewrap(STRANGER, TIP_ID, WRAPPED[COMMUNE.public], STRANGER.public)


@given(st.lists(st.binary(max_size=900), min_size=1, max_size=4))
def test_a_transfer_gives_everything_to_the_new_readers_and_nothing_to_the_old(texts: list[bytes]) -> None:
    targets = [replace(STORY, row_id=os.urandom(16)) for _ in texts]
    moves = [Move(text, target, padding.entry) for text, target in zip(texts, targets, strict=True)]
    moved = transfer(moves, OTHER_ID, [PROVINCE.public, CITIZEN.public])
    new = unwrap(PROVINCE, OTHER_ID, moved.pair.public, moved.wrapped[PROVINCE.public])
    assert set(moved.wrapped) == {PROVINCE.public, CITIZEN.public}
    assert [open_entry(new, entry, target) for entry, target in zip(moved.entries, targets, strict=True)] == texts
    for entry, target in zip(moved.entries, targets, strict=True):
        with pytest.raises(Refused):
            open_entry(TIP, entry, target)
    for wrapped in moved.wrapped.values():
        with pytest.raises(Refused):
            unwrap(COMMUNE, OTHER_ID, moved.pair.public, wrapped)


def test_what_is_being_moved_does_not_show_itself() -> None:
    assert "nha ben cau" not in repr(Move(b"nha ben cau", STORY, padding.entry))


def test_the_way_back_opens_with_the_server_key_and_the_tip_together() -> None:
    sealed = seal_address(SERVER, TIP, b"telegram:chat", TIP_ID)
    assert open_address(SERVER, TIP, sealed, TIP_ID) == b"telegram:chat"


class Rotated:
    """A keyring with an old and a new server key."""

    def __init__(self, *keys: Key) -> None:
        self.keys = {key.id: key for key in keys}

    def find(self, key_id: bytes) -> Key | None:
        return self.keys.get(key_id)


@pytest.mark.parametrize(
    ("keys", "tip", "tip_id"),
    [
        (Key.of(fresh_secret()), TIP, TIP_ID),
        (Key(SERVER.id, fresh_secret()), TIP, TIP_ID),
        (SERVER, OTHER_TIP, TIP_ID),
        (SERVER, Pair(TIP.public, OTHER_TIP.private), TIP_ID),
        (SERVER, TIP, OTHER_ID),
    ],
    ids=["other server", "other server, same id", "other tip", "public part only", "other row"],
)
def test_the_way_back_opens_with_nothing_less(keys: Keys, tip: Pair, tip_id: bytes) -> None:
    sealed = seal_address(SERVER, TIP, b"telegram:chat", TIP_ID)
    with pytest.raises(Refused):
        open_address(keys, tip, sealed, tip_id)


def test_the_way_back_survives_the_rotation_of_the_server_key() -> None:
    sealed = seal_address(SERVER, TIP, b"telegram:chat", TIP_ID)
    assert open_address(Rotated(SERVER, Key.of(fresh_secret())), TIP, sealed, TIP_ID) == b"telegram:chat"


def test_the_way_back_shows_no_length() -> None:
    sizes = {len(seal_address(SERVER, TIP, b"x" * length, TIP_ID)) for length in (1, 40, 400)}
    assert len(sizes) == 1
