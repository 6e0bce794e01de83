"""Days on which groups are left in peace."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from content.outreach import NoSendingError, load, shipped


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 11, 20), "Ngày Nhà giáo Việt Nam"),
        (date(2026, 11, 21), ""),
        (date(2027, 2, 3), ""),
        (date(2027, 2, 4), "Tết Nguyên đán"),
        (date(2027, 2, 6), "Tết Nguyên đán"),  # the first of the lunar year
        (date(2027, 2, 10), "Tết Nguyên đán"),
        (date(2027, 2, 11), ""),
        (date(2028, 1, 26), "Tết Nguyên đán"),
        (date(2027, 4, 13), "Tết Chôl Chnăm Thmây"),
        (date(2027, 4, 17), ""),
        (date(2026, 6, 11), "Kỳ thi tốt nghiệp THPT"),
    ],
)
def test_the_shipped_days_are_those_of_the_calendar(day: date, why: str) -> None:
    assert shipped().why(day) == why


@pytest.mark.parametrize(
    "text",
    [
        "[[yearly]]\nname = 'A'\nfirst = '11-20'\nlast = '11-19'\nsource = 's'",
        "[[yearly]]\nname = 'A'\nfirst = '13-20'\nlast = '13-21'\nsource = 's'",
        "[[yearly]]\nname = 'A'\nfirst = '11-20'\nlast = '11-20'\nsource = ''",
        "[[dated]]\nname = 'A'\nfirst = 2026-06-12\nlast = 2026-06-10\nsource = 's'",
        "[[weekly]]\nname = 'A'",
        "[[yearly",
    ],
)
def test_a_file_that_cannot_be_is_refused_with_a_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "days.toml"
    path.write_text(text, "utf8")
    with pytest.raises(NoSendingError, match=r"days\.toml"):
        load(path)
