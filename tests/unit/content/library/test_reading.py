"""From files to pieces: one broken file takes only its own piece away, and says in plain words what is wrong."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.library.records import Quiz, Source
from content.library.terms import Theme
from tests.unit.content.library.shelf import ORIGINAL, Shelf


def test_a_whole_piece_is_read_as_it_was_written(shelf: Shelf) -> None:
    library = shelf.read()
    piece = library.pieces["glass"]
    words = piece.words["vi"]
    assert library.unread == []
    assert piece.themes == tuple(Theme)
    assert (words.title, words.label, words.written) == ("Ly nước rời mắt thì bỏ", "Ly nước", date(2026, 11, 1))
    assert words.lines == ("Không rõ trong ly có gì thì thôi.", "Choáng váng, gọi:", "{ambulance}")
    assert words.quiz == Quiz("Ly nước để đó, giờ sao?", ("Uống tiếp", "Rót ly khác"), 1, "Bỏ là chắc nhất.")
    assert library.sources == {"paper": Source("paper", "Hướng dẫn", "3610/QĐ-BYT", "2015-08-31", "read")}


def test_letters_in_pieces_are_put_together(shelf: Shelf) -> None:
    shelf.write("glass/vi.md", unicodedata.normalize("NFD", ORIGINAL))
    assert shelf.read().pieces["glass"].words["vi"].title == "Ly nước rời mắt thì bỏ"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('label = "Ly nước"\n', "", "label is missing or wrong."),
        ('label = "Ly nước"', "label = 7", "label is missing or wrong."),
        ('label = "Ly nước"', 'colour = "red"', "colour does not belong here."),
        ("written = 2026-11-01", 'written = "2026-11-01"', "written is missing or wrong."),
        ("valid_until = 2027-12-31\n", "", "valid_until is missing or wrong."),
        ('sources = ["paper"]', 'sources = "paper"', "sources is missing or wrong."),
        ('"synthetic"', '"sythetic"', "sythetic is unknown. Known are: synthetic,"),
        ('"parents"', '"parent"', "parent is unknown. Known are: everyone,"),
        ('sources = ["paper"]', 'sources = ["paper"]\nreview = ["me"]', "me is unknown. Known are: law,"),
        ("right = 2", "right = 3", "The quiz names no right answer: right counts the options from 1."),
        ("right = 2", "right = 0", "The quiz names no right answer"),
        ("right = 2\n", "", "The quiz names no right answer"),
        ('explanation = "Bỏ là chắc nhất."\n', "", "explanation is missing or wrong."),
        ("right = 2", "right = = 2", "can't be read"),
        ("+++\ntitle", "title", "It must begin with what it is, between two lines of +++."),
        ("+++\nKhông", "Không", "It must begin with what it is, between two lines of +++."),
        ("{ambulance}", "{ambulance", "A brace stands alone: a number is named like {ambulance}."),
    ],
)
def test_what_is_wrong_with_an_original_is_said_and_its_piece_left_out(
    shelf: Shelf, old: str, new: str, says: str
) -> None:
    shelf.change("glass/vi.md", (old, new))
    ((where, what),) = shelf.unread()
    assert where == "glass/vi.md"
    assert says in what
    assert shelf.read().pieces == {}


def test_a_folder_without_an_original_is_named(shelf: Shelf) -> None:
    (shelf.folder / "glass" / "vi.md").unlink()
    assert shelf.unread() == [("glass/vi.md", "This file is missing or no text.")]


def test_a_broken_translation_is_left_out_and_the_original_stays(shelf: Shelf) -> None:
    shelf.change("glass/en.md", ("written = 2026-11-02", 'written = 2026-11-02\nthemes = ["law"]'))
    assert shelf.unread() == [("glass/en.md", "themes does not belong here.")]
    assert list(shelf.read().pieces["glass"].words) == ["vi"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('certainty = "read"', 'certainty = "sure"', "sure is unknown. Known are: read, check, house"),
        ('date = "2015-08-31"\n', "", "date is missing or wrong."),
        ('date = "2015-08-31"', 'date = "2015"\nby = "x"', "by does not belong here."),
        ('date = "2015-08-31"', 'date = "2015"\nended = "soon"', "ended is missing or wrong."),
    ],
)
def test_what_is_wrong_with_a_source_is_said(shelf: Shelf, old: str, new: str, says: str) -> None:
    shelf.change("sources.toml", (old, new))
    assert shelf.unread() == [("sources.toml: paper", says)]


def test_sources_that_cannot_be_read_are_named(shelf: Shelf) -> None:
    shelf.write("sources.toml", "[paper")
    ((where, _what),) = shelf.unread()
    assert where == "sources.toml"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(written=st.text(max_size=200), at=st.integers(0, len(ORIGINAL)))
def test_nothing_in_a_file_can_stop_the_reading_or_the_showing(shelf: Shelf, written: str, at: int) -> None:
    scribbled = (ORIGINAL[:at] + written + ORIGINAL[at:]).encode("utf8", "surrogatepass")
    (shelf.folder / "glass" / "vi.md").write_bytes(scribbled)
    for piece in shelf.read().pieces.values():
        piece.words["vi"].text({"ambulance": "115"})
