"""A plain text stays a text and loses what is not seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.files.clean import clean
from bot.files.limits import MIB, CleanLimits
from bot.files.outcome import Cleaned, Kind, Reason, Refused, Rejected
from bot.files.text import clean as clean_text

KHMER = "ភាសា\u200bខ្មែរ"


@pytest.mark.parametrize(
    ("source", "content"),
    [
        ("Bán ở chợ Vĩnh Châu\r\nmỗi tối\r".encode(), "Bán ở chợ Vĩnh Châu\nmỗi tối\n"),
        (b"\xef\xbb\xbfco nguoi ban", "co nguoi ban"),
        ("tin báo".encode("utf-16"), "tin báo"),
        (KHMER.encode(), KHMER),
        ("a\x1b[31m\x07b\u202egnp.exe\u2066\ufeff\U000e0041\ue000c".encode(), "a[31mbgnp.exec"),
    ],
    ids=["line ends", "byte order mark", "utf-16", "khmer word space", "unseen"],
)
async def test_a_text_is_written_anew_without_what_is_not_seen(source: bytes, content: str) -> None:
    assert await clean(source, declared="text/plain") == Cleaned(Kind.DOCUMENT, "text/plain", content.encode())


@pytest.mark.parametrize("source", [b"caf\xe9 au lait", "giá".encode("utf-16-le"), b"\xff\xfe\x00\xd8"])
async def test_bytes_that_are_no_text_are_refused(source: bytes) -> None:
    assert await clean(source, declared="text/plain") == Refused(Reason.TYPE_NOT_ALLOWED)


async def test_a_text_of_more_than_a_mebibyte_is_refused() -> None:
    assert await clean(b"a" * (MIB + 1), declared="text/plain") == Refused(Reason.TOO_BIG)


@given(st.text())
def test_a_cleaned_text_is_not_changed_by_cleaning_it_again(text: str) -> None:
    try:
        once = clean_text(text.encode("utf-8", "replace"), "plain", CleanLimits(), False).content
    except Rejected:
        return
    assert clean_text(once, "plain", CleanLimits(), False).content == once
