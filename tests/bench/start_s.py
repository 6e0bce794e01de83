"""From the start of the process `python -m bot run` to the first 200 of /readyz, in seconds: interpreter, imports, areas, keyring,
database.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import aiohttp

from bot.sandbox.server import Sandbox
from tests.bench.street import furnished, settings

RUNS = 7
PYTHON = os.environ.get("SERVER_PYTHON", sys.executable)  # of an environment that has only what a server has
LOOK_S = 0.005
PATIENCE_S = 30.0


def measure() -> list[float]:
    return [asyncio.run(_run()) for _one in range(RUNS + 1)][1:]  # the first fills the disk's cache


async def _run() -> float:
    async with begun() as (_process, took_s):
        return took_s


@asynccontextmanager
async def begun() -> AsyncIterator[tuple[asyncio.subprocess.Process, float]]:
    """The running program, polling an emulated Telegram, and how long it took to be ready."""
    with tempfile.TemporaryDirectory() as folder:
        url, keys = f"sqlite:///{folder}/hotline.db", Path(folder, "keyring")
        database, _keyring = await furnished(url, keys)
        await database.close()
        async with Sandbox(keep_traffic=100) as sandbox:
            wanted = settings(sandbox, url, keys, by_webhook=False)
            began = time.perf_counter()
            process = await asyncio.create_subprocess_exec(
                PYTHON, "-m", "bot", "run", env=os.environ | wanted,
                stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
            )  # fmt: skip
            try:
                await ready(process, f"http://127.0.0.1:{wanted['HOTLINE_HTTP_PORT']}/readyz")
                yield process, time.perf_counter() - began
            finally:
                if process.returncode is None:
                    process.terminate()
                await process.wait()


async def ready(process: asyncio.subprocess.Process, url: str) -> None:
    """Ask until the answer is 200."""
    async with aiohttp.ClientSession() as session, asyncio.timeout(PATIENCE_S):
        while process.returncode is None:
            with suppress(aiohttp.ClientError):
                async with session.get(url) as answer:
                    if answer.status == 200:
                        return
            await asyncio.sleep(LOOK_S)
    raise RuntimeError("`hotline run` did not start")
