"""`hotline demo`: the training ground. The real bot, emulated platforms, phones in a web page; no token, no network."""

from __future__ import annotations

import asyncio
import signal
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from bot import logs
from bot.cli.terminal import Wrong, say
from bot.training.ground import training_ground
from content.locales import _


def command(
    port: Annotated[int, typer.Option(min=0, max=65535, help=_("Port of the page; 0: any."))] = 8080,
    data: Annotated[
        Path | None, typer.Option(help=_("Folder to keep the training data in; without it nothing is kept."))
    ] = None,
) -> None:
    with ExitStack() as stack:
        folder = data or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hotline-demo-")))
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise Wrong(_("The folder {folder} is not empty. Training begins anew each time.").format(folder=folder))
        asyncio.run(demo(folder, port))


async def demo(folder: Path, port: int) -> None:
    """Run until stopped."""
    stop = asyncio.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(one, stop.set)
    logs.setup("WARNING")
    async with training_ground(folder, port=port) as sandbox:
        say(_("Training ground: nothing here reaches anybody."))
        say(_("Phones in a page: {url}").format(url=sandbox.api_url))
        await stop.wait()
