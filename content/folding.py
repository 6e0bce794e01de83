"""Comparison keys of Vietnamese text: the same word typed in different ways gives the same key.

People type without diacritics, in old or new tone placement, from an iPhone (NFD), with the residue of an
input method ("cos nguwowif", "co1 ngu7o7i2"), or as it sounds in the south. Keys are for comparing only: what
a person wrote is never replaced by one, and diacritics are never put back ("cho" is chợ as well as chỗ).
"""

from __future__ import annotations

import re
import unicodedata

TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")  # huyền, sắc, ngã, hỏi, nặng
ACCENTS = TONES | frozenset("\u0302\u0306\u031b")  # and â ê ô, ă, ơ ư
_D = str.maketrans({"đ": "d", "ð": "d", "ɖ": "d"})
_INSTEAD = (*((sign, "") for sign in sorted(ACCENTS)), *((sign, "d") for sign in "đðɖ"))

_TELEX = (
    (re.compile(r"dd"), "d"),
    (re.compile(r"([aeo])\1+"), r"\1"),
    (re.compile(r"(?<=[auo])w"), ""),
    (re.compile(r"w"), "u"),
    (re.compile(r"(?<=[aeiouy])[sfrxj]"), ""),
    (re.compile(r"(?<=[aeiouy](?:c|m|n|p|t))[sfrxjz]\b|(?<=[aeiouy](?:ch|ng|nh))[sfrxjz]\b"), ""),
)
_VNI_WORD = re.compile(r"\b[a-z](?=[0-9]*[a-z])[a-z0-9]*[1-9][a-z0-9]*\b")

_SYLLABLE = re.compile(
    r"\b(ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnpqrstvxfjwz])?([aeiouy]+)(ng|nh|ch|[ctmnp])?\b",
)
_STARTS = {"gi": "d", "v": "d", "z": "d", "f": "ph", "x": "s", "tr": "ch", "c": "k", "ngh": "ng", "gh": "g"}
_ENDS = {"ng": "n", "nh": "n", "ch": "t", "c": "t"}


MEANT = frozenset("\n\t\u200b\u200c\u200d")
"""Unseen but meant: line ends, tabs, and the joints and word spaces of Khmer."""


def visible(text: str) -> str:
    """A text without characters that are not seen: they turn the direction of what is read, or mark a copy."""
    return "".join(char for char in text if char in MEANT or not unicodedata.category(char).startswith("C"))


class _Kept(dict[int, int | str | None]):
    """What each character becomes in a key, found out when it is first met: letters, marks and digits stay."""

    def __missing__(self, char: int) -> int | str | None:
        category = unicodedata.category(chr(char))
        if category[0] in "LMN":
            self[char] = char
        else:
            self[char] = None if category == "Cf" else " "  # zero-width ones vanish; the rest separates words
        return self[char]


_KEPT = _Kept()


def _plain(text: str) -> str:
    """Decomposed and caseless."""
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())


def _letters(text: str) -> str:
    """The same, each run of anything but letters, marks and digits made one space."""
    return " ".join(_plain(text).translate(_KEPT).split())


def fold(text: str) -> str:
    """The bare key: no case, diacritics or punctuation; idempotent. `fold("Thị xã Ngã Năm.") == "thi xa nga nam"`."""
    plain = _plain(text)
    for sign, instead in _INSTEAD:  # what is left is mostly ASCII, on which `translate` is ten times as fast
        plain = plain.replace(sign, instead)
    return " ".join(plain.translate(_KEPT).split())


def accented(text: str) -> str:
    """The key that keeps diacritics, in one spelling for all: tones at the syllable's end, ngã as hỏi.

    `accented("hoà") == accented("hòa")`. It compares; it is not for showing. Idempotent.
    """
    letters = _letters(text).replace("ð", "đ").replace("ɖ", "đ")
    return " ".join(_one_placement(word) for word in letters.split() if not ACCENTS.issuperset(word))


def _one_placement(word: str) -> str:
    letters = "".join(char for char in word if char not in TONES)
    tones = {("\u0309" if char == "\u0303" else char) for char in word if char in TONES}
    return letters + "".join(sorted(tones))


def agrees(typed: str, name: str) -> bool:
    """May the typed word (an `accented` key) stand for the word of a name? Bare letters may; other diacritics may not.

    `agrees("cho", "chợ")` but not `agrees("chỗ", "chợ")`.
    """
    return typed == name or (typed.isascii() and typed == "".join(c for c in name if c not in ACCENTS).translate(_D))


def telex(key: str) -> str:
    """A bare key without what the Telex method leaves behind: "vinhx chaau" -> "vinh chau"."""
    for pattern, instead in _TELEX:
        key = pattern.sub(instead, key)
    return key


def vni(key: str) -> str:
    """A bare key without what the VNI method leaves behind: "vi4nh cha6u" -> "vinh chau"."""
    return _VNI_WORD.sub(lambda word: "".join(char for char in word[0] if char.isalpha()), key)


def search_keys(text: str) -> tuple[str, ...]:
    """The keys to look a text up by, the plainest first: as typed, without Telex residue, without VNI residue."""
    key = fold(text)
    return tuple(dict.fromkeys((key, telex(key), vni(key))))


def sounds(text: str) -> str:
    """The bare key as the south hears it: v/d/gi, s/x, tr/ch, c/k, -n/-ng/-nh, -t/-c/-ch and i/y are one."""
    return _SYLLABLE.sub(_heard, fold(text))


def _heard(syllable: re.Match[str]) -> str:
    start, vowels, end = syllable.group(1) or "", syllable.group(2), syllable.group(3) or ""
    return _STARTS.get(start, start) + vowels.replace("y", "i") + _ENDS.get(end, end)
