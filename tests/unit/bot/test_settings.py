"""A wrong setting is one clear line that shows no value; secrets never show themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import SettingsError, load, unknown_names

SECRET = "MARK-secret-value-0123456789"


def test_everything_has_a_default(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(_env_file=None)
    assert settings.database_url.get_secret_value().startswith("sqlite:///")
    assert not settings.by_webhook


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://MARK"),
        ("HTTP_PORT", "MARK"),
        ("HTTP_PORT", "70000"),
        ("PUBLIC_URL", "http://MARK.example"),
        ("PAGE_URL", "http://MARK.example"),
        ("PAGE_URL", "https://MARK.example/x"),
        ("TELEGRAM_WEBHOOK_SECRET", "MARK short"),
        ("PROXY", "MARK"),
        ("TELEGRAM_PROXY", "ftp://MARK"),
        ("ZALO_OA_INTAKE", "MARK"),
        ("PLAN", "../MARK"),
        ("ZALO_BOT_TOKEN", "MARK"),
        ("ZALO_BOT_WEBHOOK_SECRET", "MARK short"),
        ("ZALO_BOT_LINK", "zalo://MARK"),
        ("ZALO_BOT_MESSAGES", "MARK"),
        ("ZALO_BOT_POLL_PAUSE", "-1"),
        ("ZALO_BOT_USERS", "201"),
    ],
)
def test_a_wrong_setting_is_one_line_with_its_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"HOTLINE_{name}", value)
    with pytest.raises(SettingsError) as caught:
        load(_env_file=None)
    assert str(caught.value).startswith(f"HOTLINE_{name}: ")
    assert "MARK" not in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("platform", ["TELEGRAM", "ZALO_BOT"])
def test_a_webhook_needs_its_secret(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setenv("HOTLINE_PUBLIC_URL", "https://hotline.example")
    monkeypatch.setenv(f"HOTLINE_{platform}_TOKEN", f"12345:{SECRET}")
    with pytest.raises(SettingsError, match=f"{platform}_WEBHOOK_SECRET"):
        load(_env_file=None)


@pytest.mark.parametrize(
    ("given", "telegram", "zalo"),
    [
        ({}, "", ""),
        ({"PROXY": "http://a"}, "http://a", "http://a"),
        ({"PROXY": "http://a", "ZALO_PROXY": "http://b"}, "http://a", "http://b"),
        ({"TELEGRAM_PROXY": "http://c"}, "http://c", ""),
        ({"PROXY": "http://a", "ZALO_PROXY": "none"}, "http://a", ""),
    ],
)
def test_the_proxy_of_a_platform_goes_before_that_of_all(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], telegram: str, zalo: str
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(f"HOTLINE_{name}", value)
    settings = load(_env_file=None)
    assert (settings.to_telegram, settings.to_zalo) == (telegram, zalo)


def test_no_secret_shows_in_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"TELEGRAM_TOKEN": f"12345:{SECRET}", "PROXY": f"http://{SECRET}", "ZALO_BOT_TOKEN": f"12345:{SECRET}"}
    for name, value in {**given, "TELEGRAM_WEBHOOK_SECRET": SECRET, "ZALO_BOT_WEBHOOK_SECRET": SECRET}.items():
        monkeypatch.setenv(f"HOTLINE_{name}", value)
    assert SECRET not in repr(load(_env_file=None))


def test_a_name_that_means_nothing_is_found_wherever_it_was_given(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(".env").write_text("HOTLINE_TELEGRAM_TOKN=x\nHOTLINE_LANG=vi\nOTHER=1\n")
    monkeypatch.setenv("HOTLINE_PORT", "1")
    assert unknown_names() == ["HOTLINE_PORT", "HOTLINE_TELEGRAM_TOKN"]
