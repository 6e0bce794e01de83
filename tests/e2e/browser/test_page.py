"""The commander's page in a browser: on a phone and on A4, looked at as somebody who can't see it would, and closed in time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from bot.page import door
from bot.training.targets import every_target
from content.plans import shipped
from content.terms import Role
from handlers.coverage.entry_rules import asked_of
from storage import entered, sets, targets
from storage.engine import Database
from storage.entered import Figure
from storage.sets import Member, TargetSet
from storage.tables import metadata
from storage.vault.keyring import Keyring
from tests.conftest import Clock
from tests.unit.bot.page.conftest import link
from tests.world import PROVINCE, World

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Awaitable[Page]]
PHONE = {"width": 360, "height": 740}
A4_MM = (210, 297)
PLAN = "soc-trang-2022-2025"
QUIET = {"resultTypes": ["violations"], "preload": False}  # the page lets no script fetch its style


@pytest.fixture
async def world(tmp_path: Path, keyring: Keyring, clock: Clock) -> AsyncIterator[World]:
    database = await Database.open(f"sqlite:///{tmp_path / 'hotline.db'}")
    async with database.write() as rows:
        await rows.run_sync(metadata.create_all)
    yield await World(database, keyring, clock.now).found()
    await database.close()


@pytest.fixture
async def address(world: World, clock: Clock) -> AsyncIterator[str]:
    """The page of a year with figures in it, on a server."""
    chief = await world.officer(PROVINCE, 60, Role.COMMANDER)
    async with world.database.write() as rows:
        await targets.save(rows, world.keyring, every_target(date(2025, 8, 1)))
        for place, one in enumerate(asked_of(shipped(PLAN))):
            await entered.save(rows, PLAN, 2024, Figure(one.id, 1851, world.now, chief.id))
            if place % 3:
                await entered.save(rows, PLAN, 2025, Figure(one.id, 1971 + place, world.now, chief.id))
        decided, due = date(2025, 1, 15), date(2025, 11, 30)
        await sets.fix(
            rows,
            TargetSet(PLAN, 2025, "K2b", "12/KH-BCĐ", decided, due, decided, chief.id),
            [Member("th-hoa-sen", decided, due)],
        )
    served = web.Application()
    policy = replace(world.policy, page_url="http://127.0.0.1")
    served.add_routes(door.routes(world.database, world.keyring, policy, clock))
    async with TestServer(served) as server:
        yield f"{server.make_url(link(world, chief.id))}?nam=2025"


async def violations(page: Page) -> list[str]:
    """What somebody who reads by ear, by keyboard or with weak eyes would stumble over."""
    found = await Axe().run(page, options=QUIET)
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found.response["violations"]]


async def test_on_a_phone_it_fits_and_anybody_can_read_it(address: str, open_page: OpenPage, tmp_path: Path) -> None:
    page = await open_page(address, viewport=PHONE)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Số liệu năm 2025")
    assert "/trang?nam=2025" in page.url
    await page.screenshot(path=tmp_path / "phone.png", full_page=True)
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert await violations(page) == []
    await page.get_by_label("Năm").select_option("2024")
    await page.get_by_role("button", name="Xem").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Số liệu năm 2024")


async def test_on_a4_it_prints_whole_and_on_a_wide_screen_it_is_read_by_all(
    address: str, open_page: OpenPage, tmp_path: Path
) -> None:
    page = await open_page(address, viewport={"width": 1280, "height": 900})
    await page.get_by_label("Cách tính").select_option(label="Nay: đủ các phần")
    await page.get_by_role("button", name="Xem").click()
    await expect(page.get_by_role("img", name="Theo địa bàn")).to_be_visible()
    await expect(page.get_by_role("row", name="Trường THPT Biển Xanh")).to_contain_text("chưa có đầu mối")
    await page.screenshot(path=tmp_path / "wide.png", full_page=True)
    assert await violations(page) == []
    printed = await page.pdf(path=tmp_path / "a4.pdf", prefer_css_page_size=True)
    with pikepdf.open(BytesIO(printed)) as paper:
        size = [float(one) / 72 * 25.4 for one in paper.pages[0].mediabox[2:]]
    assert size == pytest.approx(A4_MM, abs=1)


async def test_a_visit_that_has_ended_says_so_to_everybody(
    address: str, open_page: OpenPage, clock: Clock, tmp_path: Path
) -> None:
    page = await open_page(address, viewport=PHONE)
    clock.advance(1800)
    async with page.expect_response("**/trang?nam=2025") as answered:
        await page.evaluate("location.reload()")
    assert (await answered.value).status == 403
    await expect(page.get_by_text("Đường dẫn đã hết hạn")).to_be_visible()
    await page.screenshot(path=tmp_path / "ended.png")
    assert await violations(page) == []
