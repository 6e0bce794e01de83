"""A wrong setting is one clear line that shows no value; secrets never show themselves."""

from __future__ import annotations

import pytest

from bot.settings import SettingsError, load

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
        ("TELEGRAM_WEBHOOK_SECRET", "MARK short"),
        ("ZALO_OA_INTAKE", "MARK"),
    ],
)
def test_a_wrong_setting_is_one_line_with_its_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"HOTLINE_{name}", value)
    with pytest.raises(SettingsError) as caught:
        load(_env_file=None)
    assert str(caught.value).startswith(f"HOTLINE_{name}: ")
    assert "MARK" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_webhook_needs_its_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTLINE_PUBLIC_URL", "https://hotline.example")
    monkeypatch.setenv("HOTLINE_TELEGRAM_TOKEN", "1:x")
    with pytest.raises(SettingsError, match="TELEGRAM_WEBHOOK_SECRET"):
        load(_env_file=None)


def test_no_secret_shows_in_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TELEGRAM_TOKEN", "TELEGRAM_WEBHOOK_SECRET", "PROXY", "ZALO_BOT_TOKEN"):
        monkeypatch.setenv(f"HOTLINE_{name}", SECRET)
    assert SECRET not in repr(load(_env_file=None))
