"""`hotline zalo login`: the first token pair of the Official Account, or a new one where the old is lost.

Either an administrator of the account agrees in a browser, or a refresh token from Zalo's API Explorer is exchanged at
once: what was typed here is worth nothing afterwards.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from hmac import compare_digest
from typing import Annotated
from urllib.parse import parse_qs, urlsplit

import typer

from bot.channels.network import Network
from bot.channels.zalo_oa import NAME
from bot.channels.zalo_oa.hook import PATH
from bot.channels.zalo_oa.oauth import Denied, OAuth, Unanswered, new_verifier
from bot.cli.place import moment, place
from bot.cli.terminal import Wrong, ask, say
from bot.settings import Settings
from content.locales import _
from storage import tokens
from storage.seals import Seals
from storage.tokens import Pair


def command(
    explorer: Annotated[
        bool,
        typer.Option(
            "--explorer", help=_("Exchange a refresh token from Zalo's API Explorer instead of agreeing in a browser.")
        ),
    ] = False,
) -> None:
    asyncio.run(carry_out(explorer=explorer))


async def carry_out(*, explorer: bool) -> None:
    """Get a pair and keep it, sealed."""
    async with place() as here:
        settings = here.settings
        if not settings.zalo_oa_app_id:
            raise Wrong(_("HOTLINE_ZALO_OA_APP_ID is missing; developers.zalo.me shows it."))
        network = Network(settings.to_zalo)
        secret = settings.zalo_oa_app_secret.get_secret_value()
        oauth = OAuth(settings.zalo_oa_app_id, secret, settings.zalo_oa_oauth_url, network, time.time)
        try:
            pair = await (explored(oauth) if explorer else agreed(oauth, settings))
        except Unanswered:
            raise Wrong(
                _("Zalo did not answer. Nothing was changed; hotline doctor says what is in the way.")
            ) from None
        except Denied as denied:
            sentence = _("Zalo refused: {why}. Codes live ten minutes and work once; is the app's secret right?")
            raise Wrong(sentence.format(why=denied.why)) from None
        finally:
            await network.close()
        async with here.database.write() as rows:
            await tokens.seed(rows, Seals(here.keyring), NAME, pair, time.time())
        until = moment(pair.until, here.policy)
        say(
            _("Logged in. The token is renewed by itself from now on; this one holds until {until}.").format(
                until=until
            )
        )


async def agreed(oauth: OAuth, settings: Settings) -> Pair:
    """An administrator agrees in a browser and brings back where it ended."""
    back = settings.zalo_oa_redirect_url or f"{settings.public_url}{PATH}"
    verifier = settings.zalo_oa_code_verifier.get_secret_value() or new_verifier()
    state = secrets.token_urlsafe(16)
    say(_("An administrator of the account opens this and agrees:"))
    say(oauth.permission_url(back, verifier, state))
    say(_("The browser then goes to {address}; the page itself may be empty.").format(address=back))
    return await oauth.redeem(code_in(ask(_("Paste the whole address it ended at:")), state), verifier)


async def explored(oauth: OAuth) -> Pair:
    """The refresh token of a pair that Zalo's own page gave."""
    return await oauth.refresh(ask(_("Paste the refresh token; it is exchanged at once and then worth nothing:")))


def code_in(address: str, state: str) -> str:
    """The code of an address. Raises Wrong where there is none, or where it belongs to another login."""
    asked = parse_qs(urlsplit(address).query)
    given = asked.get("state", [state])[0]  # sources disagree on whether it comes back
    code = (asked.get("code") or asked.get("oa_code") or [""])[0]
    if not code or not compare_digest(given.encode(), state.encode()):
        raise Wrong(_("This address holds no code of this login. Begin anew."))
    return code
