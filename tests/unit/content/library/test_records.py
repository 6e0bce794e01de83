"""Which words may be shown on which day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from content.library import shipped
from content.library.records import ORIGINAL
from content.library.terms import Audience
from content.locales import REVIEWED
from tests.unit.content.library.shelf import ENGLISH, Shelf

DAY = date(2026, 12, 1)
LAST = date(2027, 12, 31)


def test_a_piece_is_offered_until_the_end_of_its_last_day(shelf: Shelf) -> None:
    piece = shelf.read().pieces["glass"]
    assert piece.offered("vi", LAST)
    assert piece.offered("vi", LAST + timedelta(days=1)) is None


def test_a_language_that_is_not_reviewed_is_never_offered(shelf: Shelf) -> None:
    shelf.write("glass/km.md", ENGLISH)
    piece = shelf.read().pieces["glass"]
    assert "km" in piece.words
    assert piece.offered("km", DAY) is None


def test_a_draft_is_never_offered(shelf: Shelf) -> None:
    shelf.change("glass/en.md", ('label = "A drink"', 'label = "A drink"\ndraft = true'))
    piece = shelf.read().pieces["glass"]
    assert piece.offered("en", DAY) is None
    assert piece.offered("vi", DAY)


def test_the_newest_piece_comes_first_and_an_audience_without_any_is_left_out(shelf: Shelf) -> None:
    library = shelf.read()
    old = library.pieces["glass"]
    fresh = {language: replace(words, written=date(2026, 11, 20)) for language, words in old.words.items()}
    new = replace(old, slug="new", audiences=(Audience.PARENTS,), words=fresh)
    library = replace(library, pieces={"glass": replace(old, audiences=(Audience.PARENTS,)), "new": new})
    assert [piece.slug for piece, _words in library.offered(Audience.PARENTS, "vi", DAY)] == ["new", "glass"]
    assert library.audiences("vi", DAY) == [Audience.PARENTS]


def test_a_number_that_expired_takes_its_line_along(shelf: Shelf) -> None:
    words = shelf.read().pieces["glass"].words[ORIGINAL]
    assert words.text({"ambulance": "115"}).endswith("Choáng váng, gọi:\n115")
    assert words.text({}).endswith("Choáng váng, gọi:")


@given(
    st.dates(date(2026, 1, 1), date(2035, 1, 1)), st.sampled_from([*REVIEWED, "km", "zh"]), st.sampled_from(Audience)
)
def test_whatever_is_offered_is_reviewed_and_in_time(on: date, language: str, audience: Audience) -> None:
    for piece, words in shipped().offered(audience, language, on):
        assert audience in piece.audiences
        assert on <= piece.valid_until
        assert words.language == language
        assert language in REVIEWED
