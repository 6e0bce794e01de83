"""A poster is one page on both sizes, every letter of it can be read again, and its codes are squares of the right link."""

from __future__ import annotations

import re
from io import BytesIO

import pikepdf
import pytest
import segno

from handlers.papers.poster import QUIET, Code, Poster, Sheet, pdf

POSTER = Poster(
    "Xóm Bình An",
    "Phường Vĩnh Châu",
    ("Thấy chuyện ma túy? Nhắn một câu là đủ.", "Không cần tên, không cần số."),
    (Code("Telegram · @xom", "https://t.me/xom?start=u31783"), Code("Zalo", "https://zalo.me/1", "rồi gõ: /start u31783")),
    "Nguy hiểm: gọi 113",
    "Kênh thật không bao giờ hỏi tên, số điện thoại, mã OTP, tiền.",
    ("Tên thật duy nhất: Xóm Bình An, @xom.",),
)  # fmt: skip


def letters(page: pikepdf.Page) -> str:
    """What a reader of the file can copy out of it: every glyph by the font's own table of letters."""
    fonts = {}
    for name, font in page.Resources.Font.items():
        table = font.get("/ToUnicode")
        pairs = re.findall(rb"<([0-9A-F]{2})> <([0-9A-F]{4})>", table.read_bytes()) if table is not None else []
        fonts[name] = {int(code, 16): chr(int(letter, 16)) for code, letter in pairs}
    found, table = [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            table = fonts[str(operands[0])]
        elif str(operator) == "Tj":
            found.append("".join(table.get(byte, "?") for byte in bytes(operands[0])))
    return "".join(found)


@pytest.mark.parametrize(("sheet", "width"), [(Sheet.A4, 595), (Sheet.A6, 297.5)])
def test_it_is_one_page_of_its_size_with_every_letter_of_vietnamese(sheet: Sheet, width: float) -> None:
    with pikepdf.open(BytesIO(pdf(POSTER, sheet))) as file:
        (page,) = file.pages
        assert float(page.mediabox[2]) == pytest.approx(width)
        said = letters(page).replace(" ", "")
    for part in (POSTER.title, POSTER.place, *POSTER.lines, POSTER.alarm, POSTER.truth, POSTER.codes[1].hint):
        assert part.replace(" ", "") in said


def test_a_code_has_a_square_for_every_dark_module_and_none_else() -> None:
    one = Poster("X", "Y", (), POSTER.codes[:1], "Z", "W")
    with pikepdf.open(BytesIO(pdf(one, Sheet.A4))) as file:
        squares = [op for op in pikepdf.parse_content_stream(file.pages[0]) if str(op.operator) == "re"]
    matrix = segno.make(POSTER.codes[0].url, error="q", micro=False).matrix_iter(border=QUIET)
    assert len(squares) == sum(sum(map(bool, row)) for row in matrix)


def test_the_longest_names_fit_and_what_does_not_is_said() -> None:
    long = "Trường Trung học phổ thông " * 4
    assert pdf(Poster("Xóm Bình An", long, POSTER.lines, POSTER.codes, POSTER.alarm, POSTER.truth), Sheet.A6)
    with pytest.raises(ValueError, match="does not fit"):
        pdf(Poster("X", long * 40, POSTER.lines, POSTER.codes, POSTER.alarm, POSTER.truth), Sheet.A4)
