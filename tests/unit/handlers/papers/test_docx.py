"""The Word file, opened again with the library: its layout, its properties, what stands on every page."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from docx import Document

from handlers.papers.docx import dated, docx
from handlers.papers.paper import Heading, Lines, Paper, Table


def paper(**changed: Any) -> Paper:
    values: dict[str, Any] = {
        "above": "Công an thành phố Cần Thơ",
        "unit": "Công an phường Vĩnh Châu",
        "place": "Vĩnh Châu",
        "day": date(2027, 1, 5),
        "kind": "Phiếu chuyển",
        "about": "Về nội dung tin báo T-7K2Q",
        "to": "Cơ quan Cảnh sát điều tra",
        "blocks": (Heading("1. Tin báo"), Table((("Ký hiệu", "T-7K2Q"),), (5.0, 11.5)), Lines(("kể \x00\x1b[31mlạ",))),
        "copies": ("Như trên;", "Lưu: HS."),
    }
    return Paper(**(values | changed))


def opened(made: Paper) -> Any:
    return Document(io.BytesIO(docx(made)))


def text_of(document: Any) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*cells, *(paragraph.text for paragraph in document.paragraphs)])


def test_it_has_every_part_of_the_administrations_layout_and_no_signature() -> None:
    text = text_of(opened(paper()))
    for part in (
        "CÔNG AN THÀNH PHỐ CẦN THƠ",
        "CÔNG AN PHƯỜNG VĨNH CHÂU",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Vĩnh Châu, ngày 05 tháng 01 năm 2027",
        "PHIẾU CHUYỂN",
        "Kính gửi: Cơ quan Cảnh sát điều tra",
        "Nơi nhận:",
        "- Lưu: HS.",
    ):
        assert part in text
    assert "MẬT" not in text
    assert not any(sign in text for sign in ("TM.", "KT.", "TL.", "TUQ."))


def test_the_page_is_a4_with_the_margins_of_the_decree_and_its_number_above_but_not_on_the_first() -> None:
    document = opened(paper())
    section = document.sections[0]
    page = [round(one.mm) for one in (section.page_width, section.page_height)]
    margins = [round(one.mm) for one in (section.top_margin, section.bottom_margin, section.left_margin)]
    assert (page, margins, round(section.right_margin.mm)) == ([210, 297], [20, 20, 30], 15)
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert "PAGE" in section.header._element.xml
    assert "PAGE" not in section.first_page_header._element.xml


@pytest.mark.parametrize("training", [True, False])
def test_a_training_copy_says_so_on_every_page(training: bool) -> None:
    section = opened(paper(training=training)).sections[0]
    for header in (section.first_page_header, section.header):
        assert ("BẢN TẬP HUẤN" in "".join(line.text for line in header.paragraphs)) is training


def test_its_properties_name_the_unit_and_nothing_else() -> None:
    content = docx(paper())
    known = Document(io.BytesIO(content)).core_properties
    assert (known.author, known.last_modified_by) == ("Công an phường Vĩnh Châu",) * 2
    assert (known.title, known.comments, known.keywords) == ("", "", "")
    assert known.created.date() == known.modified.date() == date(2027, 1, 5)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert not [name for name in parts.namelist() if "app.xml" in name or "thumbnail" in name]


def test_what_no_xml_may_hold_is_left_out_and_the_rest_stays() -> None:
    assert "kể [31mlạ" in text_of(opened(paper()))


def test_the_first_two_months_and_days_below_ten_have_a_nought() -> None:
    assert dated(date(2027, 2, 9)) == "ngày 09 tháng 02 năm 2027"
    assert dated(date(2027, 3, 10)) == "ngày 10 tháng 3 năm 2027"
