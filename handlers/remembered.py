"""Findings of pure rules, remembered while a dialogue is replayed.

A dialogue runs from its top at every event, and each time its rules read the same story. What they found is kept under a
keyed hash of the text, whose key is made at the start and stands nowhere: neither the text nor a word of it stays in
memory.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable
from hashlib import blake2b
from typing import Generic, TypeVar

T = TypeVar("T")
MOST = 512

_KEY = secrets.token_bytes(32)


class Remembered(Generic[T]):
    """A rule that remembers what it found in the texts it was asked about last.

    Only for a rule that depends on the text alone, and whose findings are our words, places and numbers, never theirs.
    """

    def __init__(self, rule: Callable[[str], T]) -> None:
        self._rule = rule
        self._found: OrderedDict[bytes, T] = OrderedDict()

    def __call__(self, text: str) -> T:
        which = blake2b(text.encode("utf-8", "replace"), key=_KEY, digest_size=16).digest()
        if which in self._found:
            self._found.move_to_end(which)
            return self._found[which]
        found = self._found[which] = self._rule(text)
        if len(self._found) > MOST:
            self._found.popitem(last=False)
        return found
