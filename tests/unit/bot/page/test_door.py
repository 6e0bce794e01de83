"""Who gets to the page, and what its answers tell a browser: nothing is kept, passed on, framed or scripted."""

from __future__ import annotations

import secrets

import pytest
import sqlalchemy as sa

from bot.page.guests import LOOKS, TRIES
from content.terms import PersonState, Role
from storage.tables import person as person_table
from storage.vault.ticket import Purpose, Ticket, issue
from tests.conftest import Clock
from tests.unit.bot.page.conftest import Client, link
from tests.world import COMMUNE, PROVINCE, World

CLOSED = "Đường dẫn đã hết hạn hoặc không phải của đồng chí."


async def suspend(world: World, person: str) -> None:
    async with world.database.write() as rows:
        query = sa.update(person_table).where(person_table.c.id == bytes.fromhex(person))
        await rows.execute(query.values(state=PersonState.SUSPENDED.value))


async def test_a_link_is_exchanged_for_a_cookie_and_leaves_the_address(client: Client, world: World) -> None:
    chief = await world.officer(PROVINCE, 60, Role.COMMANDER)
    answer = await client.get(f"{link(world, chief.id)}?nam=2024", allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, "/trang?nam=2024")
    cookie = answer.cookies["trang"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["max-age"]) == (
        True,
        "Lax",
        "/trang",
        "1800",
    )
    page = await client.get("/trang?nam=2024")
    assert page.status == 200
    assert "Số liệu năm 2024" in await page.text()


@pytest.mark.parametrize("path", ["/trang", "/trang/x", "/trang.css"])
async def test_every_answer_is_kept_nowhere_and_trusts_no_script(client: Client, path: str) -> None:
    headers = (await client.get(path)).headers
    assert "script" not in headers["Content-Security-Policy"]
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert path == "/trang.css" or headers["Cache-Control"] == "no-store"


async def test_without_a_link_with_a_forged_or_an_ended_one_the_answer_is_the_same(
    client: Client, world: World, clock: Clock
) -> None:
    chief = await world.officer(PROVINCE, 60, Role.COMMANDER)
    good = link(world, chief.id)
    stranger = link(world, secrets.token_hex(16))
    visit = f"/trang/{issue(world.keyring, Ticket(chief.id, int(world.now) + 1800), Purpose.VISIT)}"
    found = [await client.get(path) for path in ("/trang", "/trang/x", good[:-3] + "abc", stranger, visit)]
    clock.advance(1800)
    found.append(await client.get(good))
    assert {one.status for one in found} == {403}
    assert {CLOSED in await one.text() for one in found} == {True}
    assert len({await one.text() for one in found}) == 1


async def test_a_visit_ends_when_its_link_would(client: Client, world: World, clock: Clock) -> None:
    chief = await world.officer(PROVINCE, 60, Role.COMMANDER)
    clock.advance(1700)
    assert (await client.get(link(world, chief.id))).status == 200
    clock.advance(101)
    assert (await client.get("/trang")).status == 403


async def test_a_link_that_was_shared_and_a_visit_end_with_the_right(client: Client, world: World) -> None:
    chief = await world.officer(PROVINCE, 60, Role.COMMANDER)
    shared = link(world, chief.id)
    assert (await client.get(shared)).status == 200
    await suspend(world, chief.id)
    assert (await client.get("/trang")).status == 403
    assert (await client.get(shared)).status == 403


async def test_a_ticket_of_somebody_without_the_right_opens_nothing(client: Client, world: World) -> None:
    officer = await world.officer(COMMUNE, 50, Role.OFFICER)
    assert (await client.get(link(world, officer.id))).status == 403


async def test_who_knocks_too_often_waits_and_keeps_out_nobody_who_may_look(
    client: Client, world: World, clock: Clock
) -> None:
    chief = await world.officer(PROVINCE, 60, Role.COMMANDER)
    found = [(await client.get("/trang/x")).status for _try in range(TRIES.most + 1)]
    assert found == [403] * TRIES.most + [429]
    assert (await client.get(link(world, chief.id))).status == 200  # two looks: the exchange, the page
    found = [(await client.get("/trang")).status for _look in range(LOOKS.most - 1)]
    assert found == [200] * (LOOKS.most - 2) + [429]
    clock.advance(61)
    assert (await client.get("/trang")).status == 200
