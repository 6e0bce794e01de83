"""A CSV file as an office program writes it: commas or semicolons, a mark at its beginning, letters in two parts."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bot.cli.terminal import Wrong
from content.locales import _

Row = Mapping[str, str]


def rows_of(path: Path, columns: Sequence[str], optional: Sequence[str] = ()) -> Iterator[tuple[int, Row | None]]:
    """The lines under the heading, by their number in the file; None for one with too many columns.

    Every column is there in every row, composed (NFC), without spaces around. Raises Wrong for another encoding or heading.
    """
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise Wrong(_("{file} is not in UTF-8. In Excel, save as: CSV UTF-8.").format(file=path)) from None
    first = text.partition("\n")[0]
    lines = csv.DictReader(text.splitlines(), delimiter=";" if first.count(";") > first.count(",") else ",")
    if set(lines.fieldnames or ()) - set(optional) != set(columns):
        heading = ",".join((*columns, *optional))
        raise Wrong(_("{file}: the first line must be {columns}.").format(file=path, columns=heading))
    for number, row in enumerate(lines, 2):
        values = {name: unicodedata.normalize("NFC", row.get(name) or "").strip() for name in (*columns, *optional)}
        yield number, None if None in row else values
