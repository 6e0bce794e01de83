"""A file of units is taken whole or not at all, and every fault in it is named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.cli.stations_import import headless, summary
from bot.cli.terminal import Wrong
from bot.cli.units import Change, founding, plan, read_units
from content.areas import shipped
from content.policy import Policy
from content.terms import StationKind
from storage.stations import Station

DAY = date(2027, 1, 15)
HEAD = "id,name,kind,area,parent\n"
POLICY = Policy()


def read(tmp_path: Path, text: str, encoding: str = "utf-8") -> list[Station]:
    path = tmp_path / "units.csv"
    path.write_bytes(text.encode(encoding))
    return read_units(path, shipped(), DAY, POLICY)


def test_a_commune_without_a_unit_above_belongs_to_the_province(tmp_path: Path) -> None:
    (unit,) = read(tmp_path, HEAD + "31783,Công an phường Vĩnh Châu,commune,31783,\n")
    assert (unit.id, unit.name, unit.kind, unit.parent) == (
        "31783", "Công an phường Vĩnh Châu", StationKind.COMMUNE, "PC04"
    )  # fmt: skip
    assert unit.area is not None


def test_excel_writes_semicolons_and_a_mark_at_the_beginning(tmp_path: Path) -> None:
    (unit,) = read(tmp_path, "id;name;kind;area;parent\r\n31783;Vĩnh Châu;commune;31783;PC04\r\n", "utf-8-sig")
    assert unit.name == "Vĩnh Châu"


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("a b,X,commune,31783,", "the id must be"),
        ("31783,,commune,31783,", "the name is missing"),
        (f"31783,{'x' * 121},commune,31783,", "the name is missing or too long"),
        ("31783,X,village,31783,", "the kind must be"),
        ("31783,X,commune,,", "the code of its commune is missing"),
        ("31783,X,commune,99999,", "99999 is no commune of today"),
        ("31783,X,commune,92,", "92 is no commune of today"),
        ("PC05,X,province,,", "the province's unit, and no other, is PC04"),
        ("PC04,X,commune,31783,", "the province's unit, and no other, is PC04"),
        ("TT,X,inspectorate,,", "the inspectorate's unit, and no other, is THANH-TRA"),
        ("31783,X,commune,31783,NOBODY", "there is no unit NOBODY above it"),
        ("31783,X,commune,31783,,more", "too many columns"),
        ("VKS,X,procurator,,", "one of commune, province, inspectorate, procuracy, border_guard, neighbour"),
    ],
)
def test_a_fault_names_its_line(line: str, fault: str, tmp_path: Path) -> None:
    with pytest.raises(Wrong, match=fault):
        read(tmp_path, f"{HEAD}{line}\n")


def test_all_faults_are_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(Wrong) as refused:
        read(tmp_path, HEAD + "31783,A,commune,31783,\n31783,B,commune,31804,\nX1,C,commune,31783,\n")
    assert "Line 3: 31783 stands twice" in str(refused.value)
    assert "Line 4: 31783 has the same commune" in str(refused.value)


def test_another_encoding_or_heading_is_said(tmp_path: Path) -> None:
    with pytest.raises(Wrong, match="CSV UTF-8"):
        read(tmp_path, HEAD + "31783,Vĩnh,commune,31783,\n", "utf-16")
    with pytest.raises(Wrong, match="the first line must be"):
        read(tmp_path, "ma,ten\n1,2\n")


def test_the_plan_leaves_alone_what_the_file_leaves_out() -> None:
    stored = {one.id: one for one in founding(POLICY)} | {
        "OLD": Station("OLD", "Old", StationKind.COMMUNE, "a", "PC04")
    }
    renamed = Station("PC04", "PC04 Cần Thơ", StationKind.PROVINCE)
    new = Station("NEW", "New", StationKind.COMMUNE, "b", "PC04")
    found = plan([renamed, new, stored["THANH-TRA"]], stored)
    assert (found.new, found.changed, found.same) == ((new,), (Change(stored["PC04"], renamed),), 1)
    assert found.all == [new, renamed]


WIDE = HEAD.replace("parent", "parent,contact")


def test_watchers_and_liaisons_stand_beside_the_communes(tmp_path: Path) -> None:
    units = read(
        tmp_path,
        WIDE
        + "31783,Vĩnh Châu,commune,31783,,\nVKS,Viện kiểm sát,procuracy,,,\n"
        + "BP-VC,Đồn Biên phòng Vĩnh Châu,border_guard,31783,,0299 000 0000\n95,Công an Cà Mau,neighbour,,,PC04 Cà Mau\n",
    )
    assert [(one.kind, one.contact) for one in units[1:]] == [
        (StationKind.PROCURACY, None),
        (StationKind.BORDER_GUARD, "0299 000 0000"),
        (StationKind.NEIGHBOUR, "PC04 Cà Mau"),
    ]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("BP,X,border_guard,,," + "9" * 61, "Line 2: the contact is too long"),
        ("31783,X,commune,31783,,0299", "Line 2: only a liaison"),
    ],
)
def test_a_contact_is_short_and_a_liaisons(line: str, fault: str, tmp_path: Path) -> None:
    with pytest.raises(Wrong, match=fault):
        read(tmp_path, f"{WIDE}{line}\n")


def test_a_unit_never_becomes_one_of_another_kind() -> None:
    stored = {"31783": Station("31783", "X", StationKind.COMMUNE, "a", "PC04")}
    with pytest.raises(Wrong, match="31783 is commune and stays so"):
        plan([Station("31783", "X", StationKind.PROCURACY)], stored)


def test_a_dry_run_says_of_each_unit_what_becomes_of_it_and_who_has_no_head() -> None:
    stored = {
        "31783": Station("31783", "Vinh Chau", StationKind.COMMUNE, "a", "PC04"),
        "BP": Station("BP", "Biên phòng", StationKind.BORDER_GUARD, contact="0299 1"),
    }
    renamed = Station("31783", "Vĩnh Châu", StationKind.COMMUNE, "a", "PC04")
    called = Station("BP", "Biên phòng", StationKind.BORDER_GUARD, contact="0299 2")
    new = Station("VKS", "Viện kiểm sát", StationKind.PROCURACY)
    units = [renamed, called, new]
    assert summary(plan(units, stored)) == [
        "New: VKS Viện kiểm sát (Procuracy)",
        "Changed: 31783 name: “Vinh Chau” → “Vĩnh Châu”",
        "Changed: BP contact: “0299 1” → “0299 2”",
        "Unchanged: 0",
    ]
    assert headless(units, {"31783"}, POLICY)[0] == "No head yet, so PC04 is told instead: VKS"
    assert headless(units, {"31783", "VKS"}, POLICY) == []


def test_a_key_or_a_group_is_no_change() -> None:
    plain = Station("PC04", "PC04", StationKind.PROVINCE)
    stored = Station("PC04", "PC04", StationKind.PROVINCE, key=b"k" * 32, key_mac=b"m" * 32, group=b"g")
    assert plan([plain], {"PC04": stored}).all == []
