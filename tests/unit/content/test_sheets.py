"""A table is read however an office program wrote it; a day means one day or is refused."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.areas import FOLDER, load, shipped
from content.sheets import SheetError, day_of, table_of

FORMS = (
    *("{0:%Y-%m-%d}", "{0:%Y-%m-%d} 00:00:00", "{0.day}/{0.month}/{0.year}", "{0:%d-%m-%Y}", "{0:%d.%m.%Y}"),
    "ngày {0.day} tháng {0.month} năm {0.year}",
)


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)), st.sampled_from(FORMS))
def test_a_day_is_read_in_each_form_the_day_first(day: date, form: str) -> None:
    assert day_of(unicodedata.normalize("NFD", form.format(day))) == day


@pytest.mark.parametrize("text", ["1/7/25", "31/6/2025", "7/13/2025", "tháng 7", "45839", ""])
def test_what_is_no_day_or_could_be_two_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no day|day is out|month must|must be in"):
        day_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "a,b\n1,Đông\n",
        "\ufeffa;b\r\n1;Đông\r\n",
        'a,b\n"1","Đông"\n\n,\n',
        unicodedata.normalize("NFD", "a,b\n 1 , Đông \n"),
    ],
)
def test_commas_semicolons_marks_and_letters_in_two_parts_give_the_same(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(text.encode())
    assert table_of(path) == (["a", "b"], [(2, {"a": "1", "b": "Đông"})])


@pytest.mark.parametrize("data", ["a,b\nĐông\n".encode("utf-16"), b"a,b\n\xd0\xf4ng\n", b'a,b\n"1\n'])
def test_what_is_no_table_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(data)
    with pytest.raises(SheetError):
        table_of(path)


def test_the_areas_are_the_same_whoever_saved_their_files(tmp_path: Path) -> None:
    """Opened in an office program and saved again: semicolons, a mark, days the other way round, letters in two parts."""
    for name in ("versions.csv", "changes.csv", "links.csv"):
        heading, lines = table_of(FOLDER / name)
        saved = [";".join(heading)]
        for _number, row in lines:
            assert row is not None
            cells = [
                f"{date.fromisoformat(v):%d/%m/%Y}" if v[:2] == "20" and v[4:5] == "-" else v for v in row.values()
            ]
            saved.append(";".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in cells))
        text = unicodedata.normalize("NFD", "\r\n".join(saved) + "\r\n")
        (tmp_path / name).write_bytes(text.encode("utf-8-sig"))
    assert load(tmp_path) == shipped()
