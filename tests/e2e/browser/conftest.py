"""A real browser that may go nowhere but this machine, and whose every complaint fails the test; and a demo to look at."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import BrowserContext, ConsoleMessage, Page, async_playwright

OpenPage = Callable[..., Awaitable[Page]]

_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
_HOUSE = Path(__file__).parents[3]
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/?")
_REFUSAL = "the server responded with a status of 400"  # the browser's own note of an API that says no


@pytest.fixture
async def open_page() -> AsyncIterator[OpenPage]:
    """`await open_page(url, **context)`: a page in a browser profile of its own, with the system's Chromium.

    At the end of the test no request left this machine, no script failed and nothing broke the page's own rules.
    """
    executable = _chromium()
    wrong: list[str] = []
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=executable, args=_ARGUMENTS)

        async def open_page(url: str, **context: Any) -> Page:
            profile = await chromium.new_context(**context)
            _watch(profile, wrong)
            page = await profile.new_page()
            await page.goto(url)
            return page

        yield open_page
        await chromium.close()
    assert wrong == []


@pytest.fixture(scope="module")
def demo() -> Iterator[str]:
    """The training ground as `make demo` starts it, one for the tests of a file: the address of its page."""
    command = [sys.executable, "-m", "bot", "demo", "--port", "0"]
    with subprocess.Popen(command, cwd=_HOUSE, env=_plain_environment(), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        said = iter(process.stdout.readline, "")
        found = next((match for match in map(_ADDRESS.search, said) if match), None)
        assert found, "the demo ended without an address"
        yield found.group()
        process.terminate()
        assert process.wait(timeout=20) == 0, "the demo does not stop when it is told to"


def _chromium() -> str:
    """The system's Chromium. Without it a test is skipped at home and fails where every change is judged."""
    executable = shutil.which("chromium")
    if executable:
        return executable
    missing = "no Chromium on this machine: apt-get install chromium"
    if os.environ.get("CI"):
        pytest.fail(missing)
    pytest.skip(missing)


def _plain_environment() -> dict[str, str]:
    """Without anybody's settings: a demo needs none."""
    return {name: value for name, value in os.environ.items() if not name.startswith("HOTLINE_")}


def _watch(profile: BrowserContext, wrong: list[str]) -> None:
    def on_console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and _REFUSAL not in message.text:
            wrong.append(message.text)

    def on_request(url: str) -> None:
        if urlsplit(url).scheme not in ("blob", "data") and urlsplit(url).hostname != "127.0.0.1":
            wrong.append(f"asked for {url}")

    profile.on("console", on_console)
    profile.on("weberror", lambda event: wrong.append(str(event.error)))
    profile.on("request", lambda request: on_request(request.url))
