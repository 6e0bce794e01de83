"""The link to the page: found by tapping, for one person, and only where there is a page."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from content.terms import Role
from storage import audit
from storage.engine import Database
from storage.vault.keyring import Keyring
from storage.vault.ticket import Purpose, Ticket, read
from tests.conftest import Clock
from tests.unit.handlers.coverage.staff import behind
from tests.unit.handlers.outreach.test_desk import enlisted
from tests.unit.handlers.triage.chats import Chat
from tests.world import COMMUNE, PROVINCE, World, member


@pytest.fixture
async def open_world(database: Database, keyring: Keyring, clock: Clock) -> World:
    """With a page."""
    plain = World(database, keyring, clock.now)
    policy = replace(plain.policy, page_url="https://trang.example")
    return await World(database, keyring, clock.now, policy).found()


async def test_a_commander_taps_to_a_link_of_their_own(open_world: World) -> None:
    world = open_world
    chat = await enlisted(world, PROVINCE, 41, Role.COMMANDER)
    await chat.command("tuyentruyen")
    await chat.press("Kế hoạch năm")
    await chat.press("Xem trang")
    assert chat.main.startswith("Trang mở được đến 15:30, chỉ cho đồng chí.")
    screen = chat.shown["main"]
    assert screen.protect
    parts = urlsplit(screen.rows[0][0].link)
    assert (parts.netloc, parts.query) == ("trang.example", "nam=2025")
    ticket = read(world.keyring, parts.path.removeprefix("/trang/"), Purpose.LINK, world.now)
    assert ticket == Ticket((await behind(world, 41)).id, int(world.now) + 1800)
    async with world.database.read() as rows:
        assert "page given" in [line.action async for _seal, line, _mac in audit.read(rows)]


async def test_where_no_page_is_set_up_there_is_no_button_and_a_forged_one_is_told_so(world: World) -> None:
    chat = await enlisted(world, PROVINCE, 41, Role.COMMANDER)
    await chat.command("kehoach")
    assert "Xem trang" not in [button.label for row in chat.shown["main"].rows for button in row]
    await chat.payload("a:page:2025")
    assert chat.toast == "Nơi đây chưa bật trang. Đồng chí hỏi người vận hành."


async def test_whoever_only_reads_tips_of_a_commune_gets_no_link(open_world: World) -> None:
    await open_world.officer(COMMUNE, 50, Role.OFFICER)
    chat = Chat(open_world, member(50))
    await chat.payload("a:page:2025")
    assert chat.toast == "Việc này không thuộc phần của đồng chí."
    assert chat.effects == []
