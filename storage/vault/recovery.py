"""The recovery key: two printed shares, kept by two people, that together open every station's key.

Using it spends it: the shares were seen, so a new key takes its place at once. The inspectorate has one of its own,
which opens nothing else.
"""

from __future__ import annotations

import secrets
from base64 import b32decode, b32encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from hashlib import blake2b
from hmac import compare_digest

from content.locales import _
from storage.vault.keys import Hidden, Pair, Refused, fresh_secret
from storage.vault.station import open_station, share_with

GROUP = 4
GROUPS = 14
ASKED = 4
CHECK_BYTES = 2


class Circle(Enum):
    """Whose stations a recovery key opens."""

    PROVINCE = "province"
    INSPECTORATE = "inspectorate"


@dataclass(frozen=True, slots=True)
class Question:
    """One group of one share, asked back to see that it was written down; both numbers count from 1."""

    share: int
    group: int


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class NewRecovery(Hidden):
    """A recovery key as it is made: its public key to store with a MAC, its two shares to print once and forget."""

    public: bytes
    shares: tuple[str, str]


@dataclass(frozen=True, slots=True)
class WrappedStation:
    """A station's private key as it lies sealed to the recovery key."""

    station_id: bytes
    station_public: bytes
    wrapped: bytes


@dataclass(frozen=True, slots=True)
class Spent:
    """What stands in the place of a used recovery key: the new one, and every station's key sealed to it."""

    recovery: NewRecovery
    stations: tuple[WrappedStation, ...]


def new_recovery(circle: Circle) -> NewRecovery:
    """A fresh recovery key; its private key exists only as the two shares."""
    pair = Pair.new()
    first = fresh_secret()
    second = _xor(pair.private, first)
    return NewRecovery(pair.public, (_print(circle, 1, first), _print(circle, 2, second)))


def questions(choose: Callable[[int], int] = secrets.randbelow) -> tuple[Question, ...]:
    """Four groups to ask back, two of each share. `choose(n)` gives a number below n."""
    asked: list[Question] = []
    while len(asked) < ASKED:
        question = Question(len(asked) // 2 + 1, choose(GROUPS) + 1)
        if question not in asked:
            asked.append(question)
    return tuple(asked)


def answered(recovery: NewRecovery, answers: Mapping[Question, str]) -> bool:
    """Whether all the groups were read back rightly; case does not matter."""
    right = [
        compare_digest(recovery.shares[question.share - 1].split()[question.group - 1].encode(), _clean(text).encode())
        for question, text in answers.items()
    ]
    return len(right) == ASKED and all(right)


def combine(circle: Circle, shares: tuple[str, str], public: bytes) -> Pair:
    """The recovery pair from both shares as they were typed, in any order. `public`: as stored, its MAC checked.

    Raises Refused, naming the share that has a slip or belongs elsewhere.
    """
    parts = dict(_read(circle, text, place) for place, text in enumerate(shares, 1))
    if set(parts) != {1, 2}:
        raise Refused(_("Both texts are the same paper; the other one is needed too."))
    pair = Pair.of(_xor(parts[1], parts[2]))
    if not compare_digest(pair.public, public):
        raise Refused(_("These two papers do not belong together, or were replaced by newer ones."))
    return pair


def spend(circle: Circle, old: Pair, stations: Iterable[WrappedStation]) -> Spent:
    """Replace a used recovery key by a new one that opens the same stations.

    Raises Refused where a station does not open.
    """
    new = new_recovery(circle)
    moved = tuple(
        WrappedStation(
            station.station_id,
            station.station_public,
            share_with(
                open_station(old, station.station_id, station.station_public, station.wrapped),
                station.station_id,
                [new.public],
            )[new.public],
        )
        for station in stations
    )
    return Spent(new, moved)


def _print(circle: Circle, number: int, share: bytes) -> str:
    body = bytes([number]) + share
    text = b32encode(body + _check(circle, body)).decode()
    return " ".join(text[place : place + GROUP] for place in range(0, len(text), GROUP))


def _read(circle: Circle, text: str, place: int) -> tuple[int, bytes]:
    """(number, share) of a printed share."""
    clean = _clean(text)
    if len(clean) != GROUP * GROUPS:
        raise Refused(
            _("Paper {place} has {count} signs; it should have {right}.").format(
                place=place, count=len(clean), right=GROUP * GROUPS
            )
        )
    try:
        data = b32decode(clean)
    except ValueError:
        raise Refused(_("Paper {place} holds a sign that is never printed.").format(place=place)) from None
    body, check = data[:-CHECK_BYTES], data[-CHECK_BYTES:]
    if not compare_digest(check, _check(circle, body)):
        raise Refused(_("Paper {place} has a slip, or belongs to another recovery key.").format(place=place))
    return body[0], body[1:]


def _clean(text: str) -> str:
    """What was typed, as it is printed: the alphabet has no 0, 1 or 8, so they can only be O, I and B."""
    return "".join(text.upper().replace("-", " ").split()).translate(str.maketrans("018", "OIB"))


def _check(circle: Circle, body: bytes) -> bytes:
    return blake2b(circle.value.encode() + body, digest_size=CHECK_BYTES, person=b"hl1.share").digest()


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))
