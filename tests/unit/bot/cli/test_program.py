"""Whatever is typed: a plain sentence in the operator's language, the right exit code, never a traceback."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.cli import program
from bot.cli.verbs import THINGS, VERBS, Verb


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder and no settings."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("HOTLINE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOTLINE_LANG", "en")
    monkeypatch.setenv("COLUMNS", "200")


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_every_verb_helps_with_an_example(verb: Verb, capsys: pytest.CaptureFixture[str]) -> None:
    assert program.run([*verb.name.split(), "--help"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert verb.does in said
    assert f"Example: hotline {verb.example}" in said


def test_the_first_page_names_every_verb_and_thing(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.run(["--help"]) == 0
    said = capsys.readouterr().out
    assert all(verb.name.split()[0] in said for verb in VERBS)
    assert all(text in said for text in THINGS.values())


def test_help_is_vietnamese_where_the_operator_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOTLINE_LANG", "vi")
    assert program.run(["backup", "--help"]) == 0
    said = capsys.readouterr().out
    for words in ("Cách dùng:", "Ví dụ:", "Bản sao lưu niêm kín", "Tùy chọn", "Hiện trang này"):
        assert words in said
    assert "Usage" not in said
    assert "Show this" not in said


def test_the_language_may_stand_in_the_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.delenv("HOTLINE_LANG")
    (tmp_path / ".env").write_text("HOTLINE_LANG=en\n")
    assert program.run(["nonsense"]) == 2
    assert "There is no verb nonsense." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("nonsense", "There is no verb nonsense."),
        ("keys nonsense", "There is no verb keys nonsense."),
        ("restore", "FILE is missing."),
        ("purge --foo", "There is no option --foo."),
        ("invite boss", "officer|head|desk|inspector|auditor|outreach|commander|admin does not take this value."),
        ("sandbox --telegram-port x", "--telegram-port does not take this value."),
        ("sandbox --telegram-port 70000", "--telegram-port does not take this value."),
        ("sandbox --zalo-port 65535", "--zalo-port does not take this value."),
        ("restore x --key", "--key needs a value."),
        ("restore nowhere.backup", "There is no file nowhere.backup."),
        ("backup nowhere", "There is no folder nowhere."),
        ("stations import nowhere.csv", "There is no file nowhere.csv."),
        ("areas import nowhere", "There is no file nowhere/versions.csv."),
        ("init --stations nowhere.csv", "There is no file nowhere.csv."),
        ("init --backup-key nowhere/b.key", "There is no folder"),
        ("init --backup-key data/keyring/b.key", "There is no folder"),
        ("purge", "There is no database in data/hotline.db."),
        ("run", "There is no keyring in data/keyring."),
        ("migrate", "There is no database"),
        ("audit verify", "There is no database"),
    ],
)
def test_a_wrong_input_is_one_plain_sentence(words: str, sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert program.run(words.split()) == 2
    said = capsys.readouterr()
    assert sentence in said.err
    assert len(said.err.strip().splitlines()) == 1
    assert "Traceback" not in said.out + said.err


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DATABASE_URL", "mysql://x", "HOTLINE_DATABASE_URL: must start with sqlite:/// or postgresql://"),
        ("HTTP_PORT", "many", "HOTLINE_HTTP_PORT: must be a port: a number from 0 to 65535"),
        ("HTTP_PORT", "70000", "HOTLINE_HTTP_PORT: must be a port: a number from 0 to 65535"),
        ("PUBLIC_URL", "http://example.org", "HOTLINE_PUBLIC_URL: must be an https:// address"),
        ("PAGE_URL", "https://example.org/x", "HOTLINE_PAGE_URL: must be an https:// address without a path"),
        ("PROXY", "proxy:3128", "HOTLINE_PROXY: must start with http://, socks5:// or socks4://"),
        ("TELEGRAM_TOKEN", "secret-of-mine", "HOTLINE_TELEGRAM_TOKEN: is no token"),
        ("TELEGRAM_WEBHOOK_SECRET", "short", "HOTLINE_TELEGRAM_WEBHOOK_SECRET: must be 16 to 256"),
        ("ZALO_OA_INTAKE", "maybe", "HOTLINE_ZALO_OA_INTAKE: must be one of: 'off', 'warned', 'on'"),
    ],
)
def test_a_wrong_setting_is_one_line_without_its_value(
    name: str, value: str, sentence: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(f"HOTLINE_{name}", value)
    assert program.run(["purge"]) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert "secret-of-mine" not in said
    assert len(said.strip().splitlines()) == 1


def test_an_unknown_language_is_said_too(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("HOTLINE_LANG", "fr")
    assert program.run(["purge"]) == 2
    assert "HOTLINE_LANG" in capsys.readouterr().err


def test_a_verb_imports_only_its_own_file() -> None:
    assert [verb.name for verb in program.wanted(["keys", "rotate", "server"])] == ["keys rotate"]
    assert program.wanted(["--help"]) == VERBS
    assert program.wanted([]) == VERBS
