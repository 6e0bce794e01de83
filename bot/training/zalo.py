"""Zalo in the training ground: both products emulated, and the app set up as docs/zalo.md tells an operator to do it."""

from __future__ import annotations

from bot.app import App
from bot.channels.network import Network
from bot.channels.zalo_oa import NAME
from bot.channels.zalo_oa.hook import PATH
from bot.channels.zalo_oa.oauth import OAuth
from bot.sandbox.server import Sandbox
from bot.sandbox.zalo_bot.settings import BotSettings
from bot.sandbox.zalo_oa.settings import OaSettings
from bot.settings import Settings
from storage import tokens
from storage.engine import Database
from storage.seals import Seals
from storage.vault.keyring import Keyring

TITLE = "Xóm Bình An"
ACCOUNT = OaSettings(oa_name=TITLE, menu={"Bắt đầu": "#menu"})
BOT = BotSettings(display_name=TITLE)


async def log_in(sandbox: Sandbox, settings: Settings) -> None:
    """The first tokens of the account, as `hotline zalo login --explorer` gets and keeps them."""
    assert sandbox.zalo_oa
    typed = sandbox.zalo_oa.tokens.issue(sandbox.zalo_oa.settings)["refresh_token"]
    now, network = sandbox.clock.now(), Network()
    secret = settings.zalo_oa_app_secret.get_secret_value()
    oauth = OAuth(settings.zalo_oa_app_id, secret, settings.zalo_oa_oauth_url, network, sandbox.clock.now)
    database = await Database.open(settings.database_url.get_secret_value())
    try:
        pair = await oauth.refresh(typed)
        async with database.write() as rows:
            await tokens.seed(rows, Seals(Keyring.open(settings.keyring)), NAME, pair, now)
    finally:
        await network.close()
        await database.close()


async def deliver(sandbox: Sandbox, app: App) -> None:
    """The console saves our address: from now on the account delivers what people write to it."""
    assert sandbox.zalo_oa
    if not await sandbox.zalo_oa.webhook.save(f"http://127.0.0.1:{app.port}{PATH}"):
        raise ConnectionError("the address of the webhook does not answer")
