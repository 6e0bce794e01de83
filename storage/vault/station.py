"""A station's key pair: its private key is sealed to each active officer and to the recovery key, to nobody else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from storage.vault import tip
from storage.vault.envelope import Context, seal_to, unseal_with
from storage.vault.keys import Key, Pair, framed

CODE_DIGITS = 6


@dataclass(frozen=True, slots=True)
class WrappedTip:
    """A tip's private key as it lies sealed to a station."""

    tip_id: bytes
    wrapped: bytes


@dataclass(frozen=True, slots=True)
class Replaced:
    """A station under a new key: its pair, that key for each reader's public key, and its open tips under it."""

    pair: Pair
    wrapped: dict[bytes, bytes]
    tips: tuple[WrappedTip, ...]


def share_with(station: Pair, station_id: bytes, readers: Iterable[bytes]) -> dict[bytes, bytes]:
    """The station's private key sealed to each reader (an officer's or the recovery public key, its MAC checked)."""
    return {reader: seal_to(reader, station.private, _context(station_id, reader)) for reader in readers}


def open_station(reader: Pair, station_id: bytes, station_public: bytes, wrapped: bytes) -> Pair:
    """The station's pair, for one of its readers. `station_public`: as stored, its MAC checked. Raises Refused."""
    return Pair(station_public, unseal_with(reader, wrapped, _context(station_id, reader.public)))


def replace(old: Pair, station_id: bytes, remaining: Iterable[bytes], tips: Iterable[WrappedTip]) -> Replaced:
    """A new station key after somebody left: for those who remain, with every open tip wrapped under it.

    0.1 ms a tip. Raises Refused where a tip does not open; the old key stays then.
    """
    new = Pair.new()
    moved = tuple(WrappedTip(t.tip_id, tip.rewrap(old, t.tip_id, t.wrapped, new.public)) for t in tips)
    return Replaced(new, share_with(new, station_id, remaining), moved)


def voice_code(server: Key, station_id: bytes, officer_id: bytes, officer_public: bytes) -> str:
    """Six digits, `482 913`, that a newcomer and the approving colleague compare by voice: a swapped key shows."""
    tag = server.tag("voice code", framed(station_id, officer_id, officer_public), size=8)
    digits = f"{int.from_bytes(tag, 'big') % 10**CODE_DIGITS:0{CODE_DIGITS}d}"
    return f"{digits[:3]} {digits[3:]}"


def _context(station_id: bytes, reader: bytes) -> Context:
    return Context("station_key", "body", station_id, "read station", reader)
