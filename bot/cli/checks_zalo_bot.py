"""What `doctor` asks of the Bot Platform on Zalo: settings, token, where events go, and what is left of the plan."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bot.channels.lines import Lost, Unsent
from bot.channels.network import Network
from bot.channels.zalo_bot.api import Api
from bot.channels.zalo_bot.hook import PATH, address_of
from bot.channels.zalo_bot.outcomes import NO_METHOD, NO_TOKEN, Refused
from bot.channels.zalo_bot.people import estimate, filled
from bot.channels.zalo_bot.quota import WARN_AT, sent_in
from bot.cli.checks_telegram import name_findings
from bot.cli.findings import Finding, care, good, wrong
from bot.settings import Settings
from content.locales import _
from storage.engine import Database

WHAT = "Zalo Bot"
TRIED_ENOUGH = (426, NO_METHOD)
"""Asked to try our address too often today, or not at all: nothing is known."""
_PRIVATE = re.compile(r"localhost$|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.")


def check_settings(settings: Settings) -> list[Finding]:
    """What can be seen without asking anybody."""
    found = []
    if urlsplit(settings.zalo_bot_api_url).scheme != "https":
        found.append(wrong(WHAT, _("HOTLINE_ZALO_BOT_API_URL must be https: the token is part of every address.")))
    address = urlsplit(settings.public_url)
    if not settings.by_webhook:
        found.append(
            care(WHAT, _("Without HOTLINE_PUBLIC_URL it is polled: what comes while we are down may be lost."))
        )
    elif address.scheme != "https" or _PRIVATE.match(address.hostname or ""):
        found.append(wrong(WHAT, _("HOTLINE_PUBLIC_URL must be https and public: Zalo delivers to no other.")))
    if not settings.by_webhook and settings.zalo_bot_poll_pause < 1:
        found.append(care(WHAT, _("HOTLINE_ZALO_BOT_POLL_PAUSE is below 1: Zalo may repeat events at once, for ever.")))
    if not settings.zalo_bot_link:
        found.append(care(WHAT, _("HOTLINE_ZALO_BOT_LINK is empty: no poster and no link leads to the bot.")))
    if not settings.zalo_oa_app_id and any("://" in host for host in settings.media_hosts):
        found.append(wrong(WHAT, _("HOTLINE_ZALO_MEDIA_HOSTS names an address for training; use zdn.vn,zadn.vn.")))
    return found


async def check_plan(settings: Settings, database: Database, now: float) -> list[Finding]:
    """What is left of the plan, as far as we counted."""
    async with database.read() as rows:
        used, people = await sent_in(rows, now), estimate(len(await filled(rows)))
    return plan_findings(settings, used, people)


async def check_zalo_bot(settings: Settings) -> list[Finding]:
    """Token, name, webhook, as Zalo tells them; the first that fails ends it."""
    network = Network(settings.to_zalo)
    api = Api(settings.zalo_bot_token.get_secret_value(), network, settings.zalo_bot_api_url)
    try:
        me = await api.me()
        found = [good(WHAT, me.name), *name_findings(f"{me.name} {me.shown}")]
        return [*found, await _webhook(api, settings)]
    except Refused as refused:
        return [refused_finding(refused.code)]
    except (Unsent, Lost) as error:
        return [wrong(WHAT, _("It does not answer ({name}).").format(name=error.args[0]))]
    finally:
        await network.close()


async def _webhook(api: Api, settings: Settings) -> Finding:
    """Where events go, and whether Zalo reaches us there."""
    wanted = address_of(settings.public_url, settings.zalo_bot_webhook_secret.get_secret_value())
    url, why = await api.webhook(), ""
    if settings.by_webhook and url == wanted:
        try:
            why = await api.try_webhook()
        except Refused as refused:
            if refused.code not in TRIED_ENOUGH:
                raise
    return webhook_finding(wanted if settings.by_webhook else "", url, why)


def webhook_finding(wanted: str, url: str, why: str) -> Finding:
    """A foreign address means that somebody else has our token and reads what citizens write. `why`: see Api.try_webhook."""
    what = f"{WHAT}, {_('Updates')}"
    if url and url.partition("?")[0] != wanted.partition("?")[0]:
        return wrong(what, _("They go to a foreign address! If it is not yours, reset the token in Zalo Bot Creator."))
    if url != wanted:
        return care(what, _("The address or its secret is new; hotline run sets it."))
    if why:
        path = _("Zalo can't reach {path} ({why}): ask for user agents “Java/…” to pass.")
        return wrong(what, path.format(path=PATH, why=why))
    return good(what, _("are delivered to us") if wanted else _("are polled"))


def plan_findings(settings: Settings, used: int, people: int) -> list[Finding]:
    """What is left of the month's messages, and of the room for people."""
    found = []
    messages = _("{used} of {most} messages of this month are used.").format(used=used, most=settings.zalo_bot_messages)
    if used >= settings.zalo_bot_messages:
        text = _("Answers wait; what people tell goes to the province unasked.")
        found.append(wrong(WHAT, f"{messages} {text}"))
    else:
        found.append((care if used >= settings.zalo_bot_messages * WARN_AT else good)(WHAT, messages))
    if settings.zalo_bot_users:
        text = _("About {used} of {most} people have written.").format(used=people, most=settings.zalo_bot_users)
        if people >= settings.zalo_bot_users * WARN_AT:
            found.append(
                care(WHAT, text + " " + _("Whoever comes after the last is not heard: Zalo OA has no such end."))
            )
        else:
            found.append(good(WHAT, text))
    return found


def refused_finding(code: int) -> Finding:
    """What a refusal of Zalo means for the operator."""
    if code == NO_TOKEN:
        return wrong(WHAT, _("It does not know our token. If nobody reset it in Zalo Bot Creator, it was stolen."))
    if code in (0, NO_METHOD):
        return wrong(WHAT, _("It answers with something else than Zalo would: is HOTLINE_ZALO_BOT_API_URL right?"))
    return wrong(WHAT, _("Zalo refuses ({code}).").format(code=code))
