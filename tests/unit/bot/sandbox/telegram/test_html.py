from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.telegram.entities import utf16
from bot.sandbox.telegram.errors import Refused
from bot.sandbox.telegram.html import parse
from bot.sandbox.telegram.text import formatted

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(TEXT)
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    assert parse(escape(text, quote=False)) == (text, [])


@given(TEXT, TEXT, TEXT)
def test_entities_cover_exactly_what_the_tags_enclosed(before: str, inside: str, after: str) -> None:
    text, entities = parse(f"{escape(before)}<b>{escape(inside)}</b>{escape(after)}".replace("&#x27;", "'"))
    assert text == before + inside + after
    covered = [text.encode("utf-16-le")[2 * e["offset"] : 2 * (e["offset"] + e["length"])] for e in entities]
    assert covered == ([inside.encode("utf-16-le")] if inside else [])


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<i>x</i>", {"type": "italic", "offset": 0, "length": 1}),
        ("😀<code>x</code>", {"type": "code", "offset": 2, "length": 1}),
        ('<a href="https://a.vn">x</a>', {"type": "text_link", "offset": 0, "length": 1, "url": "https://a.vn/"}),
        ('<a href="https://a.vn/?a=1&amp;b">x</a>', {"type": "text_link", "offset": 0, "length": 1, "url": "https://a.vn/?a=1&b"}),
        ("<tg-spoiler>x</tg-spoiler>", {"type": "spoiler", "offset": 0, "length": 1}),
        ('<span class="tg-spoiler">x</span>', {"type": "spoiler", "offset": 0, "length": 1}),
        ("<blockquote expandable>x</blockquote>", {"type": "expandable_blockquote", "offset": 0, "length": 1}),
    ],
)  # fmt: skip
def test_each_tag_becomes_its_entity(source: str, expected: dict[str, object]) -> None:
    assert parse(source)[1] == [expected]


def test_nested_entities_come_outermost_first() -> None:
    assert [e["type"] for e in parse("<b>a<i>b</i></b>")[1]] == ["bold", "italic"]


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("a < b", "Unclosed start tag at byte offset 2"),
        ("đ<p>x</p>", 'Unsupported start tag "p" at byte offset 2'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<>x", 'Unsupported start tag "" at byte offset 0'),
    ],
)
def test_markup_the_server_cannot_read_is_refused(source: str, why: str) -> None:
    with pytest.raises(Refused) as refused:
        parse(source)
    assert refused.value.description.startswith(f"Bad Request: can't parse entities: {why}")


def test_white_space_at_the_ends_goes_and_entities_move_along() -> None:
    text, entities = formatted("  \n<b> Chào </b> bạn ", "HTML", [])
    assert text == "Chào  bạn"
    assert entities == [{"type": "bold", "offset": 0, "length": 5}]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start abc", [("bot_command", "/start")]),
        ("gọi /nhan@tap_huan_bot đi", [("bot_command", "/nhan@tap_huan_bot")]),
        ("1/2 và a/b", []),
        ("xem https://a.vn/x?y=1.", [("url", "https://a.vn/x?y=1")]),
        ("bocongan.gov.vn", [("url", "bocongan.gov.vn")]),
        ("😀 @ba_tran #tin", [("mention", "@ba_tran"), ("hashtag", "#tin")]),
        ("ba@a.vn", [("email", "ba@a.vn")]),
    ],
)
def test_the_server_marks_commands_links_and_names_by_itself(text: str, found: list[tuple[str, str]]) -> None:
    _, entities = formatted(text, "", [])
    units = text.encode("utf-16-le")
    assert [
        (e["type"], units[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le")) for e in entities
    ] == found


@given(TEXT)
def test_utf16_counts_as_telegram_does(text: str) -> None:
    assert utf16(text) == sum(2 if ord(letter) > 0xFFFF else 1 for letter in text)
