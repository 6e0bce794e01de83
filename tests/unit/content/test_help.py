"""The pages of help: the same in every language, short, and without a number that has expired."""

from __future__ import annotations

import re

import pytest

from content.help import ROOT, Page, pages, tips
from content.locales import REVIEWED
from content.numbers import load

GOES = {"report", "danger", "try", "home", "help"} | {f"help:{key}" for key in pages("vi")}
LONGEST = 900


@pytest.mark.parametrize("language", REVIEWED)
def test_every_language_has_the_same_pages_with_the_same_ways(language: str) -> None:
    ways = {key: [go for go, _label in page.buttons] for key, page in pages(language).items()}
    assert ways == {key: [go for go, _label in page.buttons] for key, page in pages("vi").items()}
    assert ROOT in ways
    assert len(tips(language)) == len(tips("vi"))


@pytest.mark.parametrize("language", REVIEWED)
def test_pages_are_short_and_every_button_leads_somewhere(language: str) -> None:
    numbers = {key: number.digits for key, number in load().items()}
    for page in pages(language).values():
        assert len(page.text(numbers)) <= LONGEST
        assert {go for go, _label in page.buttons} <= GOES
        assert all(len(label) <= 20 for _go, label in page.buttons)


@pytest.mark.parametrize("language", REVIEWED)
def test_pages_name_only_numbers_that_exist(language: str) -> None:
    named = {key for page in pages(language).values() for line in page.lines for key in re.findall(r"\{(\w+)\}", line)}
    assert named <= set(load())


def test_a_line_whose_number_has_expired_is_left_out() -> None:
    page = Page("x", ("Gọi:", "{police}", "Giữ mình trước."), ())
    assert page.text({}) == "Gọi:\nGiữ mình trước."
    assert page.text({"police": "113"}) == "Gọi:\n113\nGiữ mình trước."


@pytest.mark.parametrize("language", REVIEWED)
def test_no_page_promises_that_the_law_looks_away(language: str) -> None:
    promises = (
        "không bị bắt",
        "không bị phạt",
        "không sao đâu",
        "no consequence",
        "won't be punished",
        "not be arrested",
    )
    text = "\n".join(line for page in pages(language).values() for line in page.lines).lower()
    assert not [promise for promise in promises if promise in text]
