"""CSV files as office programs write them: commas or semicolons, a mark at the beginning, letters in two parts, days in five forms."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

Row = Mapping[str, str]
_DAYS = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[ T]00:00(?::00)?)?", re.ASCII),  # 2025-07-01
    re.compile(r"(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})", re.ASCII),  # 1/7/2025
    re.compile(r"(?P<d>\d{1,2})-(?P<m>\d{1,2})-(?P<y>\d{4})", re.ASCII),  # 01-07-2025
    re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})", re.ASCII),  # 01.07.2025
    re.compile(r"(?:ngày )?(?P<d>\d{1,2}) tháng (?P<m>\d{1,2}) năm (?P<y>\d{4})", re.ASCII),
)
"""Always the day before the month: nobody in Vietnam writes it the other way round."""


class SheetError(ValueError):
    """The file can't be read as a table. `encoding`: it is not in UTF-8."""

    def __init__(self, said: str, *, encoding: bool = False) -> None:
        super().__init__(said)
        self.encoding = encoding


def day_of(text: str) -> date:
    """A day in one of five forms. Raises ValueError, also for a year of two digits: it could mean two days."""
    plain = unicodedata.normalize("NFC", text).strip().lower()
    for form in _DAYS:
        if found := form.fullmatch(plain):
            return date(int(found["y"]), int(found["m"]), int(found["d"]))
    raise ValueError(f"{text!r} is no day: write it like 01/07/2025")


def table_of(path: Path) -> tuple[Sequence[str], list[tuple[int, Row | None]]]:
    """The heading, and the lines under it by their number in the file; None for one with too many columns.

    Everything is composed (NFC), without spaces around; lines without anything are left out. Raises SheetError, OSError.
    """
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise SheetError("it is not in UTF-8", encoding=True) from None
    first = text.partition("\n")[0]
    lines = csv.reader(text.splitlines(), delimiter=";" if first.count(";") > first.count(",") else ",", strict=True)
    heading: list[str] = []
    found: list[tuple[int, Row | None]] = []
    try:
        for cells in lines:
            values = [unicodedata.normalize("NFC", cell).strip() for cell in cells]
            if not heading:
                heading = values
            elif any(values):
                padded = values + [""] * (len(heading) - len(values))
                whole = len(values) <= len(heading)
                found.append((lines.line_num, dict(zip(heading, padded, strict=True)) if whole else None))
    except csv.Error as error:
        raise SheetError(f"line {lines.line_num}: {error}") from None
    return heading, found
