"""Whole tips per second, from /start to the receipt on the phone: 64 citizens at once, ten steps each, over HTTP.

The emulated Telegram and the citizens are one process, the house (webhook, turns, sender, SQLite) another. Every tip is sealed to two
stations and to its citizen, and its cards go to two officers on duty. Afterwards every receipt must open its own tip, or the run
fails.
"""

from __future__ import annotations

import asyncio
import re
import time

from storage import own
from storage.vault.receipt import Receipt, read
from tests.bench.street import Street, labelled, open_street, said

CITIZENS = 64
TIPS = 5  # of each citizen's place in the street, one person after another
RUNS = 3
STORY = "co nguoi ban ma tuy gan cho, xe may do, chieu toi nao cung co"
PLACE = "phường Vĩnh Châu"
_LINE = re.compile(r"^\S+ – \S+ – \S+$", re.MULTILINE)


def measure() -> list[float]:
    return [asyncio.run(_run()) for _one in range(RUNS)]


async def _run() -> float:
    async with open_street() as street:
        await asyncio.gather(*(tip(street, f"warm {place}") for place in range(8)))
        began = time.perf_counter()
        places = await asyncio.gather(*(one_after_another(street, place) for place in range(CITIZENS)))
        took_s = time.perf_counter() - began
        await check(street, [told for place in places for told in place])
        return CITIZENS * TIPS / took_s


async def one_after_another(street: Street, place: int) -> list[tuple[Receipt, str]]:
    """Tips of one person after another; the receipts, and what was told under each."""
    stories = [f"{STORY} {place}.{number}" for number in range(TIPS)]
    return [(await tip(street, story), story) for story in stories]


async def tip(street: Street, story: str) -> Receipt:
    """From /start to the receipt, which is read from the screen."""
    chat = street.sandbox.person("Ba")
    street.write(chat, "/start")
    street.press(chat, await street.sees(chat, labelled("Send a tip")), "Send a tip")
    await street.sees(chat, lambda shown: said("Don't go near to look or to film more.") in shown["text"])
    street.write(chat, story)
    street.press(chat, await street.sees(chat, labelled("Done")), "Done")
    await street.sees(chat, labelled("Choose from a list"))
    street.write(chat, PLACE)
    for label in ("Many know it", "Change", "When it was", "It happens often", "Send"):
        street.press(chat, await street.sees(chat, labelled(label)), label)
    shown = await street.sees(chat, labelled("I have copied it"))
    words = " ".join(_LINE.findall(shown["text"])).replace(" – ", " ")
    receipt = read(words)
    assert isinstance(receipt, Receipt)
    return receipt


async def check(street: Street, told: list[tuple[Receipt, str]]) -> None:
    """Every receipt opens its own tip."""
    if len({receipt.packed() for receipt, _story in told}) != CITIZENS * TIPS:
        raise RuntimeError("two tips have one receipt")
    async with street.world.database.read() as rows:
        for receipt, story in told:
            mine = await own.by_receipt(rows, street.world.keyring, receipt, time.time())
            if mine is None or mine.story["parts"][0]["text"] != story:
                raise RuntimeError("a tip is lost")
