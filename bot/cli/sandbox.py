"""`hotline sandbox`: the emulated platforms alone. What it prints can go into a file `.env` as it is."""

from __future__ import annotations

import asyncio
import signal
from typing import Annotated

import typer

from bot.cli.terminal import say
from bot.sandbox.server import Sandbox, run_sandbox
from bot.settings import PREFIX
from bot.training.consoles import settings_of
from content.locales import _

LAST_PORT = 65535


def command(
    telegram_port: Annotated[
        int, typer.Option(min=0, max=LAST_PORT, help=_("Port of the emulated Telegram; 0: any."))
    ] = 8081,
    zalo_port: Annotated[
        int,
        typer.Option(
            min=0, max=LAST_PORT - 1, help=_("Port of the emulated Zalo account, the next is the bot's; 0: any two.")
        ),
    ] = 8082,
) -> None:
    asyncio.run(sandbox(telegram_port, zalo_port))


async def sandbox(telegram_port: int, zalo_port: int) -> None:
    """Run until stopped."""
    stop = asyncio.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(one, stop.set)
    emulated = Sandbox(
        telegram_port=telegram_port,
        zalo_oa=True,
        zalo_oa_port=zalo_port,
        zalo_bot=True,
        zalo_bot_port=zalo_port and zalo_port + 1,
    )
    await run_sandbox(emulated, _ready, stop)


def _ready(running: Sandbox) -> None:
    say(_("Training ground: nothing here reaches anybody."))
    for name, value in settings_of(running).items():
        say(f"{PREFIX}{name.upper()}={value}")
    say(_("Phones in a page: {url}").format(url=running.api_url))
