"""`hotline library`: every piece a line or two, then what to mend and what to look after."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import program
from content.library import shipped
from tests.unit.content.library.shelf import Shelf


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOTLINE_LANG", "vi")


def test_every_piece_is_told_with_its_audiences_languages_and_last_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.run(["library"]) == 0
    said = capsys.readouterr().out
    for slug, piece in shipped().pieces.items():
        assert f"{slug}: {piece.words['vi'].title}\n" in said
    assert "pagoda: Chùa ấm, phum sóc yên\n    Chùa, phum sóc, Người cao tuổi\n" in said
    assert "vi, en; đến hết 31/12/2028" in said
    assert "Cần để ý:" in said
    assert "- km: Thiếu ở 33 trên 33 bài." in said
    assert "Cần sửa:" not in said


def test_a_broken_piece_of_a_folder_is_named_and_the_exit_code_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Shelf(tmp_path).change("glass/vi.md", ("{ambulance}", "115"))
    assert program.run(["library", str(tmp_path)]) == 1
    assert "Cần sửa:\n- glass/vi.md: 115 viết thẳng ra. Gọi tên số máy, như {ambulance}." in capsys.readouterr().out


def test_a_draft_alone_is_not_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shelf = Shelf(tmp_path)
    for language in ("vi", "en"):
        shelf.change(f"glass/{language}.md", ("\nlabel", "\ndraft = true\nlabel"))
    assert program.run(["library", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "; không hiện; đến hết 31/12/2027" in said
    assert "- glass: Bản vi chưa duyệt: không hiện." in said


def test_a_folder_that_is_not_there_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.run(["library", "nowhere"]) == 2
    assert capsys.readouterr().err.strip() == "Không có thư mục nowhere."
