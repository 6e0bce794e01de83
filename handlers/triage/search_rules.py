"""Whether the words that an officer looks for stand in a tip. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from content.folding import fold
from handlers.triage.read_rules import OURS, strings

MOST_TERMS = 8
LEAST_LETTERS = 2
"""One letter alone stands in every tip."""
LEAST_OF_NUMBER = 4
"""From so many signs on, a plate or a number is found however it is spaced."""
NOTED = ("text", "words")
"""What officers wrote themselves, in their own entries."""


def terms(text: str) -> tuple[str, ...]:
    """The words to look for, bare of case and diacritics; none where nothing can be looked for."""
    found = tuple(dict.fromkeys(fold(text).split()))[:MOST_TERMS]
    return found if any(len(one) >= LEAST_LETTERS for one in found) else ()


def fits(wanted: Sequence[str], told: Sequence[tuple[str, Mapping[str, Any]]]) -> bool:
    """Whether every word begins a word of the tip; a number also where it is written with other gaps."""
    text = " " + fold("\n".join(line for kind, content in told for line in _lines(kind, content)))
    close = text.replace(" ", "")
    return all(f" {one}" in text or (_number(one) and one in close) for one in wanted)


def _number(word: str) -> bool:
    return len(word) >= LEAST_OF_NUMBER and any(sign.isdigit() for sign in word)


def _lines(kind: str, content: Mapping[str, Any]) -> Iterator[str]:
    """What people wrote in an entry: the reporter's own words, or an officer's."""
    if kind in OURS:
        yield from (content[name] for name in NOTED if isinstance(content.get(name), str))
    else:
        yield from strings(content)
