"""`hotline doctor`: a line for each thing that was looked at; exit code 1 where one of them is wrong."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from urllib.parse import urlsplit

import typer

from bot.cli import checks_zalo_bot
from bot.cli.checks_machine import check_calendar, check_database, check_keys, check_quiet_days, check_units, check_work
from bot.cli.checks_network import check_way
from bot.cli.checks_telegram import check_telegram
from bot.cli.checks_zalo_oa import check_zalo_oa
from bot.cli.findings import Finding, Level, care, good, show, wrong
from bot.cli.firewall import wishes
from bot.cli.place import database_of
from bot.cli.terminal import Wrong, say
from bot.settings import Settings, SettingsError, load, unknown_names
from content import outreach
from content.clocks import calendar
from content.locales import _
from content.policy import Policy
from handlers.coverage.page_link import PATH
from storage import migrations
from storage.engine import Broken, Busy, Database
from storage.vault.keyring import Keyring


def command() -> None:
    try:
        settings = load()
    except SettingsError as error:
        show([wrong(_("Settings"), line) for line in str(error).splitlines()])
        raise typer.Exit(1) from None
    findings = asyncio.run(examine(settings, time.time()))
    show(findings)
    say()
    say(_("Ask the firewall team for:"))
    for line in wishes(settings):
        say(f"  {line}")
    if any(one.level is Level.WRONG for one in findings):
        raise typer.Exit(1)


async def examine(settings: Settings, now: float) -> list[Finding]:
    """Everything there is to look at, whatever else is wrong."""
    keys, keyring = check_keys(settings, now)
    today = datetime.fromtimestamp(now + Policy().utc_offset, UTC).date()
    days = [check_calendar(calendar.shipped(), today), check_quiet_days(outreach.shipped(), today)]
    found = [*check_settings(settings), *keys, *days]
    try:
        async with database_of(settings) as database:
            found += await check_database(settings, database)
            if await migrations.revision(database) == migrations.head():
                return [*found, *await _inside(settings, database, keyring, now)]
    except Wrong as error:
        found.append(wrong(_("Database"), str(error)))
    except (Busy, Broken, OSError) as error:
        text = _("It does not answer ({name}).").format(name=type(error).__name__)
        found.append(wrong(_("Database"), text))
    return [*found, *await _outside(settings, None, keyring, now)]


async def _inside(settings: Settings, database: Database, keyring: Keyring | None, now: float) -> list[Finding]:
    found = await check_work(database, now)
    if keyring is not None:
        found += await check_units(database, keyring, Policy())
    return [*found, *await _outside(settings, database, keyring, now)]


async def _outside(settings: Settings, database: Database | None, keyring: Keyring | None, now: float) -> list[Finding]:
    """Each platform: the way to it, and the platform itself where the way is open."""
    found = []
    if "telegram" in settings.platforms:
        telegram = partial(check_telegram, settings, database, keyring, now)
        found += await _platform([("Telegram", settings.telegram_api_url)], telegram, settings.to_telegram, now)
    if "zalo_oa" in settings.platforms:
        hosts = [("Zalo OA", settings.zalo_oa_api_url), ("Zalo OAuth", settings.zalo_oa_oauth_url)]
        account = partial(check_zalo_oa, settings, database, keyring, now)
        found += await _platform(hosts, account, settings.to_zalo, now)
    if "zalo_bot" in settings.platforms:
        found += checks_zalo_bot.check_settings(settings)
        if database is not None:
            found += await checks_zalo_bot.check_plan(settings, database, now)
        bot = partial(checks_zalo_bot.check_zalo_bot, settings)
        found += await _platform([("Zalo Bot", settings.zalo_bot_api_url)], bot, settings.to_zalo, now)
    return found


async def _platform(
    hosts: Sequence[tuple[str, str]], check: Callable[[], Awaitable[list[Finding]]], proxy: str, now: float
) -> list[Finding]:
    way = [finding for name, url in hosts for finding in await check_way(name, url, proxy, now)]
    if any(one.level is Level.WRONG and one.what != _("Clock") for one in way):
        return way
    return [*way, *await check()]


def check_settings(settings: Settings) -> list[Finding]:
    """They were read; what is not wrong but should not stay so."""
    what = _("Settings")
    found = [
        good(what, _("read; updates are delivered to us.") if settings.by_webhook else _("read; updates are polled."))
    ]
    if not settings.platforms:
        found.append(wrong(what, _("No platform yet: HOTLINE_TELEGRAM_TOKEN is missing; BotFather gives one.")))
    found += [care(what, _("{name} is not known here: a slip?").format(name=name)) for name in unknown_names()]
    if not settings.alert_chat:
        found.append(care(what, _("HOTLINE_ALERT_CHAT is empty: alarms only go to the log, where nobody hears them.")))
    if not settings.consent_paper:
        found.append(care(what, _("HOTLINE_CONSENT_PAPER is empty: groups agree to messages under no number and day.")))
    if settings.page_url:
        found.append(check_page(settings.page_url))
    if settings.http_host not in ("127.0.0.1", "::1", "localhost"):
        found.append(care(what, _("HOTLINE_HTTP_HOST lets others reach us without the reverse proxy.")))
    return found


def check_page(url: str) -> Finding:
    """Where the commander's page is said to be; on this machine only, nobody's phone reaches it."""
    what = _("Page of figures")
    if urlsplit(url).scheme != "https":
        return care(what, _("HOTLINE_PAGE_URL is this machine's own address: no phone gets there."))
    return good(what, _("links lead to {url}; the proxy passes {path} on.").format(url=url, path=f"{PATH}*"))
