"""Tables as an Excel file: what a program reads back is what was written, and nothing in it is a formula."""

from __future__ import annotations

import io

import openpyxl

from handlers.papers.sheet import Sheet
from handlers.papers.xlsx import xlsx
from tests.conftest import NOON

SHEET = Sheet(
    "Từng nơi", "Đợt gửi", ("Nhóm", "Số"), [("=1+1", 3), ("@Phụ huynh", None), ("Cộng", 3)], (20, 10), total=True
)


def test_it_is_read_back_as_it_was_written() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx([SHEET], NOON)))
    page = book["Từng nơi"]
    assert [[cell.value for cell in row] for row in page.rows] == [
        ["Đợt gửi", None], ["Nhóm", "Số"], ["=1+1", 3], ["@Phụ huynh", None], ["Cộng", 3],
    ]  # fmt: skip
    assert page["A5"].font.bold
    assert not page["A4"].font.bold


def test_a_group_s_name_is_never_a_formula() -> None:
    page = openpyxl.load_workbook(io.BytesIO(xlsx([SHEET], NOON)))["Từng nơi"]
    assert page["A3"].data_type == "s"


def test_the_file_names_nobody() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx([SHEET], NOON)))
    assert not book.properties.creator
    assert not book.properties.lastModifiedBy
