"""Numbers to call: checked when read, gone when they expire."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from content.numbers import NumbersError, live, load

GOOD = """
[desk]
digits = "0299 3 822 345"
what = "Trực ban"
source = "văn bản số 1"
checked_on = 2026-11-01
expires = 2027-11-01
"""


def at(year: int, month: int, day: int, hour: int = 12) -> float:
    return datetime(year, month, day, hour, tzinfo=UTC).timestamp()


def test_the_numbers_that_come_along_are_whole_and_every_screen_finds_them_today() -> None:
    assert {"police", "ambulance", "children", "drugs_line", "fire", "rescue"} <= set(load())
    assert {key: live(at(2026, 11, 23))[key].digits for key in ("police", "ambulance", "children")} == {
        "police": "113",
        "ambulance": "115",
        "children": "111",
    }


def test_a_number_is_not_shown_from_the_day_it_expires_on_in_local_time() -> None:
    expires = load()["drugs_line"].expires
    assert "drugs_line" in live(at(expires.year, expires.month, expires.day, 0) - 8 * 3600)
    assert "drugs_line" not in live(at(expires.year, expires.month, expires.day, 0) - 6 * 3600)


def test_local_numbers_are_added_to_the_file(tmp_path: Path) -> None:
    file = tmp_path / "numbers.toml"
    file.write_text(GOOD, encoding="utf-8")
    assert load(file)["desk"].digits == "0299 3 822 345"


@pytest.mark.parametrize(
    ("wrong", "instead"),
    [
        ('source = "văn bản số 1"', ""),
        ('source = "văn bản số 1"', 'source = ""'),
        ("expires = 2027-11-01", ""),
        ("expires = 2027-11-01", 'expires = "2027"'),
        ("expires = 2027-11-01", "expires = 2026-10-01"),
        ('digits = "0299 3 822 345"', 'digits = "call me"'),
        ('what = "Trực ban"', 'what = "Trực ban"\nunknown = 1'),
    ],
)
def test_an_entry_that_is_not_whole_is_refused_by_name(tmp_path: Path, wrong: str, instead: str) -> None:
    file = tmp_path / "numbers.toml"
    file.write_text(GOOD.replace(wrong, instead), encoding="utf-8")
    with pytest.raises(NumbersError, match="desk"):
        load(file)
