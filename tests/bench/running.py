"""The house as a process of its own, under the limits and the policy of the benches.

`python -m tests.bench.running` reads the settings as `hotline run` does; it is stopped with SIGTERM.
"""

from __future__ import annotations

import asyncio
import gc
import signal
from dataclasses import replace

from bot.__main__ import NEW_OBJECTS
from bot.app import App
from bot.limits import UNLIMITED
from bot.logs import setup
from bot.settings import load
from content.policy import Policy

POLICY = replace(Policy(), card_wait_from=0.0, card_wait_to=0.0, quiet_from=24, quiet_to=0, tip_pace=0.0)
"""Cards without the hidden wait of one to five minutes, which nothing but chance decides; no quiet hours, so that a figure does
not depend on when it is taken.
"""


async def main() -> None:
    """Run until stopped."""
    async with App.open(load(), limits=UNLIMITED, policy=POLICY) as app:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, app.stopping.set)
        gc.freeze()  # as `bot.cli.run` does
        await app.run()


if __name__ == "__main__":
    gc.set_threshold(NEW_OBJECTS)  # as `bot.__main__` does
    setup("WARNING")
    asyncio.run(main())
