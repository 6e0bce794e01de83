"""Whose a group may be, by what it calls itself: suggestions for the officer who decides. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from content.folding import fold
from content.outreach_terms import TargetKind
from storage.targets import Target

MOST = 3
EMPTY = frozenset(
    (
        "nhom", "phu", "huynh", "hoc", "sinh", "lop", "truong", "tieu", "thpt", "thcs", "th", "pho", "thong", "trung",
        "co", "so", "mam", "non", "xa", "phuong", "khom", "ap", "ban", "bao",
    )
)  # fmt: skip
"""Words that every second group has in its name: they tell nothing apart."""


def suggestions(title: str, targets: Iterable[Target]) -> list[Target]:
    """At most three targets that share most of their telling words with the title; none where nothing is shared."""
    said = words(title)
    scored = [(len(said & words(one.name)) / len(words(one.name)), one) for one in targets if words(one.name)]
    likely = sorted((-score, one.kind is TargetKind.COMMUNE, one.id, one) for score, one in scored if score > 0)
    return [one for _score, _kind, _id, one in likely[:MOST]]


def words(text: str) -> frozenset[str]:
    """The telling words of a name."""
    return frozenset(word for word in fold(text).split() if word not in EMPTY and not word.isdigit())
