"""The annual report: its table of indicators, sums that add up, nothing made up where nobody counted, the same in Excel."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from docx import Document
from openpyxl import load_workbook

from content.areas import shipped as areas
from content.coverage_terms import Lack, Reading
from content.library.terms import Audience
from content.outreach_terms import DeliveryState, PledgeKind, TargetKind
from content.plans import shipped
from content.policy import Policy
from content.terms import Outcome, StationKind
from handlers.coverage.picture import Line, Place, YearPicture
from handlers.coverage.report_rules import Pledges, Tips, YearReport, covered, demands, listed, tips
from handlers.papers.annual import DEMANDS_CM, annual, sheets
from handlers.papers.docx import docx
from handlers.papers.xlsx import xlsx
from handlers.triage.figure_rules import Share
from storage.entered import Figure
from storage.figures import Life
from storage.reached import Reached
from storage.sets import Member, TargetSet
from storage.stations import Station
from storage.targets import Target

PLAN, NOW = "soc-trang-2022-2025", datetime(2025, 11, 20, tzinfo=UTC).timestamp()
FIRST, LAST = date(2024, 11, 16), date(2025, 11, 15)
UNIT = Station("PC04", "Phòng Cảnh sát điều tra tội phạm về ma túy", StationKind.PROVINCE)


def entered(name: str, value: float, **more: Any) -> Figure:
    return Figure(name, value, 0.0, "00", **more)


def picture(reading: Reading, done: int, of: int) -> YearPicture:
    """Schools under a reading, some of them covered."""
    places = [
        Place(
            Target(f"th-{n}", TargetKind.SCHOOL, f"Trường {n}", None, Audience.PARENTS, FIRST),
            Reached(sent=2, unknown=1, posted=n),
            n < done,
            None if n < done else Lack.NOT_CONFIRMED,
        )
        for n in range(of)
    ]
    line = Line(shipped(PLAN).indicators["K2b"], reading, LAST, FIRST, LAST, tuple(places), 0, over=False)
    return YearPicture(shipped(PLAN), 2025, reading, LAST, (line,), frozenset({"K2b"}))


def year() -> YearReport:
    now = {"K4": entered("K4", 21, source="12/BC-PC04"), "K6": entered("K6", 80.0, part=12, whole=15)}
    before = {"K4": entered("K4", 20), "K14": entered("K14", 1851)}
    schools = {
        f"th-{n}": Target(f"th-{n}", TargetKind.SCHOOL, f"Trường {n}", None, Audience.PARENTS, FIRST) for n in "abc"
    }
    members = [
        Member("th-a", FIRST, LAST),
        Member("th-b", FIRST, LAST, exempt=True),
        Member("th-c", FIRST, LAST, FIRST),
    ]
    return YearReport(
        shipped(PLAN),
        2025,
        FIRST,
        LAST,
        demands(shipped(PLAN), now, before, None),
        {"K2b": TargetSet(PLAN, 2025, "K2b", "12/KH-BCĐ", date(2025, 1, 5), LAST, FIRST, "00")},
        listed("K2b", members, schools, LAST),
        {DeliveryState.SENT: 1200, DeliveryState.UNKNOWN: 7},
        [Pledges(kind, 10, 1851) for kind in PledgeKind],
        4,
        areas(),
        [picture(Reading.FROZEN, 1, 2), picture(Reading.THEN, 0, 3)],
        Tips(40, {Outcome.HANDLED: 30}, 10, 0, None, Share(0, 0)),
    )


def paper(report: YearReport) -> Any:
    return Document(io.BytesIO(docx(annual(report, Policy(), UNIT, NOW))))


def text(document: Any) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*cells, *(paragraph.text for paragraph in document.paragraphs)])


def lines(document: Any, head: str) -> dict[str, list[str]]:
    """The table that begins with this cell, by its first column."""
    (found,) = (one for one in document.tables if one.cell(0, 0).text == head)
    return {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in found.rows}


def number(written: str) -> int:
    return int(written.replace(".", ""))


def test_an_indicator_stands_beside_last_years_with_its_change_and_whether_it_was_met() -> None:
    found = lines(paper(year()), "Mã")
    assert found["K4"][1:] == ["≥ +5 %", "20", "21", "+5 %", "đạt"]
    assert found["K6"][1:] == ["≥ 60 %", "–", "80 % (12/15)", "–", "đạt"]
    assert found["K14"][2:] == ["1.851", "–", "–", "–"]
    assert "K20" not in found


def test_what_the_hotline_counts_is_a_dash_until_it_is_counted_and_never_nought() -> None:
    assert lines(paper(year()), "Mã")["K2b"][2:] == ["–", "–", "–", "–"]


def test_the_sums_of_its_tables_add_up() -> None:
    document = paper(year())
    tips_found = lines(document, "Nội dung")
    parts = [number(line[0]) for name, line in tips_found.items() if name.startswith("– ")]
    assert sum(parts) == number(tips_found["Đã nhận"][0]) == 40
    sent = lines(document, "Kết quả gửi")
    assert sum(number(line[0]) for name, line in list(sent.items())[1:-1]) == number(sent["Tất cả"][0]) == 1207
    pledged = lines(document, "Cam kết, cộng dồn đến nay")
    assert pledged["Tất cả"] == ["30", "5.553"]
    assert "không cộng vào nhau" in text(document)


def test_a_reform_within_the_year_is_shown_by_the_communes_before_and_after() -> None:
    assert lines(paper(year()), "Từ ngày") == {
        "Từ ngày": ["Số xã, phường, thị trấn"],
        "16/11/2024": ["108"],
        "01/07/2025": ["43"],
    }


def test_coverage_stands_under_every_reading_with_its_rule_and_its_columns_apart() -> None:
    document, book = paper(year()), load_workbook(io.BytesIO(xlsx(sheets(year()), NOW)))
    found = lines(document, "Chỉ tiêu, cách tính")
    assert found["K2b: Theo danh sách đã chốt"] == ["1", "2", "50", "4", "2", "1"]
    assert found["K2b: Theo xã lúc đó"][:3] == ["0", "3", "0"]
    assert "Mới gửi thì chưa tính" in text(document)
    places = [
        row for row in book["Độ phủ"].iter_rows(min_row=3, values_only=True) if row[1] == "Theo danh sách đã chốt"
    ]
    assert [str(sum(row[column] for row in places)) for column in (4, 5, 6, 8)] == ["1", "4", "2", "1"]


def test_the_table_of_indicators_takes_what_is_covered_of_the_fixed_list() -> None:
    counted = demands(
        shipped(PLAN), covered(picture(Reading.FROZEN, 3, 4)), covered(picture(Reading.FROZEN, 1, 2)), None
    )
    found = lines(paper(replace(year(), demands=counted)), "Mã")
    assert found["K2b"][2:] == ["50 % (1/2)", "75 % (3/4)", "+25 điểm %", "chưa đạt"]
    assert covered(picture(Reading.FROZEN, 0, 0)) == {}


def test_a_chart_of_the_fixed_lists_says_the_same_in_words_and_is_left_out_where_none_was_fixed() -> None:
    (chart,) = paper(year()).inline_shapes
    assert "K2b: 1/2" in chart._inline.docPr.get("descr")
    assert len(paper(replace(year(), pictures=[picture(Reading.THEN, 1, 2)])).inline_shapes) == 0


def test_an_empty_year_says_so_plainly() -> None:
    empty = replace(
        year(), demands=demands(shipped(PLAN), {}, {}, None), sets={}, listed=[], copies={}, tips=tips([]), boxes=0
    )
    found = text(paper(empty))
    assert "Năm này chưa nhập số liệu nào và chưa chốt danh sách nào." in found
    assert "Năm này chưa có danh sách nào được chốt bằng văn bản." in found
    assert lines(paper(empty), "Nội dung")["Đã nhận"] == ["0"]


def test_tips_that_were_destroyed_are_not_counted_as_none() -> None:
    assert "đã hết hạn lưu" in text(paper(replace(year(), tips=None)))


def test_few_tips_are_hidden_and_cannot_be_reckoned_out() -> None:
    few = tips([Life(0.0, outcome=Outcome.HANDLED)] * 2 + [Life(0.0)] * 9)
    shown = [few.received, few.open, few.outcomes[Outcome.HANDLED]]
    assert shown[2] is None
    assert shown.count(None) >= 2


def test_the_layout_is_the_decrees_and_nobody_signed() -> None:
    document = paper(year())
    section = document.sections[0]
    sizes = (section.page_width, section.page_height, section.left_margin, section.right_margin)
    assert [round(one.mm) for one in sizes] == [210, 297, 30, 15]
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert "PAGE" in section.header._element.xml
    assert "PAGE" not in section.first_page_header._element.xml
    found = text(document)
    assert "Cần Thơ, ngày 20 tháng 11 năm 2025" in found
    assert "Số: ……" in found
    assert "TM." not in found


def test_columns_are_as_wide_as_they_were_meant_and_a_long_tables_head_stands_on_every_page() -> None:
    (found,) = (one for one in paper(year()).tables if one.cell(0, 0).text == "Mã")
    assert [round(column.width.cm, 1) for column in found.columns] == list(DEMANDS_CM)
    assert ["w:tblHeader" in row._tr.xml for row in found.rows][:2] == [True, False]
    assert all("w:cantSplit" in row._tr.xml for row in found.rows)


def test_every_figure_of_the_paper_can_be_counted_again_from_the_tables() -> None:
    report = year()
    document, book = paper(report), load_workbook(io.BytesIO(xlsx(sheets(report), NOW)))

    def rows(name: str) -> list[tuple[Any, ...]]:
        return list(book[name].iter_rows(min_row=3, values_only=True))

    in_paper = lines(document, "Mã")
    for row in rows("Chỉ tiêu"):
        name, before, now, part, whole = row[0], row[2], row[5], row[6], row[7]
        written = in_paper[name]
        for value, shown in ((before, written[2]), (now, written[3])):
            assert (value is None) == (shown == "–"), name
            if value is not None:
                assert float(shown.split(" ")[0].replace(".", "").replace(",", ".")) == round(value, 1)
        if part is not None:
            assert round(100 * part / whole, 1) == round(now, 1)
    copies = rows("Số bản")
    assert sum(row[1] for row in copies) == number(lines(document, "Kết quả gửi")["Tất cả"][0])
    places = rows("Danh sách")
    in_list = lines(document, "Chỉ tiêu, văn bản")["K2b: 12/KH-BCĐ ngày 05/01/2025"]
    assert in_list == [str(len(places)), str(sum(bool(row[6]) for row in places))] == ["2", "1"]
    pledged = rows("Cam kết")
    assert sum(row[2] for row in pledged) == number(lines(document, "Cam kết, cộng dồn đến nay")["Tất cả"][1])
    assert len({row[0] for row in rows("Địa bàn")}) == 108
    assert len({row[2] for row in rows("Địa bàn")}) == 43
