"""What the firewall team is asked for follows from the settings, and is no more than is needed."""

from __future__ import annotations

from typing import Any

from bot.cli.firewall import incoming, out, wishes
from bot.settings import Settings

TOKEN = "123456:" + "a" * 35


def settings(**given: Any) -> Settings:
    return Settings(_env_file=None, **given)


def test_polling_needs_one_way_out_and_none_in() -> None:
    plain = settings(telegram_token=TOKEN)
    assert out(plain) == [("api.telegram.org", 443, "Telegram")]
    assert incoming(plain) == []
    assert not any("In:" in line for line in wishes(plain))


def test_where_only_zalo_is_set_up_nothing_is_asked_for_telegram() -> None:
    alone = settings(zalo_bot_token="12345:training")
    assert "telegram" not in "\n".join(wishes(alone)).lower()


def test_a_proxy_is_all_that_is_needed_outwards() -> None:
    assert out(settings(proxy="socks5://10.0.0.1")) == [("10.0.0.1", 1080, "the proxy")]
    assert out(settings(proxy="http://10.0.0.1:3128")) == [("10.0.0.1", 3128, "the proxy")]


def test_each_platform_may_have_a_proxy_of_its_own_or_none() -> None:
    zalo = {"zalo_bot_token": "12345:training", "telegram_token": TOKEN}
    apart = settings(**zalo, proxy="socks5://10.0.0.1", zalo_proxy="http://10.0.0.2:3128")
    assert out(apart) == [("10.0.0.1", 1080, "the proxy"), ("10.0.0.2", 3128, "the proxy")]
    direct = settings(**zalo, proxy="socks5://10.0.0.1", zalo_proxy="none")
    assert out(direct)[0] == ("10.0.0.1", 1080, "the proxy")
    assert ("bot-api.zaloplatforms.com", 443, "Zalo Bot") in out(direct)
    only = settings(**zalo, telegram_proxy="socks5://10.0.0.3")
    assert out(only)[:2] == [("10.0.0.3", 1080, "the proxy"), ("bot-api.zaloplatforms.com", 443, "Zalo Bot")]


def test_a_database_elsewhere_is_named() -> None:
    there = settings(database_url="postgresql://u:p@db.local/h")
    assert ("db.local", 5432, "PostgreSQL") in out(there)
    assert "p@" not in "\n".join(wishes(there))


def test_delivery_needs_a_way_in_for_each_platform_that_is_set_up() -> None:
    both = settings(
        public_url="https://hotline.example",
        telegram_token=TOKEN,
        zalo_oa_app_id="1",
        zalo_bot_token="12345:training",
    )
    assert incoming(both) == ["/telegram", "/zalo/oa", "/zalo/bot"]
    said = "\n".join(wishes(both))
    assert "In: hotline.example:443, POST /telegram, /zalo/oa, /zalo/bot" in said
    assert '"ZaloWebhook"' in said
    for host in ("openapi.zalo.me", "oauth.zaloapp.com", "bot-api.zaloplatforms.com", "*.zdn.vn"):
        assert host in said
