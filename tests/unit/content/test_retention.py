"""Rules of retention are dated files: the newest that is in force counts, and a faulty one is refused by name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from content.locales import speaking
from content.retention import RetentionError, load

GOOD = 'valid_from = {day}\nbasis = "x"\ntip_months = {months}\ntest_days = 30\nway_back_days = 30\nbackup_days = 14\n'


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with speaking("en"):
        yield


def test_what_is_shipped_keeps_a_tip_for_24_months_and_a_backup_for_14_days() -> None:
    rules = load(date(2027, 1, 15))
    assert (rules.tip_months, rules.way_back_days, rules.backup_days) == (24, 30, 14)


def test_a_newer_decision_counts_from_its_day_on(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(GOOD.format(day="2026-01-01", months=24))
    (tmp_path / "b.toml").write_text(GOOD.format(day="2028-01-01", months=12))
    assert load(date(2027, 12, 31), tmp_path).tip_months == 24
    assert load(date(2028, 1, 1), tmp_path).tip_months == 12


def test_before_the_first_decision_nothing_may_be_purged(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(GOOD.format(day="2026-01-01", months=24))
    with pytest.raises(RetentionError, match="no rules of retention are in force"):
        load(date(2025, 12, 31), tmp_path)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("nonsense", "no TOML file"),
        ("valid_from = 2026-01-01\n", "missing names"),
        (GOOD.format(day="2026-01-01", months=24) + "more = 1\n", "wrong or missing names: more"),
        (GOOD.format(day="'soon'", months=24), "valid_from must be a date"),
        (GOOD.format(day="2026-01-01", months=0), "a whole number from 1 on: tip_months"),
        (GOOD.format(day="2026-01-01", months="true"), "a whole number from 1 on: tip_months"),
    ],
)
def test_a_faulty_file_is_named(text: str, fault: str, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(text)
    with pytest.raises(RetentionError, match=fault):
        load(date(2027, 1, 1), tmp_path)
