"""What to ask the firewall team for, from the settings (users.md B12)."""

from __future__ import annotations

from urllib.parse import urlsplit

from sqlalchemy.engine import make_url

from bot.settings import Settings
from content.locales import _

HTTPS = 443
Way = tuple[str, int, str]
"""Host, port, and what for."""
ZALO_FILES = "*.zdn.vn"
PATHS = {"telegram": "/telegram", "zalo_oa": "/zalo/oa", "zalo_bot": "/zalo/bot"}


def wishes(settings: Settings) -> list[str]:
    """A line for each way that must be open."""
    lines = [
        _("Out: {host}:{port}, for {what}").format(host=host, port=port, what=what)
        for host, port, what in out(settings)
    ]
    paths = incoming(settings)
    if paths:
        host = urlsplit(settings.public_url)
        lines.append(
            _("In: {host}:{port}, POST {paths}").format(
                host=host.hostname, port=host.port or HTTPS, paths=", ".join(paths)
            )
        )
    if zalo(settings):
        lines.append(_('The web application firewall must let "Java/…" and "ZaloWebhook" pass as user agents.'))
    lines.append(_("No inspection of TLS on these ways: it would read what citizens write."))
    return lines


def out(settings: Settings) -> list[Way]:
    """Host, port, and what for. Where a platform is reached through a proxy, only the proxy."""
    needed = []
    if "telegram" in settings.platforms or not settings.platforms:
        needed += _through(settings.to_telegram, _telegram(settings))
    if zalo(settings):
        needed += _through(settings.to_zalo, _zalo(settings))
    needed = list(dict.fromkeys(needed))
    database = make_url(settings.database_url.get_secret_value())
    if database.get_backend_name() == "postgresql" and database.host and not database.host.startswith("/"):
        needed.append((database.host, database.port or 5432, "PostgreSQL"))
    return needed


def incoming(settings: Settings) -> list[str]:
    """The paths on which platforms deliver; none where updates are polled."""
    if not settings.by_webhook:
        return []
    return [PATHS[platform] for platform in settings.platforms]


def zalo(settings: Settings) -> bool:
    """Whether a Zalo channel is set up."""
    return bool({"zalo_oa", "zalo_bot"} & set(settings.platforms))


def _through(proxy: str, directly: list[Way]) -> list[Way]:
    return [_where(proxy, _("the proxy"))] if proxy else directly


def _telegram(settings: Settings) -> list[Way]:
    return [_where(settings.telegram_api_url, "Telegram")] if "telegram" in settings.platforms else []


def _zalo(settings: Settings) -> list[Way]:
    needed = []
    if "zalo_oa" in settings.platforms:
        needed += [_where(settings.zalo_oa_api_url, "Zalo OA"), _where(settings.zalo_oa_oauth_url, "Zalo OA")]
    if "zalo_bot" in settings.platforms:
        needed.append(_where(settings.zalo_bot_api_url, "Zalo Bot"))
    return [*needed, (ZALO_FILES, HTTPS, "Zalo")]


def _where(url: str, what: str) -> Way:
    parts = urlsplit(url)
    port = parts.port or {"http": 80, "socks5": 1080, "socks4": 1080}.get(parts.scheme, HTTPS)
    return parts.hostname or "?", port, what
