"""One dialogue, one text: what a person is told is the same on every platform, whether they press, tap or type."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from pydantic import SecretStr

from bot.channels import zalo_bot, zalo_oa
from bot.sandbox.server import Sandbox
from content.locales import _, speaking
from storage.vault.keyring import Keyring
from tests.e2e.house import House, open_house, running_clock
from tests.e2e.phones import Citizen
from tests.e2e.zalo_bot import NumbersCitizen
from tests.e2e.zalo_oa import ZaloCitizen, account, seed
from tests.world import COMMUNE, PROVINCE

STORY = "co nguoi ban ma tuy gan cho"
RECEIPT = re.compile(r"^(\S+ – \S+ – \S+|\d{8,9})$", re.MULTILINE)
LIST = re.compile(r"\n+(Gõ số để chọn:|Bấm ở dưới, hoặc gõ số:)(\n\d+\. .+)+$")
TRUTHS = (
    "They don't see your name, number or account.",
    "Whoever manages this {platform} page can reread this chat, with your name and picture.",
)
"""Who knows whom is not the same everywhere, and is said as it is."""
KINDS: dict[str, type[Citizen]] = {zalo_bot.NAME: NumbersCitizen, zalo_oa.NAME: ZaloCitizen}


@pytest.fixture
async def everywhere(url: str, keyring: Keyring) -> AsyncIterator[House]:
    """A house that answers on all three at once."""
    sandbox = Sandbox(clock=running_clock(), keep_traffic=200_000, zalo_oa=account(), zalo_bot=True)
    async with open_house(url, keyring, "webhook", start=False, sandbox=sandbox) as house:
        oa = sandbox.zalo_oa
        assert oa is not None
        more: dict[str, Any] = {
            "zalo_oa_app_id": oa.settings.app_id,
            "zalo_oa_app_secret": SecretStr(oa.settings.app_secret),
            "zalo_oa_secret_key": SecretStr(oa.settings.oa_secret_key),
            "zalo_oa_api_url": sandbox.zalo_oa_url,
            "zalo_oa_oauth_url": sandbox.zalo_oa_url,
            "zalo_oa_intake": "on",
        }
        house.settings = house.settings.model_copy(update=more)
        await seed(house.database, house.keyring, oa, house.now)
        await house.doors_open(COMMUNE, PROVINCE)
        await house.start()
        assert await oa.webhook.save(f"{house.settings.public_url}/zalo/oa")
        yield house


def somebody(house: House, platform: str) -> Citizen:
    user: Any = house.sandbox.zalo_person(platform, "Ba")
    return KINDS[platform](house.sandbox, user, user, "vi", house.quiet)


def plain(text: str) -> str:
    """A screen without what differs by nature: the platform's name and what it knows, the receipt, and the list where
    buttons are typed.
    """
    text = RECEIPT.sub("…", LIST.sub("", text)).replace("Telegram", "Zalo")
    for truth in TRUTHS:
        with speaking("vi"):
            text = text.replace(f" {_(truth)}", "").replace(f"\n{_(truth).format(platform='Zalo')}", "")
    return text.strip()


async def transcript(ba: Citizen) -> list[str]:
    """What is said to somebody who sends a tip, looks it up, adds to it, and asks for help."""
    heard: list[str] = []

    async def hear() -> None:
        """What was said to this."""
        heard.append(plain(ba.texts[-1]))

    for line in ("/menu", STORY, "phường Vĩnh Châu"):
        await ba.say(line)
        await hear()
    for choice in ("Many know it", "Send"):
        await ba.press(choice)
        await hear()
    receipt = await ba.has_receipt()
    for choice in ("As digits", "As syllables"):
        await ba.press(choice)
        await hear()
    await ba.say(receipt)
    await hear()
    await ba.say("/menu")
    await ba.press("See the answer")
    await hear()
    await ba.say(receipt)
    await hear()
    await ba.press("Add something")
    await hear()
    await ba.say("them mot chiec xe do")
    await ba.press("Done")
    await hear()
    await ba.say("/menu")
    await ba.press("Ask, get help")
    await hear()
    return heard


@pytest.mark.parametrize("platform", KINDS)
async def test_the_same_is_said_on_every_platform(everywhere: House, platform: str) -> None:
    there = await transcript(await everywhere.citizen())
    assert await transcript(somebody(everywhere, platform)) == there
