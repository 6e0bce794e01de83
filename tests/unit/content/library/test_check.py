"""Each check names a piece that breaks it; the library that comes with the program breaks none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from content.library import shipped
from content.library.check import faults, main, to_do
from content.library.records import Library, Words
from content.library.terms import Audience, Theme
from content.library.wording import mean_words
from content.locales import REVIEWED, catalogue, speaking
from content.numbers import load
from tests.unit.content.library.shelf import Shelf

DAY = date(2026, 12, 1)


def found(shelf: Shelf) -> list[str]:
    return [str(one) for one in faults(shelf.read(), shelf.folder)]


def test_a_whole_library_has_no_fault(shelf: Shelf) -> None:
    assert found(shelf) == []


def test_the_library_that_comes_with_the_program_has_no_fault(capsys: pytest.CaptureFixture[str]) -> None:
    assert main() == 0
    assert "The library is whole" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("glass/vi.md", 'sources = ["paper"]', "sources = []", "glass: No source is named."),
        ("glass/vi.md", 'sources = ["paper"]', 'sources = ["book"]', "glass: book is not in sources.toml."),
        ("glass/vi.md", "valid_until = 2027-12-31", "valid_until = 2026-10-31", "glass: It expires before it was written."),
        ("glass/vi.md", "written = 2026-11-01", "written = 2026-11-03", "glass: en is older than the original: say it again."),
        ("glass/vi.md", 'sources = ["paper"]', 'sources = ["paper"]\npicture = "a.jpg"', "glass: There is no picture a.jpg beside it"),
        ("glass/vi.md", 'label = "Ly nước"', 'label = "Ly nước rời mắt thì bỏ"', "glass/vi.md: The label has 22 characters: at most 20."),
        ("glass/vi.md", "Không rõ", "Vui lòng không rõ", "glass/vi.md: “vui lòng” is not said to people."),
        ("glass/vi.md", "Không rõ", "*Không* rõ", "glass/vi.md: “*” would be shown as it is: plain text only."),
        ("glass/vi.md", "{ambulance}", "115", "glass/vi.md: 115 is written out: name the number, like {ambulance}."),
        ("glass/vi.md", "{ambulance}", "{doctor}", "glass/vi.md: There is no number doctor in numbers.toml."),
        ("glass/vi.md", "Không rõ", "Coi http://x.vn không rõ", "glass/vi.md: http://x.vn is no whole https address."),
        ("glass/vi.md", "Không rõ", "dài " * 15 + "không rõ", "glass/vi.md: A sentence of 23 words, at most 18: “dài dài"),
        ("glass/vi.md", "Không rõ", "Thôi nha.\n" * 90 + "Không rõ", "glass/vi.md: 978 characters: at most 900."),
        ("glass/vi.md", "Ly nước rời mắt", "Ma túy rời mắt", "glass/vi.md: “ma tuy” is among the first 40 characters"),
        ("glass/vi.md", '"Uống tiếp"', '"Rót ly khác"', "glass/vi.md: Two options of the quiz are the same."),
        ("glass/vi.md", '"Uống tiếp"', '"Uống tiếp cho hết ly đó"', "glass/vi.md: “Uống tiếp cho hết ly đó” has 23 characters"),
        ("glass/vi.md", '"Rót ly khác"]', '"Rót ly khác", "Thôi"]', "glass: The quiz of en has other options than the original."),
        ("glass/vi.md", '"Uống tiếp", ', '"A", "B", "C", "D", ', "glass/vi.md: The quiz has 5 options: 2 to 4."),
        ("glass/vi.md", "Bỏ là chắc nhất.", "Bỏ đi nha. " * 20, "glass/vi.md: 219 characters: at most 200."),
        ("glass/vi.md", "Bỏ là chắc nhất.", "Báo công an là chắc.", "glass/vi.md: “cong an” is among the first 40 characters"),
        ("glass/vi.md", "giờ sao?", "gọi 115?", "glass/vi.md: 115 is written out"),
        ("glass/en.md", "right = 2", "right = 1", "glass: The quiz of en has other options than the original."),
        ("glass/vi.md", '"law"', '"roads"', "library: There is no piece about “The law”."),
        ("glass/vi.md", '"veterans"', '"elderly"', "library: There is no piece for “Veterans”."),
        ("glass/vi.md", '"parents"', '"parent"', "glass/vi.md: parent is unknown."),
        ("sources.toml", "2015-08-31", "31/8/2015", "sources.toml: paper: 31/8/2015 is no day: write 2026-01-31, or the year."),
        ("sources.toml", "3610/QĐ-BYT", "http://byt.vn", "sources.toml: paper: http://byt.vn is no whole https address."),
    ],
)  # fmt: skip
def test_each_fault_is_named(shelf: Shelf, file: str, old: str, new: str, says: str) -> None:
    shelf.change(file, (old, new))
    assert [line for line in found(shelf) if line.startswith(says)], found(shelf)


def test_a_piece_in_one_reviewed_language_only_is_a_fault(shelf: Shelf) -> None:
    (shelf.folder / "glass" / "en.md").unlink()
    assert found(shelf) == ["glass: en is missing."]


def test_a_piece_without_text_theme_or_audience_is_a_fault(shelf: Shelf) -> None:
    text = (shelf.folder / "glass" / "vi.md").read_text("utf8")
    kept = [line for line in text.split("\n") if not line.startswith(("themes", "audiences"))]
    shelf.write("glass/vi.md", "\n".join(kept[: kept.index("+++", 1) + 1]) + "\n")
    assert {"glass: It needs a theme and an audience.", "glass/vi.md: There is no text."} <= set(found(shelf))


def test_a_folder_whose_name_fits_no_button_is_a_fault(shelf: Shelf) -> None:
    (shelf.folder / "glass").rename(shelf.folder / "a-Glass")
    assert any("does not fit a button" in line for line in found(shelf))


def test_two_pieces_with_one_label_are_a_fault(shelf: Shelf) -> None:
    for language in REVIEWED:
        shelf.write(f"cup/{language}.md", (shelf.folder / "glass" / f"{language}.md").read_text("utf8"))
    assert found(shelf) == [
        "library: Two pieces have the label “Ly nước”.",
        "library: Two pieces have the label “A drink”.",
    ]


def test_a_picture_beside_the_piece_is_no_fault_and_makes_the_text_a_caption(shelf: Shelf) -> None:
    shelf.change("glass/vi.md", ('sources = ["paper"]', 'sources = ["paper"]\npicture = "a.jpg"'))
    (shelf.folder / "glass" / "a.jpg").write_bytes(b"")
    assert found(shelf) == []
    shelf.change("glass/vi.md", ("Không rõ", "Thôi nha.\n" * 90 + "Không rõ"))
    assert "glass/vi.md: Too long for Telegram with the footer: 1098 of 1024." in found(shelf)


def said_on(shelf: Shelf, on: date) -> list[str]:
    return [str(one) for one in to_do(shelf.read(), on) if one.where != "km"]


def test_what_comes_near_its_end_or_is_past_it_is_said_and_is_no_fault(shelf: Shelf) -> None:
    assert said_on(shelf, date(2027, 10, 31)) == []
    assert said_on(shelf, date(2027, 11, 1)) == ["glass: Expires after 31/12/2027: read it again."]
    assert said_on(shelf, date(2028, 1, 1)) == ["glass: Expired since 31/12/2027: it is not shown."]
    assert found(shelf) == []


def test_a_prepared_language_is_said_to_be_missing_and_a_draft_to_wait(shelf: Shelf) -> None:
    assert [str(one) for one in to_do(shelf.read(), DAY)] == ["km: Missing in 1 of 1 pieces."]
    english = (shelf.folder / "glass" / "en.md").read_text("utf8")
    shelf.write("glass/km.md", english.replace('label = "A drink"', 'label = "A drink"\ndraft = true'))
    assert [str(one) for one in to_do(shelf.read(), DAY)] == ["glass: km is a draft, not approved: it is not shown."]
    with speaking("vi"):
        assert [str(one) for one in to_do(shelf.read(), DAY)] == ["glass: Bản km chưa duyệt: không hiện."]


def test_who_has_yet_to_read_it_and_which_source_to_check_is_said(shelf: Shelf) -> None:
    shelf.change("glass/vi.md", ('sources = ["paper"]', 'sources = ["paper"]\nreview = ["law", "health"]'))
    shelf.change("sources.toml", ('"read"', '"check"'))
    assert said_on(shelf, DAY) == [
        "glass: To be read by: a lawyer, a health worker.",
        "sources.toml: paper: To be checked: Hướng dẫn, 3610/QĐ-BYT. Pieces: glass.",
    ]


def test_a_source_that_holds_no_longer_names_its_pieces(shelf: Shelf) -> None:
    shelf.change("sources.toml", ('"read"', '"read"\nended = 2026-12-01'))
    assert said_on(shelf, date(2026, 11, 30)) == []
    assert said_on(shelf, DAY) == ["sources.toml: paper: Holds no longer; mend: glass."]


@pytest.mark.parametrize("language", REVIEWED)
def test_every_audience_and_theme_of_the_plans_has_a_piece_today(language: str) -> None:
    assert shipped().audiences(language, DAY) == list(Audience)
    assert {theme for piece in shipped().pieces.values() for theme in piece.themes} == set(Theme)
    assert len(shipped().pieces) >= 24


def everything(library: Library, language: str, of: Callable[[Words], str]) -> str:
    return "\n".join(of(piece.words[language]) for piece in library.pieces.values())


@pytest.mark.parametrize("language", REVIEWED)
def test_no_piece_promises_that_the_law_looks_away_or_says_how_to_use(language: str) -> None:
    text = everything(shipped(), language, lambda words: "\n".join((words.title, *words.lines))).lower()
    never = ("không bị bắt", "không bị phạt", "không sao đâu", "liều dùng", "giá mỗi", "won't be punished", "dose of")
    assert [words for words in never if words in text] == []


@pytest.mark.parametrize("language", REVIEWED)
def test_pieces_read_easily_and_are_all_different(language: str) -> None:
    numbers = {key: number.digits for key, number in load().items()}
    texts = [piece.words[language].text(numbers) for piece in shipped().pieces.values()]
    assert len(set(texts)) == len(texts)
    assert all(mean_words(text) <= 12 for text in texts)
    assert all(len(text) <= 600 for text in texts)


def test_buttons_that_pieces_name_are_called_that() -> None:
    labels = {form for entry in catalogue("vi").values() for form in ((entry,) if isinstance(entry, str) else entry)}
    named = (
        "Thêm…",
        "Ai đọc tin này?",
        "Kênh thật, kênh giả",
        "Thoát nhanh",
        "Đổi giọng",
        "Chỉ cấp trên đọc",
        "Hỏi, nhờ giúp",
    )
    text = everything(shipped(), "vi", lambda words: "\n".join(words.lines))
    assert all(f"“{label}”" in text for label in named)
    assert set(named) <= labels
    english = everything(shipped(), "en", lambda words: "\n".join(words.lines))
    sources = (
        "More…",
        "Who reads this?",
        "Real or fake channel",
        "Quick exit",
        "Change the voice",
        "Only the level above",
        "Ask, get help",
    )
    assert all(f"“{label}”" in english for label in sources)
    assert set(sources) <= set(catalogue("vi"))
