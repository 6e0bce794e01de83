"""Numbers as people of a language write and type them: 1.851 and 5,2 in Vietnamese."""

from __future__ import annotations

import re

from babel.numbers import format_decimal

from content.locales import language

_WHOLE = re.compile(r"\d{1,12}|\d{1,3}(?:[. ]\d{3}){1,3}", re.ASCII)
_WITH_FRACTION = re.compile(r"(\d{1,12}|\d{1,3}(?:\.\d{3}){1,3}),(\d{1,4})|(\d{1,12})\.(\d{1,2})", re.ASCII)


def numeral(value: float, places: int = 1) -> str:
    """A number in the language of the moment, rounded to so many places; whole ones have none."""
    return format_decimal(round(value, places), format="#,##0." + "#" * places, locale=language())


def whole(text: str) -> int | None:
    """A whole number as it is typed: 1851, 1.851, 1 851. None where it is none, or may be read in two ways (1,851)."""
    typed = text.strip()
    return int(re.sub(r"[. ]", "", typed)) if _WHOLE.fullmatch(typed) else None


def number(text: str) -> float | None:
    """A whole number or one with a fraction: 85,5 or 85.5 or 1.851,25. A dot with three digits after it is no fraction."""
    typed = text.strip()
    found = _WITH_FRACTION.fullmatch(typed)
    if found:
        before, after = (found[1], found[2]) if found[1] else (found[3], found[4])
        return float(f"{before.replace('.', '')}.{after}")
    return whole(typed)
