"""What `doctor` asks of the Official Account on Zalo: settings, login, and what Zalo says of the account itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from bot.channels.base import Fate
from bot.channels.lines import Lost, Unsent
from bot.channels.network import Network
from bot.channels.zalo_oa import NAME
from bot.channels.zalo_oa.api import ACCOUNT
from bot.channels.zalo_oa.hook import PATH
from bot.channels.zalo_oa.outcomes import error_of, outcome_of
from bot.channels.zalo_oa.plan import used_in
from bot.cli.findings import Finding, care, good, wrong
from bot.cli.place import moment
from bot.settings import Settings
from content.locales import _
from content.policy import Policy
from content.terms import N_
from storage import tokens
from storage.engine import Database
from storage.seals import Seals
from storage.tokens import LOST, SPENDING, Held
from storage.vault.keyring import Keyring

WHAT = "Zalo OA"
ASK_S = 10.0
STUCK_S = 300.0
SHORTEST_VERIFIER = 43
HINTS = {
    -32: N_("Too many calls at this moment: ask again in a minute."),
    -204: N_("The account is disabled: oa.zalo.me says why."),
    -205: N_("There is no such account any more."),
    -209: N_("The app is not activated: developers.zalo.me."),
    -212: N_("The app has not registered “Official Account API”: developers.zalo.me."),
    -219: N_("The app was removed or disabled: developers.zalo.me."),
    -221: N_("The account must be verified: oa.zalo.me."),
    -223: N_("The account has not granted this: set the permissions in the app, then: hotline zalo login"),
    -224: N_("The account's package does not open this: a higher one is needed."),
    -235: N_("This kind of account may not do that."),
    -242: N_("The app demands appsecret_proof: switch that off on developers.zalo.me."),
}
"""What to do about what Zalo says no to."""


def check_settings(settings: Settings) -> list[Finding]:
    """What can be seen without asking anybody."""
    return [*_of_the_app(settings), *_of_the_addresses(settings), *_decided(settings)]


def _of_the_app(settings: Settings) -> Iterator[Finding]:
    if not settings.zalo_oa_app_id.isdecimal():
        yield wrong(WHAT, _("HOTLINE_ZALO_OA_APP_ID must be the app's number, as developers.zalo.me shows it."))
    if not settings.zalo_oa_secret_key.get_secret_value():
        yield care(WHAT, _("HOTLINE_ZALO_OA_SECRET_KEY is empty: the app's webhook page shows it."))
    if 0 < len(settings.zalo_oa_code_verifier.get_secret_value()) < SHORTEST_VERIFIER:
        yield wrong(WHAT, _("HOTLINE_ZALO_OA_CODE_VERIFIER must have 43 signs or more."))


def _of_the_addresses(settings: Settings) -> Iterator[Finding]:
    address = urlsplit(settings.public_url)
    if address.scheme != "https" or address.port not in (None, 443):
        yield wrong(WHAT, _("HOTLINE_PUBLIC_URL must be https without a port: Zalo delivers to no other."))
    if settings.zalo_oa_redirect_url and urlsplit(settings.zalo_oa_redirect_url).scheme != "https":
        yield wrong(WHAT, _("HOTLINE_ZALO_OA_REDIRECT_URL must be https, and the same as in the console (-14003)."))
    hosts = {"API_URL": settings.zalo_oa_api_url, "OAUTH_URL": settings.zalo_oa_oauth_url}
    for name, url in hosts.items():
        if urlsplit(url).scheme != "https":
            sentence = _("HOTLINE_ZALO_OA_{name} must be https: our token and secret travel there.")
            yield wrong(WHAT, sentence.format(name=name))
    if not settings.media_hosts:
        yield wrong(WHAT, _("HOTLINE_ZALO_MEDIA_HOSTS is empty: no picture can be fetched; use zdn.vn,zadn.vn."))
    elif any("://" in host for host in settings.media_hosts):
        yield wrong(WHAT, _("HOTLINE_ZALO_MEDIA_HOSTS names an address for training; use zdn.vn,zadn.vn."))


def _decided(settings: Settings) -> Iterator[Finding]:
    if settings.zalo_oa_intake == "on":
        yield care(WHAT, _("HOTLINE_ZALO_OA_INTAKE=on: nobody is told that the page's managers can reread."))
    if settings.zalo_oa_intake == "off":
        yield care(WHAT, _("HOTLINE_ZALO_OA_INTAKE=off: no tip is taken on Zalo OA, only look-up."))
    if settings.zalo_oa_paid:
        yield care(WHAT, _("HOTLINE_ZALO_OA_PAID: messages from 48 hours to 7 days after cost money."))
    if settings.zalo_oa_template:
        yield care(WHAT, _("HOTLINE_ZALO_OA_TEMPLATE: each notice costs money; its text must hold no field."))


async def check_zalo_oa(
    settings: Settings, database: Database | None, keyring: Keyring | None, now: float
) -> list[Finding]:
    """Settings, login, account; nothing where no account is set up. The refresh token is never touched."""
    if not settings.zalo_oa_app_id:
        return []
    found = check_settings(settings)
    if database is None or keyring is None:
        return found
    found.append(await check_hook(settings))
    async with database.read() as rows:
        held = await tokens.get(rows, Seals(keyring), NAME)
        used = await used_in(rows, now)
    found += plan_findings(used, settings.zalo_oa_broadcasts)
    found.append(login_finding(held, now))
    if held is None or held.pair.until <= now:
        return found
    network = Network(settings.to_zalo)
    try:
        answer = await network.get(
            f"{settings.zalo_oa_api_url.rstrip('/')}{ACCOUNT}", ASK_S, headers={"access_token": held.pair.access}
        )
        found += account_findings(answer.json, settings, now)
    except (Unsent, Lost) as error:
        found.append(wrong(WHAT, _("It does not answer ({name}).").format(name=error.args[0])))
    finally:
        await network.close()
    return found


async def check_hook(settings: Settings) -> Finding:
    """What Zalo's console would hear when the address of the webhook is saved there: it asks with an unsigned `{}`."""
    network = Network()
    try:
        return hook_finding((await network.post(f"{settings.public_url}{PATH}", ASK_S, body={})).status)
    except (Unsent, Lost):
        return hook_finding(0)
    finally:
        await network.close()


def hook_finding(status: int) -> Finding:
    """`status`: HTTP's; 0 where nobody answered."""
    what = f"{WHAT}, {_('Webhook')}"
    if status == 200:
        return good(what, _("answers the console's question; save {path} there.").format(path=PATH))
    sentence = _(
        "{path} answers {status} to the console's question, not 200: does the hotline run, and the proxy pass it?"
    )
    return care(what, sentence.format(path=PATH, status=status or "-"))


def plan_findings(used: int, most: int) -> list[Finding]:
    """What is left of the month's broadcasts, as far as we counted; nothing where the account has none."""
    if not most:
        return []
    sentence = _("{used} of {most} broadcasts of this month are used.").format(used=used, most=most)
    return [(care if used >= most else good)(WHAT, sentence)]


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
        hint = _(HINTS[code]) if code in HINTS else ""
        return [wrong(WHAT, " ".join(filter(None, (_("Zalo refuses ({code}).").format(code=code), hint))))]
    account: Mapping[str, Any] = answer.get("data") or {}
    if account.get("is_verified") is False:
        return [wrong(WHAT, _("The account is not verified by Zalo; it cannot send (-221)."))]
    found = [good(WHAT, _("{package}; keep its managers few: they can reread chats with names.").format(
        package=account.get("package_name") or "?"
    ))]  # fmt: skip
    spends = {"PAID": settings.zalo_oa_paid, "TEMPLATE": bool(settings.zalo_oa_template)}
    if name := next((name for name, set_ in spends.items() if set_ and account.get("linked_ZCA") is False), ""):
        sentence = _("HOTLINE_ZALO_OA_{name} is set, but no Zalo Cloud Account is linked (-320).")
        found.append(wrong(WHAT, sentence.format(name=name)))
    return found
