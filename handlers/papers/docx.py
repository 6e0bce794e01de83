"""A paper as a Word file: A4, Times New Roman, margins and sizes of Decree 30/2020, Annex I.

Officers go on writing in it. Its properties name the unit and nothing else: no program, no machine, no hour.
"""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt

from content.locales import _
from handlers.papers.paper import Block, Heading, Lines, Paper, Picture, Table

FONT = "Times New Roman"
BODY_PT, SMALL_PT, LIST_PT = 14, 13, 11
HEAD_CM = (7.0, 9.5)
CENTRE, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
_UNPRINTABLE = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML may hold."""
MACHINE_PARTS = ("/extended-properties", "/thumbnail")
"""What the library's own template says of the program that once saved it."""


def docx(paper: Paper) -> bytes:
    """The bytes of the file."""
    document: Any = Document()
    _page(document)
    _headers(document, training=paper.training)
    _head(document, paper)
    _title(document, paper)
    for block in paper.blocks:
        _block(document, block)
    _copies(document, paper.copies)
    _properties(document, paper)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.different_first_page_header_footer = True
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(BODY_PT)
    for script in ("w:eastAsia", "w:cs"):
        style.element.rPr.rFonts.set(qn(script), FONT)


def _headers(document: Any, *, training: bool) -> None:
    """The number of the page in the middle above, but for the first one; and on all of them, what is no real paper."""
    section = document.sections[0]
    for header, numbered in ((section.first_page_header, False), (section.header, True)):
        line = header.paragraphs[0]
        line.alignment = CENTRE
        if numbered:
            _field(line, "PAGE")
        if training:
            _line(header.add_paragraph(), _("TRAINING COPY, NOT A REAL PAPER"), bold=True)


def _head(document: Any, paper: Paper) -> None:
    """Left who writes, right the name of the state; below, the number that a person gives, and place and day."""
    table = _grid(document, 2, HEAD_CM)
    left, right = table.rows[0].cells
    _line(left.paragraphs[0], paper.above.upper(), size=12)
    _line(left.add_paragraph(), paper.unit.upper(), size=12, bold=True)
    _rule(left.add_paragraph(), indent_cm=2.2)
    _line(right.paragraphs[0], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True)
    _line(right.add_paragraph(), "Độc lập - Tự do - Hạnh phúc", size=SMALL_PT, bold=True)
    _rule(right.add_paragraph(), indent_cm=1.8)
    left, right = table.rows[1].cells
    _line(left.paragraphs[0], _("No.: ……………"), size=SMALL_PT)
    _line(right.paragraphs[0], f"{paper.place}, {dated(paper.day)}", size=SMALL_PT, italic=True)


def dated(day: date) -> str:
    """A day as a paper has it: days below 10 and the first two months with a nought.

    >>> dated(date(2027, 2, 5)), dated(date(2027, 3, 15))
    ('ngày 05 tháng 02 năm 2027', 'ngày 15 tháng 3 năm 2027')
    """
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def _title(document: Any, paper: Paper) -> None:
    _line(_spaced(document.add_paragraph(), before=12), paper.kind.upper(), bold=True)
    _line(document.add_paragraph(), paper.about, bold=True)
    _rule(document.add_paragraph(), indent_cm=6.0)
    if paper.to:
        _line(_spaced(document.add_paragraph(), 6, 12), _("To: {body}").format(body=paper.to))


def _block(document: Any, block: Block) -> None:
    if isinstance(block, Heading):
        _run(_spaced(document.add_paragraph(), before=6), block.text, bold=True)
    elif isinstance(block, Lines):
        for text in block.lines:
            paragraph = _spaced(document.add_paragraph(), before=6)
            paragraph.alignment = JUSTIFY
            paragraph.paragraph_format.first_line_indent = Cm(1)
            _run(paragraph, text)
    elif isinstance(block, Picture):
        _picture(document, block)
    else:
        _table(document, block)


def _table(document: Any, block: Table) -> None:
    table = _grid(document, len(block.rows), block.widths_cm)
    table.style = "Table Grid"
    for place, (row, texts) in enumerate(zip(table.rows, block.rows, strict=True)):
        of_row = row._tr.get_or_add_trPr()
        of_row.append(OxmlElement("w:cantSplit"))  # a row stands on one page, and the head on each
        if block.headed and place == 0:
            of_row.append(OxmlElement("w:tblHeader"))
        for cell, text in zip(row.cells, texts, strict=True):
            _run(cell.paragraphs[0], text, size=SMALL_PT, bold=block.headed and place == 0)


def _picture(document: Any, block: Picture) -> None:
    paragraph = _spaced(document.add_paragraph(), before=6)
    paragraph.alignment = CENTRE
    shape = paragraph.add_run().add_picture(io.BytesIO(block.png), width=Cm(block.width_cm))
    shape._inline.docPr.set("descr", block.words)


def _copies(document: Any, copies: tuple[str, ...]) -> None:
    if copies:
        _run(_spaced(document.add_paragraph(), before=12), _("Copies to:"), size=12, bold=True, italic=True)
    for one in copies:
        _run(_spaced(document.add_paragraph(), 0, 0), f"- {one}", size=LIST_PT)


def _properties(document: Any, paper: Paper) -> None:
    known = document.core_properties
    known.author = known.last_modified_by = paper.unit
    known.title = known.subject = known.comments = known.keywords = known.category = ""
    known.created = known.modified = datetime(paper.day.year, paper.day.month, paper.day.day, tzinfo=UTC)
    known.revision = 1
    relations = document.part.package.rels
    for name in [name for name, one in relations.items() if one.reltype.endswith(MACHINE_PARTS)]:
        del relations[name]


def _grid(document: Any, rows: int, widths_cm: tuple[float, ...]) -> Any:
    table = document.add_table(rows=rows, cols=len(widths_cm))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths_cm, strict=True):
        column.width = Cm(width)  # LibreOffice goes by the columns, Word by the cells
    for row in table.rows:
        for cell, width in zip(row.cells, widths_cm, strict=True):
            cell.width = Cm(width)
    return table


def _line(paragraph: Any, text: str, *, size: int = BODY_PT, bold: bool = False, italic: bool = False) -> None:
    """A centred line."""
    paragraph.alignment = CENTRE
    _run(paragraph, text, size=size, bold=bold, italic=italic)


def _run(paragraph: Any, text: str, *, size: int = BODY_PT, bold: bool = False, italic: bool = False) -> None:
    run = paragraph.add_run(_UNPRINTABLE.sub("", text))
    run.font.size, run.bold, run.italic = Pt(size), bold, italic


def _spaced(paragraph: Any, before: int = 0, after: int = 6) -> Any:
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    return paragraph


def _rule(paragraph: Any, *, indent_cm: float) -> None:
    """A short rule: the lower edge of an empty line."""
    _spaced(paragraph, 0, 0)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Cm(indent_cm)
    paragraph.paragraph_format.line_spacing = Pt(4)
    border, edge = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        edge.set(qn(f"w:{name}"), value)
    border.append(edge)
    paragraph._p.get_or_add_pPr().insert_element_before(border, "w:shd", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _field(paragraph: Any, name: str) -> None:
    """What Word works out itself."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph._p.append(field)
