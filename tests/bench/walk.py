"""Whole tips, /start to the receipt in ten steps, by many citizens at once: the same walk through whatever street there is."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from storage import own
from storage.vault.receipt import Receipt, read
from tests.bench.street import Json, Seen, labelled, said
from tests.world import World

CITIZENS = 64
TIPS = 5  # of each citizen's place in the street, one person after another
WARM = 8
STORY = "co nguoi ban ma tuy gan cho, xe may do, chieu toi nao cung co"
PLACE = "phường Vĩnh Châu"
_LINE = re.compile(r"^\S+ – \S+ – \S+$", re.MULTILINE)


class Walkable(Protocol):
    """A street as those in it use it; a message is {id, text, buttons}."""

    def person(self) -> int:
        """Somebody new with a phone: the number of their chat."""

    def write(self, chat: int, text: str) -> None: ...

    def press(self, chat: int, message: Json, label: str) -> None: ...

    async def sees(self, chat: int, seen: Seen) -> Json:
        """The newest message of the bot that is as wanted, as soon as it is there."""


@dataclass(frozen=True)
class Walked:
    """One run: tips a second, and the house's processor time of one tip."""

    per_s: float
    cpu_ms: float


async def walk(street: Walkable, world: World, cpu_s: Callable[[], float]) -> Walked:
    """Everybody's tips, warmed up; then every receipt must open its own. `cpu_s`: what the house has used by now."""
    await asyncio.gather(*(tip(street, f"warm {place}") for place in range(WARM)))
    used_s, began = cpu_s(), time.perf_counter()
    places = await asyncio.gather(*(one_after_another(street, place) for place in range(CITIZENS)))
    took_s, used_s = time.perf_counter() - began, cpu_s() - used_s
    await check(world, [told for place in places for told in place])
    return Walked(CITIZENS * TIPS / took_s, used_s * 1000 / (CITIZENS * TIPS))


async def one_after_another(street: Walkable, place: int) -> list[tuple[Receipt, str]]:
    """Tips of one person after another; the receipts, and what was told under each."""
    stories = [f"{STORY} {place}.{number}" for number in range(TIPS)]
    return [(await tip(street, story), story) for story in stories]


async def tip(street: Walkable, story: str) -> Receipt:
    """From /start to the receipt, which is read from the screen."""
    chat = street.person()
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


async def check(world: World, told: list[tuple[Receipt, str]]) -> None:
    """Every receipt opens its own tip."""
    if len({receipt.packed() for receipt, _story in told}) != CITIZENS * TIPS:
        raise RuntimeError("two tips have one receipt")
    async with world.database.read() as rows:
        for receipt, story in told:
            mine = await own.by_receipt(rows, world.keyring, receipt, time.time())
            if mine is None or mine.story["parts"][0]["text"] != story:
                raise RuntimeError("a tip is lost")
