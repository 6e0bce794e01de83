"""What died stays written down, whatever happens to the machine in between."""

from __future__ import annotations

import stat
from pathlib import Path

from storage.tombstones import Kind, Tombstone, Tombstones

A, B, C = "aa" * 16, "bb" * 16, "cc" * 16


def test_tombstones_lie_beside_the_keyring_in_the_order_they_came(tmp_path: Path) -> None:
    stones = Tombstones(tmp_path / "keyring")
    stones.add(Kind.PURGED, [A, B])
    stones.add(Kind.REVOKED, [C])
    assert stones.path == tmp_path / "keyring.tombstones"
    assert Tombstones(tmp_path / "keyring").read() == [
        Tombstone(Kind.PURGED, A), Tombstone(Kind.PURGED, B), Tombstone(Kind.REVOKED, C)
    ]  # fmt: skip


def test_nobody_else_may_read_them(tmp_path: Path) -> None:
    stones = Tombstones(tmp_path / "keyring")
    stones.add(Kind.PURGED, [A])
    assert stat.S_IMODE(stones.path.stat().st_mode) == 0o600


def test_a_line_that_a_crash_cut_counts_for_nothing_and_swallows_nothing(tmp_path: Path) -> None:
    stones = Tombstones(tmp_path / "keyring")
    stones.add(Kind.PURGED, [A])
    with stones.path.open("a") as file:
        file.write("purged bbbb")
    assert stones.read() == [Tombstone(Kind.PURGED, A)]
    stones.add(Kind.PURGED, [C])
    assert Tombstone(Kind.PURGED, C) in stones.read()


def test_before_the_first_death_there_are_none(tmp_path: Path) -> None:
    stones = Tombstones(tmp_path / "keyring")
    stones.add(Kind.PURGED, [])
    assert stones.read() == []
    assert not stones.path.exists()
