"""Introducing ourselves: told once where events go, noticed when somebody else changes that, never given up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
import sqlalchemy as sa

from bot.channels.door import Surroundings
from bot.channels.zalo_bot import NAME
from bot.channels.zalo_bot.door import ZaloBotDoor
from bot.channels.zalo_bot.hook import address_of
from bot.sandbox.server import Sandbox
from bot.sandbox.zalo_bot.world import World
from bot.settings import load
from handlers.here import Facts
from storage.tables import inbox, outbox
from tests.unit.bot.channels.zalo_bot.conftest import TOKEN, Tune
from tests.unit.bot.office import Office

SECRET = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def facts() -> dict[str, Facts]:
    return {}


Make = Callable[..., ZaloBotDoor]


@pytest.fixture
async def door(office: Office, sandbox: Sandbox, facts: dict[str, Facts]) -> AsyncIterator[Make]:
    made: list[ZaloBotDoor] = []

    def make(*, by_webhook: bool, token: str = TOKEN) -> ZaloBotDoor:
        settings = load(
            _env_file=None,
            zalo_bot_token=token,
            zalo_bot_api_url=sandbox.zalo_bot_url,
            zalo_bot_webhook_secret=SECRET,
            zalo_bot_poll_pause=0,
            public_url=sandbox.zalo_bot_url if by_webhook else "",
        )
        around = Surroundings(
            settings, office.database, office.seals, office.ingress, office.alerts, office.meters, office.clock,
            facts, 1,
        )  # fmt: skip
        made.append(ZaloBotDoor(around))
        return made[-1]

    yield make
    for one in made:
        await one.channel.close()


@asynccontextmanager
async def running(door: ZaloBotDoor) -> AsyncIterator[None]:
    task = asyncio.create_task(door.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(look: Callable[[], Awaitable[object]]) -> None:
    async with asyncio.timeout(10):
        while not await look():  # noqa: ASYNC110  another task works
            await asyncio.sleep(0.01)


def asked(sandbox: Sandbox, method: str) -> int:
    return sum(one.method == method for one in sandbox.traffic.after(0))


async def alerts(office: Office) -> int:
    return len(await office.rows(sa.select(outbox.c.id)))


async def test_the_platform_is_told_our_address_once(door: Make, sandbox: Sandbox, world: World) -> None:
    for _start in range(2):
        one = door(by_webhook=True)
        assert await one._attempt(first=True) == 0
    assert world.webhook.url == address_of(sandbox.zalo_bot_url, SECRET)
    assert world.webhook.secret == SECRET
    assert asked(sandbox, "setWebhook") == 1
    assert [route.path for route in one.routes()] == ["/zalo/bot"]
    assert one.last_poll is None


async def test_an_address_that_is_not_reached_is_told_to_the_operator(door: Make, office: Office, tune: Tune) -> None:
    tune(verification="webhook.http.403")
    assert await door(by_webhook=True)._attempt(first=True) == 0
    assert await alerts(office) == 1


async def test_a_foreign_address_is_an_alarm_and_is_set_right(door: Make, office: Office, world: World) -> None:
    one = door(by_webhook=True)
    await one._attempt(first=True)
    before = await alerts(office)
    world.webhook.set("https://evil.example/x", "other-secret")
    await one._attempt(first=False)
    assert world.webhook.url == address_of(one._around.settings.public_url, SECRET)
    assert await alerts(office) > before


async def test_without_an_address_a_webhook_is_taken_back_and_events_are_polled(
    door: Make, office: Office, sandbox: Sandbox, world: World, facts: dict[str, Facts]
) -> None:
    world.webhook.set("https://old.example/x", "other-secret")
    one = door(by_webhook=False)
    async with office.door(), running(one):
        await until(lambda: asyncio.sleep(0, one.last_poll is not None and asked(sandbox, "deleteWebhook")))
        sandbox.act(sandbox.zalo_person(NAME), "send", text="một")
        await until(lambda: office.rows(sa.select(inbox.c.update_id)))
        world.queue.end()
    assert one.routes() == ()
    assert facts[NAME].bot_name == world.settings.account_name


async def test_a_wrong_token_is_one_alarm_and_no_hurry(door: Make, office: Office) -> None:
    one = door(by_webhook=False, token="12345:wrong-token")
    assert await one._attempt(first=True) >= 60
    assert await one._attempt(first=True) >= 60
    assert await alerts(office) == 1


async def test_a_platform_that_is_away_is_asked_again(door: Make, sandbox: Sandbox) -> None:
    sandbox.faults.add([{"platform": NAME, "method": "getMe", "drop": True, "times": 1}])
    one = door(by_webhook=False)
    assert await one._attempt(first=True) > 0
    assert await one._attempt(first=True) == 0


def test_what_is_true_of_zalo_is_known_before_the_platform_is_reached(door: Make, facts: dict[str, Facts]) -> None:
    door(by_webhook=False)
    assert facts[NAME] == Facts("Zalo", can_delete=False, can_edit=False, typed_buttons=True, door="")
    assert facts[NAME].link("x") == ""
