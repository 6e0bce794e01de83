"""One text on every platform: what a citizen says and is asked does not depend on where they write."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from storage.vault.keyring import Keyring
from tests.e2e.house import House, open_house
from tests.e2e.phones import Citizen
from tests.e2e.zalo_oa import ZaloCitizen, open_zalo_house
from tests.world import PROVINCE

PLATFORMS = ("telegram", "zalo_oa")


@pytest.fixture(params=PLATFORMS)
async def met(request: pytest.FixtureRequest, url: str, keyring: Keyring) -> AsyncIterator[tuple[House, Citizen]]:
    """A house and somebody who writes to it from one platform."""
    async with AsyncExitStack() as stack:
        if request.param == "telegram":
            house = await stack.enter_async_context(open_house(url, keyring))
            await house.doors_open(PROVINCE)
            yield house, await house.citizen()
        else:
            zalo = await stack.enter_async_context(open_zalo_house(url, keyring))
            yield zalo.house, zalo.citizen()


async def test_a_report_with_a_detour_a_look_up_and_more_to_add(met: tuple[House, Citizen]) -> None:
    house, ba = met
    await ba.say("/menu")
    await ba.press("Send a tip")
    if isinstance(ba, ZaloCitizen):
        await ba.agree()
    await ba.say("co nguoi ban ma tuy gan cho, xe 83P1-123.45")
    if ba.has("Done"):
        await ba.press("Done")
    await ba.press("Choose from a list")
    await ba.press("Back")
    await ba.say("phường Vĩnh Châu")
    await ba.press("Many know it")
    await ba.press("Send")
    receipt = await ba.has_receipt()
    await ba.press("I have copied it")

    await ba.look_up(receipt)
    await ba.sees("Received.")
    await ba.press("Add something")
    if isinstance(ba, ZaloCitizen):
        await ba.agree()
    await ba.say("chung 8 gio toi")
    await ba.press("Done")
    await ba.sees("It was added. Thank you.")
    told = " ".join(await house.told(receipt))
    assert "83P1-123.45" in told
    assert "chung 8 gio toi" in told
