"""`hotline sandbox`: the emulated platforms alone."""

from __future__ import annotations

import asyncio
import signal
from typing import Annotated

import typer

from bot.cli.terminal import say
from bot.sandbox.server import Sandbox, run_sandbox
from content.locales import _


def command(
    telegram_port: Annotated[
        int, typer.Option(min=0, max=65535, help=_("Port of the emulated Telegram; 0: any."))
    ] = 8081,
) -> None:
    asyncio.run(sandbox(telegram_port))


async def sandbox(telegram_port: int) -> None:
    """Run until stopped."""
    stop = asyncio.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(one, stop.set)
    await run_sandbox(Sandbox(telegram_port=telegram_port), _ready, stop)


def _ready(running: Sandbox) -> None:
    say(_("Training ground: nothing here reaches anybody."))
    say(f"HOTLINE_TELEGRAM_API_URL={running.telegram_url}")
    say(f"HOTLINE_TELEGRAM_TOKEN={running.token}")
    say(_("Phones in a page: {url}").format(url=running.api_url))
