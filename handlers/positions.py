"""What those on the water write: a position off the plotter, a distance off the coast, a boat's number, water words.

Each rule reads a text and returns what it found, or None; a doubtful reading is None, for the text itself is kept
anyway and a wrong position is worse than none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from content.folding import ACCENTS, accented, fold
from handlers.remembered import Remembered

NAUTICAL_MILE_KM = 1.852  # "lý" is hải lý to those who fish


@dataclass(frozen=True, slots=True, repr=False)
class Point:
    """A position in degrees. It has no repr: it must not end up in a log."""

    lat: float
    lon: float


class Water(StrEnum):
    """Where on the water a text says it was."""

    SEA = "sea"
    RIVER = "river"


_SIGNS = str.maketrans(dict.fromkeys("º˚", "°") | dict.fromkeys("′’‘`´", "'") | dict.fromkeys("″”“", '"'))
_WORDS = (
    (re.compile(r"\b(?:toa do|vi do|kinh do|vi tuyen|kinh tuyen|(?:lat|long?)(?=[\s:.]*\d))\b\.?:?"), " @ "),
    (re.compile(r"(?<=\d) *do\b"), "° "),
    (re.compile(r"(?<=\d) *phut\b"), "' "),
    (re.compile(r"(?<=\d) *giay\b"), '" '),
    (re.compile(r"\bbac\b"), "n"),
    (re.compile(r"\bdong\b"), "e"),
    (re.compile(r"''"), '"'),
    (re.compile(r"(?<![\d.,])(\d{1,3}),(?=\d)"), r"\1."),
    (re.compile(r"(?<=\d)-(?=\d)"), " "),
)
_NUMBER = r"\d{1,2}(?:\.\d+)?(?![\d.])"
_ANGLE = (
    r"(?P<{0}>{degrees}(?:\.(?P<{0}_frac>\d+))?(?![\d.]))\s*°?\s*"
    rf"(?:(?P<{{0}}_min>{_NUMBER})\s*'?\s*(?:(?P<{{0}}_sec>{_NUMBER})\s*\"?\s*)?)?"
)
_POSITION = re.compile(
    r"(?<![\d.-])n?\s*"
    + _ANGLE.replace("{0}", "lat").replace("{degrees}", r"\d{1,2}")
    + r"n?[\s,;/@]*e?\s*"
    + _ANGLE.replace("{0}", "lon").replace("{degrees}", r"1[01]\d")
    + "e?"
)
_MARKED = re.compile(r"[°@]|\d\s*[ne]\b|\b[ne]\s*\d")
_DISTANCE = re.compile(
    r"\bcach\b[^\d.;!?]{0,30}?(?P<number>\d+(?:[.,]\d+)?)\s*(?P<unit>hai ly|ly|km|cay so|cay)\b"
    r"|\b(?P<miles>\d+(?:[.,]\d+)?)\s*hai ly\b"
)
_HULL = re.compile(
    r"\b(?P<province>[A-ZĐ]{2,3})[ .-]?(?P<number>\d{4,5})[ .-]?TS\b|\b(?P<own>ST|CT)[ .-]?(?P<own_number>\d{5})\b",
    re.IGNORECASE,
)


def position(text: str) -> Point | None:
    """The position in a text: degrees and decimal minutes, degrees-minutes-seconds or decimal degrees.

    Read are "9 23.456 N 106 15.2 E", "9°23'27\"N 106°15'12\"E", "9.3912, 106.2531", "vi do 9 23 kinh do 106 15". Whole
    minutes need a mark (N, °, a word); decimal degrees need three decimals or the sign °, for "9.23" may be 9°23'.
    """
    if not any(char.isnumeric() for char in text):
        return None
    plain = _plain(text)
    for found in _POSITION.finditer(plain):
        marked = bool(_MARKED.search(found[0])) or "@" in plain[: found.start() + 3]
        lat, lon = (_degrees(found, name, marked=marked) for name in ("lat", "lon"))
        if lat is not None and lon is not None and lat <= 90 and lon <= 180:
            return Point(lat, lon)
    return None


def _degrees(found: re.Match[str], name: str, *, marked: bool) -> float | None:
    whole, decimals = float(found[name]), found[f"{name}_frac"]
    minutes, seconds = found[f"{name}_min"], found[f"{name}_sec"]
    if decimals is not None:
        exact = len(decimals) >= 3 or "°" in found[0]
        return whole if minutes is None and exact else None
    if minutes is None or float(minutes) >= 60 or (seconds is not None and float(seconds) >= 60):
        return None
    if not marked and "." not in minutes:
        return None
    return whole + float(minutes) / 60 + float(seconds or 0) / 3600


def distance_km(text: str) -> float | None:
    """How far off the coast or the river mouth: "cách cửa 5 lý" is 9.26 km."""
    found = _DISTANCE.search(_plain(text))
    if found is None:
        return None
    number = float((found["number"] or found["miles"]).replace(",", "."))
    return number if found["unit"] in ("km", "cay so", "cay") else number * NAUTICAL_MILE_KM


def hull(text: str) -> str | None:
    """A fishing boat's number as it stands on the bow: "st 91234 ts" is "ST-91234-TS"."""
    found = _HULL.search(unicodedata.normalize("NFC", text))
    if found is None:
        return None
    if found["own"]:
        return f"{found['own'].upper()}-{found['own_number']}"
    return f"{found['province'].upper()}-{found['number']}-TS"


_Forms = tuple[frozenset[str], ...]
"""A phrase: for each of its words the keys it may be typed as."""


def _phrases(text: str) -> dict[str, list[_Forms]]:
    """Phrases by each form of their first word. A single word needs its diacritics: "song" is also sống, "rach" rách."""
    by_first: dict[str, list[_Forms]] = {}
    for phrase in text.split(","):
        own = accented(phrase).split()
        forms = tuple(frozenset((word, fold(word)) if len(own) > 1 else (word,)) for word in own)
        for first in forms[0]:
            by_first.setdefault(first, []).append(forms)
    return by_first


_SEA = _phrases(
    "ngoài biển, ngoài khơi, trên biển, giữa biển, dưới biển, mé biển, vùng biển, cửa biển, biển, hải lý, cửa Trần Đề,"
    "cửa Mỹ Thanh, cửa Định An, ghe cào"
)
_RIVER = _phrases(
    "sông Hậu, trên sông, dưới sông, ngoài sông, giữa sông, bờ sông, mé sông, sông, rạch, con rạch, dưới rạch, vàm,"
    "kênh xáng, kinh xáng, bờ kênh, bờ kinh, dưới kênh, dưới kinh, con kênh, con kinh, bến đò, bến phà, qua phà, phà,"
    "sà lan, xà lan"
)


_PLATES = frozenset(
    tuple(accented(phrase).split())
    for phrase in ("biển số", "biển kiểm", "biển xe", "biển hiệu", "biển báo", "biển quảng", "biển tên")
)


def _water(text: str) -> Water | None:
    typed = accented(text).split()
    pairs = zip(typed, [*typed[1:], ""], strict=False)
    typed = [word for word, after in pairs if (word, after) not in _PLATES]  # a plate or a sign is biển too
    if _among(_SEA, typed):
        return Water.SEA
    return Water.RIVER if _among(_RIVER, typed) else None


water = Remembered(_water)
"""`water(text)`: sea before river, or None."""


def _among(phrases: Mapping[str, Sequence[_Forms]], typed: Sequence[str]) -> bool:
    return any(
        at + len(forms) <= len(typed) and all(word in form for word, form in zip(typed[at:], forms, strict=False))
        for at, first in enumerate(typed)
        for forms in phrases.get(first, ())
    )


def _plain(text: str) -> str:
    """Caseless, without diacritics, with one sign for each mark of an angle, and words of angles as signs."""
    letters = unicodedata.normalize("NFKD", text.translate(_SIGNS)).casefold()
    plain = "".join(char for char in letters if char not in ACCENTS).replace("đ", "d")
    for pattern, sign in _WORDS:
        plain = pattern.sub(sign, plain)
    return plain
