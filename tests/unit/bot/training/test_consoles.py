"""What the consoles tell is all that a hotline needs, and is read without a mistake."""

from __future__ import annotations

import pytest

from bot.sandbox.server import Sandbox
from bot.settings import load
from bot.training.consoles import settings_of


@pytest.mark.parametrize("products", [{}, {"zalo_oa": True}, {"zalo_bot": True}, {"zalo_oa": True, "zalo_bot": True}])
async def test_what_is_emulated_is_told_and_taken(products: dict[str, bool]) -> None:
    async with Sandbox(zalo_oa=products.get("zalo_oa", False), zalo_bot=products.get("zalo_bot", False)) as sandbox:
        by_hand = {
            "public_url": "https://hotline.example",
            "telegram_webhook_secret": "s" * 32,
            "zalo_bot_webhook_secret": "s" * 32,
        }
        settings = load(_env_file=None, **settings_of(sandbox), **by_hand)
        assert settings.telegram_api_url == sandbox.telegram_url
        assert bool(settings.zalo_oa_app_id) == ("zalo_oa" in products)
        assert bool(settings.zalo_bot_token.get_secret_value()) == ("zalo_bot" in products)
        hosts = [url for url in (sandbox.zalo_oa_url, sandbox.zalo_bot_url) if url]
        assert not products or list(settings.media_hosts) == hosts
