"""The training ground is nobody's but its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.sandbox.server import Sandbox
from bot.training.ground import settings_for


async def test_no_setting_of_real_operation_gets_into_the_training_ground(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTLINE_PUBLIC_URL", "https://hotline.example")
    monkeypatch.setenv("HOTLINE_PROXY", "socks5://10.0.0.1:1080")
    monkeypatch.setenv("HOTLINE_ALERT_CHAT", "telegram:1")
    monkeypatch.setenv("HOTLINE_ZALO_OA_PAID", "true")
    async with Sandbox(zalo_oa=True, zalo_bot=True) as sandbox:
        settings = settings_for(tmp_path, sandbox)
    assert settings.public_url == ""
    assert settings.proxy.get_secret_value() == ""
    assert settings.alert_chat == ""
    assert not settings.zalo_oa_paid
    assert settings.telegram_api_url == sandbox.telegram_url
