"""One replica of whoever keeps the Official Account's token alive, as a process of its own, to be killed.

Time runs fast here, so that a token of 25 hours ends after seconds; a replica's clock may be wrong by days.
"""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

from bot.alerts import Alerts
from bot.channels.network import Network
from bot.channels.zalo_oa import NAME
from bot.channels.zalo_oa.api import Api
from bot.channels.zalo_oa.oauth import OAuth
from bot.channels.zalo_oa.tokens import Tokens
from bot.letters import Letters
from bot.sandbox.zalo_oa.settings import OaSettings
from handlers.messages import Address
from storage.engine import Broken, Busy, Database
from storage.seals import Seals
from storage.times import Ticks
from storage.vault.keyring import Keyring

LOOK_S = 0.03
OPERATOR = Address("telegram", "1", "1")


def fast(begun: float, speed: float) -> float:
    """The time of a world that began at `begun` and runs `speed` times as fast as ours."""
    return begun + (time.time() - begun) * speed


async def run() -> None:
    """Keep the token fresh, and use it, until killed."""
    begun, speed, wrong_by, patience = (float(given) for given in os.environ["REPLICA_TIME"].split(","))
    url, oa = os.environ["REPLICA_ZALO"], OaSettings()

    def clock() -> float:
        return fast(begun, speed) + wrong_by

    seals = Seals(Keyring.open(Path(os.environ["REPLICA_KEYRING"])))
    database = await Database.open(os.environ["REPLICA_DATABASE"])
    network = Network()
    oauth = OAuth(oa.app_id, oa.app_secret, url, network, clock)
    alerts = Alerts(database, Letters(seals, Ticks()), OPERATOR, clock)
    tokens = Tokens(database, seals, NAME, oauth, alerts, clock, running=lambda: time.monotonic() * patience)
    api = Api(tokens, network, url, clock)
    while True:
        try:
            await tokens.keep_fresh()
            await api.account(5.0)
        except (Busy, Broken):
            pass
        await asyncio.sleep(LOOK_S)


if __name__ == "__main__":
    asyncio.run(run())
