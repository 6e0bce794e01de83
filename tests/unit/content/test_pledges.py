"""The words of pledges: every kind has some, in both languages, short enough to be read under a message."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.outreach_terms import PledgeKind
from content.pledges import FOLDER, PledgesError, load, newest, shipped


def test_every_kind_can_be_pledged_and_is_marked_for_a_lawyer() -> None:
    for kind in PledgeKind:
        pledge = newest(kind)
        assert shipped()[pledge.id] is pledge
        assert "law" in pledge.review
        assert pledge.basis.startswith("Plan, ")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_words_are_a_few_short_sentences(language: str) -> None:
    for pledge in shipped().values():
        assert language in pledge.texts
        sentences = [part for line in pledge.text(language).splitlines() for part in line.split(". ")]
        assert all(len(one.split()) <= 18 for one in sentences), pledge.id


def test_a_later_version_is_the_one_that_is_pledged_and_the_earlier_one_stays(tmp_path: Path) -> None:
    first = (FOLDER / "household-1.toml").read_text("utf8")
    (tmp_path / "household-1.toml").write_text(first, "utf8")
    (tmp_path / "household-2.toml").write_text(first.replace("version = 1", "version = 2"), "utf8")
    assert sorted(load(tmp_path)) == ["household-1", "household-2"]


@pytest.mark.parametrize(
    ("was", "becomes"),
    [("version = 1", "version = 3"), ('kind = "household"', 'kind = "choir"'), ("basis", "reason"), ("[text]", "[")],
)
def test_a_faulty_file_is_refused_by_its_name(tmp_path: Path, was: str, becomes: str) -> None:
    text = (FOLDER / "household-1.toml").read_text("utf8")
    (tmp_path / "household-1.toml").write_text(text.replace(was, becomes, 1), "utf8")
    with pytest.raises(PledgesError, match=r"household-1\.toml"):
        load(tmp_path)
