"""Tables as an Excel file. Every text is written as text: a group that calls itself "=1+1" stays that."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime

import xlsxwriter

from handlers.papers.sheet import Cell, Sheet


def xlsx(sheets: Sequence[Sheet], made: float) -> bytes:
    """The bytes of the file. Its properties name nobody and no program of ours; `made` in seconds."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": datetime.fromtimestamp(made, UTC).replace(tzinfo=None)})
        styles = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "head": book.add_format({"bold": True, "text_wrap": True, "border": 1, "valign": "top"}),
            "cell": book.add_format({"text_wrap": True, "border": 1, "valign": "top"}),
            "total": book.add_format({"bold": True, "border": 1}),
        }
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            page.write_string(0, 0, sheet.title, styles["title"])
            for column, (head, width) in enumerate(zip(sheet.heads, sheet.widths, strict=True)):
                page.set_column(column, column, width)
                page.write_string(1, column, head, styles["head"])
            page.freeze_panes(2, 0)
            for number, row in enumerate(sheet.rows, 2):
                last = sheet.total and number == len(sheet.rows) + 1
                _write(page, number, row, styles["total" if last else "cell"])
    return out.getvalue()


def _write(page: xlsxwriter.worksheet.Worksheet, number: int, row: tuple[Cell, ...], style: object) -> None:
    for column, cell in enumerate(row):
        if isinstance(cell, int | float):
            page.write_number(number, column, cell, style)
        elif cell:
            page.write_string(number, column, cell, style)
        else:
            page.write_blank(number, column, None, style)
