"""A real browser that may go nowhere but this machine, and whose every complaint fails the test; and a demo to look at."""

import os
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import BrowserContext, ConsoleMessage, Page, async_playwright, expect

from tests.e2e.browser.demo import running_demo

OpenPage = Callable[..., Awaitable[Page]]

expect.set_options(timeout=60_000)  # a busy machine is slow, not wrong

_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
_REFUSAL = re.compile(
    r"the server responded with a status of 40[03]"
)  # the browser's own note of a server that says no


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
    with running_demo() as address:
        yield address


def _chromium() -> str:
    """The system's Chromium. Without it a test is skipped at home and fails where every change is judged."""
    executable = shutil.which("chromium")
    if executable:
        return executable
    missing = "no Chromium on this machine: apt-get install chromium"
    if os.environ.get("CI"):
        pytest.fail(missing)
    pytest.skip(missing)


def _watch(profile: BrowserContext, wrong: list[str]) -> None:
    def on_console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not _REFUSAL.search(message.text):
            wrong.append(message.text)

    def on_request(url: str) -> None:
        if urlsplit(url).scheme not in ("blob", "data") and urlsplit(url).hostname != "127.0.0.1":
            wrong.append(f"asked for {url}")

    profile.on("console", on_console)
    profile.on("weberror", lambda event: wrong.append(str(event.error)))
    profile.on("request", lambda request: on_request(request.url))
