"""The real program as a process of its own, to be killed: settings from the environment, as in operation."""

from __future__ import annotations

import asyncio
import signal

from bot import logs
from bot.app import App
from bot.limits import UNLIMITED
from bot.settings import load
from content.policy import Policy


async def run() -> None:
    policy = Policy(card_wait_from=0.0, card_wait_to=0.0, reading=0.0)
    async with App.open(load(_env_file=None), limits=UNLIMITED, policy=policy, poll_s=5) as app:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, app.stopping.set)
        await app.run()


if __name__ == "__main__":
    logs.setup("INFO")
    asyncio.run(run())
