"""A file of targets is taken whole or not at all; every fault in it is named; communes come from the areas."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.cli.targets import TEMPLATE, communes, plan, read_targets
from bot.cli.targets_import import summary
from bot.cli.terminal import Wrong
from content.areas import shipped
from content.library.terms import Audience
from content.outreach_terms import TargetKind
from storage.targets import Target

DAY = date(2027, 1, 15)
HEAD = "id,kind,name,area,audience,contact\n"


def read(tmp_path: Path, text: str, encoding: str = "utf-8") -> list[Target]:
    path = tmp_path / "targets.csv"
    path.write_bytes(text.encode(encoding))
    return read_targets(path, shipped(), DAY)


def test_the_template_is_a_file_that_is_taken(tmp_path: Path) -> None:
    school, route = read(tmp_path, TEMPLATE)
    assert (school.kind, school.area, school.audience) == (TargetKind.SCHOOL, "vinh-chau", Audience.PARENTS)
    assert (route.kind, route.area) == (TargetKind.ROUTE, None)


def test_a_file_of_excel_with_letters_in_two_parts_gives_whole_letters(tmp_path: Path) -> None:
    line = "id;kind;name;area;audience;contact\r\nthpt-a;school;Trường Vĩnh Châu;31783;;\r\n"
    (school,) = read(tmp_path, unicodedata.normalize("NFD", line), "utf-8-sig")
    assert (school.name, school.audience) == ("Trường Vĩnh Châu", Audience.PARENTS)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("A b,school,X,31783,,", "the id must be"),
        ("xa-moi,school,X,31783,,", "the communes' own"),
        ("th-a,commune,X,31783,,", "the kind must be one of school"),
        ("th-a,school,,31783,,", "the name is missing"),
        ("th-a,school,X,,,", "the code of its commune is missing"),
        ("th-a,school,X,99999,,", "99999 is no commune of today"),
        ("th-a,school,X,31783,anybody,", "the audience must be one of everyone"),
        (f"th-a,school,X,31783,,{'1' * 121}", "the contact is too long"),
        ("th-a,school,X,31783,,,more,more", "too many columns"),
    ],
)
def test_a_fault_names_its_line(line: str, fault: str, tmp_path: Path) -> None:
    with pytest.raises(Wrong, match=f"Line 2: .*{fault}"):
        read(tmp_path, f"{HEAD}{line}\n")


@pytest.mark.parametrize("day", ["2027-06-01", "1/6/2027", "01-06-2027", "01.06.2027", "ngày 01 tháng 6 năm 2027"])
def test_a_day_may_be_written_in_five_forms(day: str, tmp_path: Path) -> None:
    (route,) = read(tmp_path, f"id,kind,name,area,audience,contact,until\nql-60,route,QL60,,,,{day}\n")
    assert route.valid_to == date(2027, 6, 1)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_another_encoding_is_said_with_its_cure(encoding: str, tmp_path: Path) -> None:
    line = "id,kind,name,area,audience,contact\nthpt-a,school,Trà Ôn,31783,,\n"
    with pytest.raises(Wrong, match="save as: CSV UTF-8"):
        read(tmp_path, line, encoding)


def test_an_id_that_stands_twice_and_a_day_that_is_none_are_both_said(tmp_path: Path) -> None:
    text = "id,kind,name,area,audience,contact,until\na1,school,A,31783,,,\na1,school,B,31783,,,\nb1,route,C,,,,soon\n"
    with pytest.raises(Wrong) as refused:
        read(tmp_path, text)
    assert "Line 3: a1 stands twice" in str(refused.value)
    assert "Line 4: the last column is a day" in str(refused.value)


def test_every_commune_that_was_ever_there_is_a_target_by_itself() -> None:
    found = communes(shipped(), DAY)
    days = (date(2022, 1, 1), date(2024, 9, 1), date(2025, 6, 30), date(2025, 7, 1), DAY)
    assert [sum(one.holds_on(day) for one in found) for day in days] == [109, 108, 108, 43, 43]
    assert {one.id for one in found if one.holds_on(DAY)} >= {"xa-vinh-chau", "xa-vinh-phuoc"}


def test_a_reform_ends_the_targets_of_communes_that_it_ended() -> None:
    before = [replace(one, valid_to=None) for one in communes(shipped(), date(2025, 6, 30))]  # nobody knew of it then
    wanted = plan(communes(shipped(), DAY), {one.id: one for one in before}, DAY, shipped())
    ended = [one.after for one in wanted.changed if one.after.valid_to and one.before.holds_on(date(2025, 6, 30))]
    there = {one.id: one for one in before} | {one.id: one for one in wanted.all}
    assert sum(one.holds_on(DAY) for one in there.values()) == 43
    assert {one.valid_to for one in ended} == {date(2024, 9, 1), date(2025, 7, 1)}


def test_a_second_import_changes_nothing_and_keeps_the_day_since_when_a_target_is_known() -> None:
    stored = {one.id: one for one in communes(shipped(), DAY)}
    school = Target("th-a", TargetKind.SCHOOL, "A", "vinh-chau", Audience.PARENTS, date(2026, 1, 1))
    stored[school.id] = school
    renamed = replace(school, name="B", valid_from=DAY)
    wanted = plan([*communes(shipped(), DAY), renamed], stored, DAY, shipped())
    assert [one.after for one in wanted.changed] == [replace(school, name="B")]
    assert summary(wanted) == ["Changed: th-a name: “A” → “B”", f"Unchanged: {len(stored) - 1}"]


def test_a_target_does_not_become_one_of_another_kind() -> None:
    school = Target("th-a", TargetKind.SCHOOL, "A", "vinh-chau", Audience.PARENTS, DAY)
    with pytest.raises(Wrong, match="th-a is school and stays so"):
        plan([replace(school, kind=TargetKind.DEPOT)], {"th-a": school}, DAY, shipped())
