"""What BotFather and Zalo's consoles would tell an operator of the emulated platforms."""

from __future__ import annotations

from bot.sandbox.server import Sandbox


def settings_of(sandbox: Sandbox) -> dict[str, str]:
    """What connects a hotline to every platform that is emulated, by the names of its settings (bot/settings.py)."""
    told = {"telegram_api_url": sandbox.telegram_url, "telegram_token": sandbox.token}
    if sandbox.zalo_oa:
        told |= {
            "zalo_oa_api_url": sandbox.zalo_oa_url,
            "zalo_oa_oauth_url": sandbox.zalo_oa_url,
            "zalo_oa_app_id": sandbox.zalo_oa.settings.app_id,
            "zalo_oa_app_secret": sandbox.zalo_oa.settings.app_secret,
            "zalo_oa_secret_key": sandbox.zalo_oa.settings.oa_secret_key,
        }
    if sandbox.zalo_bot:
        told |= {"zalo_bot_api_url": sandbox.zalo_bot_url, "zalo_bot_token": sandbox.zalo_bot.settings.token}
    if hosts := ",".join(filter(None, (sandbox.zalo_oa_url, sandbox.zalo_bot_url))):
        told["zalo_media_hosts"] = hosts
    return told
