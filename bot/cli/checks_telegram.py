"""What `doctor` asks Telegram: does it know our token, where do updates go, what may the bot do in the units' groups?"""

from __future__ import annotations

import json
from collections.abc import Mapping

import telegram
from telegram import ChatMember
from telegram.error import InvalidToken, TelegramError

from bot.channels.telegram.network import Network
from bot.cli.findings import Finding, care, good, wrong
from bot.perform.doing import group_context
from bot.settings import Settings
from content.folding import fold
from content.locales import _
from storage import stations
from storage.engine import Database
from storage.vault.envelope import unseal
from storage.vault.keyring import Keyring
from storage.vault.keys import Refused

TELLING = ("ma tuy", "matuy", "to giac", "togiac", "bao tin", "baotin")
"""Words that make having the bot on a phone mean something (users.md A6)."""
RECENT_S = 3600.0


async def check_telegram(
    settings: Settings, database: Database | None, keyring: Keyring | None, now: float
) -> list[Finding]:
    """Token, name, privacy, webhook, groups. One call each; the first that fails ends it."""
    token, what = settings.telegram_token.get_secret_value(), "Telegram"
    network = Network(settings.to_telegram)
    bot = telegram.Bot(token, base_url=f"{settings.telegram_api_url.rstrip('/')}/bot", request=network)
    try:
        me = await bot.get_me()
        found = [good(what, f"@{me.username}"), *name_findings(f"{me.first_name} {me.username}")]
        if me.can_read_all_group_messages:
            found.append(wrong(what, _("It may read everything in groups. In BotFather: /setprivacy, Enable.")))
        hook = await bot.get_webhook_info()
        last = hook.last_error_date.timestamp() if hook.last_error_date else None
        failed = last is not None and now - last < RECENT_S
        found += webhook_findings(expected_webhook(settings), hook.url, hook.pending_update_count, failed=failed)
        if database is not None and keyring is not None:
            groups = await addresses(database, keyring)
            for unit, chat in groups.items():
                found.append(await check_group(bot, unit, chat, me.id))
    except InvalidToken:
        return [wrong(what, _("It does not know our token. Ask BotFather; if nobody changed it, it was stolen."))]
    except TelegramError as error:
        return [wrong(what, _("It does not answer as it should ({name}).").format(name=type(error).__name__))]
    finally:
        await network.shutdown()
    return found


def name_findings(name: str) -> list[Finding]:
    """A name that anybody who sees the phone understands is a danger to whoever has it."""
    folded = fold(name.replace("_", " "))
    telling = next((word for word in TELLING if word in folded), None)
    if telling is None:
        return []
    text = _("The bot's name contains “{word}”. Choose a neutral one: it stands on citizens' phones.")
    return [care(_("Name"), text.format(word=telling))]


def expected_webhook(settings: Settings) -> str:
    """Where updates should go; "" where they are polled."""
    return f"{settings.public_url}/telegram" if settings.by_webhook else ""


def webhook_findings(expected: str, url: str, waiting: int, *, failed: bool) -> list[Finding]:
    """A foreign address means that somebody else has our token and reads what citizens write."""
    what = _("Updates")
    if url and url != expected:
        text = _("They go to a foreign address! If it is not yours, the token is stolen: BotFather, /revoke, at once.")
        return [wrong(what, text)]
    if expected and not url:
        return [care(what, _("No address is set yet; hotline run sets it."))]
    if failed:
        return [
            wrong(
                what, _("Telegram could not deliver lately; {count} wait. Ask the firewall team.").format(count=waiting)
            )
        ]
    how = _("are delivered to us") if expected else _("are polled")
    return [good(what, _("{how}; {count} wait.").format(how=how, count=waiting))]


async def addresses(database: Database, keyring: Keyring) -> Mapping[str, str]:
    """The groups' chat ids by unit; one whose row does not open is left out here and named by `check_units`."""
    found = {}
    async with database.read() as rows:
        for unit in (await stations.every(rows)).values():
            if unit.group is not None:
                try:
                    found[unit.id] = str(json.loads(unseal(keyring, unit.group, group_context(unit.id)))["chat"])
                except Refused:
                    continue
    return found


async def check_group(bot: telegram.Bot, unit: str, chat: str, me: int) -> Finding:
    """The bot is in the unit's group, may write there, and may not read everything."""
    what = _("Group of {unit}").format(unit=unit)
    try:
        member = await bot.get_chat_member(chat, me)
    except TelegramError as error:
        return wrong(
            what, _("can't be reached ({name}). Link it anew: /noi in the group.").format(name=type(error).__name__)
        )
    return group_finding(what, member.status, can_send=getattr(member, "can_send_messages", True) is not False)


def group_finding(what: str, status: str, *, can_send: bool) -> Finding:
    """What a status in a group means."""
    if status in (ChatMember.LEFT, ChatMember.BANNED):
        return wrong(what, _("the bot is not in it any more."))
    if not can_send:
        return wrong(what, _("the bot may not write there."))
    if status in (ChatMember.ADMINISTRATOR, ChatMember.OWNER):
        return care(what, _("the bot is an administrator and could read everything; take that right back."))
    return good(what, _("the bot is in it."))
