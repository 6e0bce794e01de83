"""How a syllable is read without its marks, and which syllables sound alike in the south (users.md A1)."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

FOLDER = Path(__file__).parent
LONGEST = 6  # letters of a syllable in the list
PARTS = re.compile(
    r"(?P<initial>ngh|ng|nh|gh|gi|th|tr|ch|kh|ph|[bcdghklmnpqrstvx])?(?P<vowels>[aeiouy]+)(?P<final>nh|ng|ch|[cmnpt])?"
)
INITIALS = {"v": "d", "gi": "d", "s": "x", "tr": "ch", "k": "c", "q": "c", "gh": "g", "ngh": "ng"}
FINALS = {"ng": "n", "nh": "n", "c": "t", "ch": "t"}


def fold(text: str) -> str:
    """The text in small letters without tones and marks: `Ghế Đá` -> `ghe da`."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def southern(syllable: str) -> str | None:
    """The one spelling that stands for all folded syllables that sound alike; None where it is no syllable.

    Merged are the first sounds v/d/gi (and đ, by folding), s/x, tr/ch, c/k/q, the last sounds n/ng/nh and t/c/ch, and
    i/y.
    """
    parts = PARTS.fullmatch(syllable)
    if parts is None:
        return None
    initial, vowels, final = parts["initial"] or "", parts["vowels"].replace("y", "i"), parts["final"] or ""
    final = FINALS.get(final, final)
    if initial == "g" and vowels.startswith("i"):
        initial = "d"  # gì, gìn: the i is written once and heard twice; a hard g before i is written gh
    elif initial == "gi" and vowels == "e" and final in ("n", "t"):
        vowels = "ie"  # giếng, giết: the same
    return INITIALS.get(initial, initial) + vowels + final
