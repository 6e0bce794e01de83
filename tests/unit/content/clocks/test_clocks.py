"""The law's rows: which one counts on which day, and that a faulty file is refused by name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from content.clocks import COLUMNS, ClocksError, Unit, in_force, load, shipped

HEADER = ",".join(COLUMNS)
GOOD = "T1,accepted,7,days,,forward,2018-01-01,,read,Luật,Việc"


def test_every_clock_of_the_process_is_there() -> None:
    assert set(shipped()) >= {f"T{number}" for number in range(13)} | {"T8a"}


def test_every_row_names_its_paper_and_how_sure_it_is() -> None:
    for rows in shipped().values():
        for row in rows:
            assert row.basis
            assert row.certainty in ("read", "check", "house")
            assert row.certainty == "house" or any(sign in row.basis for sign in ("BLTTHS", "TTLT", "TT ", "Hướng dẫn"))


@pytest.mark.parametrize(
    ("name", "day", "length", "remote", "anchor"),
    [
        ("T3", "2024-06-01", 24, 48, "accepted"),
        ("T3", "2025-03-01", 24, 48, "signs"),
        ("T2", "2025-03-01", 12, 24, "accepted"),
        ("T4", "2024-06-01", 7, 7, "accepted"),
        ("T6", "2018-01-01", 20, 20, "accepted"),
    ],
)
def test_the_law_of_the_day_counts(name: str, day: str, length: int, remote: int, anchor: str) -> None:
    row = in_force(shipped(), name, date.fromisoformat(day))
    assert row
    assert (row.length, row.remote, row.anchor) == (length, remote, anchor)


@pytest.mark.parametrize(("name", "day"), [("T2", "2025-02-28"), ("T3", "2018-02-28"), ("T6", "2017-12-31")])
def test_before_its_law_there_is_no_clock(name: str, day: str) -> None:
    assert in_force(shipped(), name, date.fromisoformat(day)) is None


def test_a_new_law_is_a_new_row_and_the_old_one_ends_where_it_begins(tmp_path: Path) -> None:
    old = GOOD.replace("2018-01-01,", "2018-01-01,2027-07-01")
    path = tmp_path / "clocks.csv"
    path.write_text(
        "\n".join([HEADER, old, GOOD.replace("2018", "2027").replace("-01-01", "-07-01").replace("7,d", "9,d")])
    )
    found = load(path)
    assert [in_force(found, "T1", date(2027, month, 1)).length for month in (6, 7)] == [7, 9]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ("id,anchor\n", "the columns must be"),
        (f"{HEADER}\n{GOOD.replace(',7,', ',seven,')}", "clocks.csv:2"),
        (f"{HEADER}\n{GOOD.replace('days', 'weeks')}", "weeks"),
        (f"{HEADER}\n{GOOD.replace('2018-01-01', 'soon')}", "soon"),
        (f"{HEADER}\n{GOOD.replace('read', 'surely')}", "read, check, house"),
        (f"{HEADER}\n{GOOD.replace('Luật', '')}", "needs an id, a basis"),
        (f"{HEADER}\n{GOOD.replace('accepted', 'dreamt')}", "no such anchor: dreamt"),
        (f"{HEADER}\n{GOOD}\n{GOOD.replace('2018', '2020')}", "two rows are in force on 2020-01-01"),
        (f"{HEADER}\n{GOOD.replace('2018-01-01,', '2018-01-01,2017-01-01')}", "ends before it begins"),
        (f"{HEADER}\n{GOOD.replace('accepted', 'T2')}\n{GOOD.replace('T1,accepted', 'T2,T1')}", "its own end"),
    ],
)
def test_a_faulty_file_is_named(rows: str, fault: str, tmp_path: Path) -> None:
    path = tmp_path / "clocks.csv"
    path.write_text(rows, encoding="utf8")
    with pytest.raises(ClocksError, match=fault):
        load(path)


def test_every_unit_of_the_law_is_used() -> None:
    assert {row.unit for rows in shipped().values() for row in rows} == set(Unit)
