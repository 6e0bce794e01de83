"""What `doctor` asks of the Official Account on Zalo: settings, login, and what Zalo says of the account itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from bot.channels.base import Fate
from bot.channels.network import Lost, Network, Unsent
from bot.channels.zalo_oa import NAME
from bot.channels.zalo_oa.api import ACCOUNT
from bot.channels.zalo_oa.outcomes import error_of, outcome_of
from bot.cli.findings import Finding, care, good, wrong
from bot.cli.place import moment
from bot.settings import Settings
from content.locales import _
from content.policy import Policy
from storage import tokens
from storage.engine import Database
from storage.seals import Seals
from storage.tokens import LOST, SPENDING, Held
from storage.vault.keyring import Keyring

WHAT = "Zalo OA"
ASK_S = 10.0
STUCK_S = 300.0


def check_settings(settings: Settings) -> list[Finding]:
    """What can be seen without asking anybody."""
    found = []
    if not settings.zalo_oa_secret_key.get_secret_value():
        found.append(care(WHAT, _("HOTLINE_ZALO_OA_SECRET_KEY is empty: the app's webhook page shows it.")))
    address = urlsplit(settings.public_url)
    if address.scheme != "https" or address.port not in (None, 443):
        found.append(wrong(WHAT, _("HOTLINE_PUBLIC_URL must be https without a port: Zalo delivers to no other.")))
    if settings.zalo_oa_intake == "on":
        found.append(care(WHAT, _("HOTLINE_ZALO_OA_INTAKE=on: nobody is told that the page's managers can reread.")))
    if settings.zalo_oa_paid:
        found.append(care(WHAT, _("HOTLINE_ZALO_OA_PAID: messages from 48 hours to 7 days after cost money.")))
    if any("://" in host for host in settings.media_hosts):
        found.append(wrong(WHAT, _("HOTLINE_ZALO_MEDIA_HOSTS names an address for training; use zdn.vn,zadn.vn.")))
    return found


async def check_zalo_oa(
    settings: Settings, database: Database | None, keyring: Keyring | None, now: float
) -> list[Finding]:
    """Settings, login, account; nothing where no account is set up. The refresh token is never touched."""
    if not settings.zalo_oa_app_id:
        return []
    found = check_settings(settings)
    if database is None or keyring is None:
        return found
    async with database.read() as rows:
        held = await tokens.get(rows, Seals(keyring), NAME)
    login = login_finding(held, now)
    found.append(login)
    if held is None or held.pair.until <= now:
        return found
    network = Network(settings.proxy.get_secret_value())
    try:
        answer = await network.get(
            f"{settings.zalo_oa_api_url.rstrip('/')}{ACCOUNT}", ASK_S, headers={"access_token": held.pair.access}
        )
        return [*found, *account_findings(answer.json, settings, now)]
    except (Unsent, Lost) as error:
        return [*found, wrong(WHAT, _("It does not answer ({name}).").format(name=error.args[0]))]
    finally:
        await network.close()


def login_finding(held: Held | None, now: float) -> Finding:
    """Whether the account's token lives."""
    what = _("Login")
    if held is None:
        return wrong(f"{WHAT}, {what}", _("nobody has logged in yet. Run: hotline zalo login"))
    if held.state == LOST or held.pair.until <= now:
        return wrong(f"{WHAT}, {what}", _("it has ended; nothing can be sent. Run: hotline zalo login"))
    if held.state == SPENDING and now - held.since > STUCK_S:
        return care(f"{WHAT}, {what}", _("a renewal was begun and not finished; if it stays so: hotline zalo login"))
    until = moment(held.pair.until, Policy())
    return good(f"{WHAT}, {what}", _("holds until {until} and is renewed by itself.").format(until=until))


def account_findings(answer: Any, settings: Settings, now: float) -> list[Finding]:
    """What Zalo says of the account."""
    code = error_of(answer)
    if code is None:
        return [wrong(WHAT, _("It answers with something else than Zalo would: is HOTLINE_ZALO_OA_API_URL right?"))]
    if code != 0:
        outcome = outcome_of(code, now)
        if outcome.fate is Fate.TOKEN:
            return [wrong(WHAT, _("Zalo does not take our token: another process may have used it up. Log in again."))]
        return [wrong(WHAT, _("Zalo refuses ({code}, {why}).").format(code=code, why=outcome.why))]
    account: Mapping[str, Any] = answer.get("data") or {}
    if account.get("is_verified") is False:
        return [wrong(WHAT, _("The account is not verified by Zalo; it cannot send (-221)."))]
    found = [good(WHAT, _("{package}; keep its managers few: they can reread chats with names.").format(
        package=account.get("package_name") or "?"
    ))]  # fmt: skip
    if settings.zalo_oa_paid and account.get("linked_ZCA") is False:
        found.append(wrong(WHAT, _("HOTLINE_ZALO_OA_PAID is set, but no Zalo Cloud Account is linked (-320).")))
    return found
