"""A CSV file that the operator gives: its heading checked, its faults in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.cli.terminal import Wrong
from content.locales import _
from content.sheets import Row, SheetError, table_of

__all__ = ["Row", "rows_of"]


def rows_of(path: Path, columns: Sequence[str], optional: Sequence[str] = ()) -> Iterator[tuple[int, Row | None]]:
    """The lines under the heading, by their number in the file; None for one with too many columns.

    Every column is there in every row. Raises Wrong for another encoding or heading.
    """
    try:
        heading, lines = table_of(path)
    except SheetError as error:
        if error.encoding:
            raise Wrong(_("{file} is not in UTF-8. In Excel, save as: CSV UTF-8.").format(file=path)) from None
        raise Wrong(f"{path}: {error}") from None
    if set(heading) - set(optional) != set(columns):
        wanted = ",".join((*columns, *optional))
        raise Wrong(_("{file}: the first line must be {columns}.").format(file=path, columns=wanted))
    for number, row in lines:
        yield number, {name: row.get(name, "") for name in (*columns, *optional)} if row is not None else None
