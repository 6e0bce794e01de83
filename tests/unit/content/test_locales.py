"""The catalogues, and the check that keeps them true."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.locales import DEFAULT, REVIEWED, _, catalogue, language, ngettext, speaking
from content.locales.check import Entry, entries, faults, in_source, messages, placeholders

CODE = {"Hello {name}": "a.py:1", "Bye": "a.py:2"}


def entry(source: str, *forms: str, file: str = "citizen.po") -> Entry:
    return Entry(file, source, forms)


def test_a_language_that_is_whole_has_no_fault() -> None:
    assert faults(CODE, "vi", [entry("Hello {name}", "Chào {name}"), entry("Bye", "Hẹn gặp")]) == []


@pytest.mark.parametrize(
    ("catalogue_", "says"),
    [
        ([entry("Hello {name}", "Chào {name}")], "missing: 'Bye'"),
        ([entry("Hello {name}", "Chào"), entry("Bye", "a")], "other placeholders"),
        ([entry("Hello {name}", "Chào {ten}"), entry("Bye", "a")], "other placeholders"),
        ([entry("Hello {name}", "Chào {name}"), entry("Bye", "")], "is empty"),
        ([entry("Hello {name}", "Chào {name}"), entry("Bye", "a"), entry("Old", "b")], "no longer in the code: 'Old'"),
        (
            [entry("Hello {name}", "Chào {name}"), entry("Bye", "a"), entry("Bye", "a", file="triage.po")],
            "stands in citizen.po already",
        ),
    ],
)
def test_each_fault_is_named(catalogue_: list[Entry], says: str) -> None:
    (fault,) = faults(CODE, "vi", catalogue_)
    assert says in fault


def test_a_language_that_is_only_prepared_may_be_incomplete_but_not_wrong() -> None:
    assert faults(CODE, "km", [entry("Bye", "លាហើយ")]) == []
    assert faults(CODE, "km", [entry("Hello {name}", "សួស្តី")])


def test_messages_are_found_in_the_code() -> None:
    source = 'x = _("One")\ny = ngettext("{n} a", "{n} b", 2)\nz = N_("Later")\nw = other("No")\nv = _(variable)\n'
    assert [message for message, _line in in_source(source)] == ["One", "{n} a", "Later"]


def test_a_message_built_from_parts_is_refused() -> None:
    with pytest.raises(ValueError, match="line 1"):
        list(in_source('_(f"Hello {name}")'))


def test_the_house_is_read_without_a_message_that_cannot_be_translated() -> None:
    assert "Quick exit" in messages()


def test_plural_entries_are_read_with_every_form(tmp_path: Path) -> None:
    text = 'msgid ""\nmsgstr "Plural-Forms: nplurals=1; plural=0;\\n"\n\nmsgid "{n} a"\nmsgid_plural "{n} b"\nmsgstr[0] "{n} x"\n'
    (tmp_path / "citizen.po").write_text(text, encoding="utf-8")
    assert entries(tmp_path) == [Entry("citizen.po", "{n} a", ("{n} x",))]


def test_placeholders_are_the_names_in_braces() -> None:
    assert placeholders("{a} and {b!r} and {{c}}") == {"a", "b"}


def test_the_citizens_rooms_are_whole_in_vietnamese() -> None:
    said = {message for message, where in messages().items() if where.startswith(("handlers/citizen/", "content/"))}
    assert said <= set(catalogue(DEFAULT))


def test_only_reviewed_languages_are_ever_spoken() -> None:
    assert "km" not in REVIEWED
    with speaking("km"):
        assert language() == DEFAULT
    with speaking("en"):
        assert _("Quick exit") == "Quick exit"
    with speaking("vi"):
        assert _("Quick exit") == "Thoát nhanh"


def test_vietnamese_has_one_form_and_english_two() -> None:
    with speaking("vi"):
        assert ngettext("{n} part", "{n} parts", 1) == ngettext("{n} part", "{n} parts", 5) == "{n} phần"
    with speaking("en"):
        assert [ngettext("{n} part", "{n} parts", number) for number in (1, 5)] == ["{n} part", "{n} parts"]
