"""An emulated Telegram without HTTP, on a clock that stands still until it is advanced."""

import asyncio
from collections.abc import Callable
from typing import Any

from bot.sandbox.clock import Clock
from bot.sandbox.events import EventLog
from bot.sandbox.faults import FaultScript
from bot.sandbox.platform import Upload
from bot.sandbox.telegram.errors import Refused
from bot.sandbox.telegram.methods import METHODS
from bot.sandbox.telegram.params import Params
from bot.sandbox.telegram.phones import TelegramPhones
from bot.sandbox.telegram.world import World
from bot.sandbox.traffic import Traffic

START = 1_800_000_000.0
HOUR = 3600.0


class Ground:
    def __init__(self) -> None:
        self.clock = Clock(lambda: START)
        self.faults = FaultScript()
        self.traffic = Traffic()
        self.world = World("1:x", self.clock, self.faults, self.traffic, EventLog(), username="tap_huan_bot")
        self.phones = TelegramPhones(self.world)

    def call(self, method: str, /, **params: Any) -> Any:
        """The result of a Bot API method; raises Refused."""
        return METHODS[method.lower()](self.world, Params(params))

    def refusal(self, method: str, /, **params: Any) -> Refused:
        """How the Bot API refuses this call."""
        try:
            result = self.call(method, **params)
        except Refused as refused:
            return refused
        raise AssertionError(f"{method} was not refused but answered {result}")

    def citizen(self, name: str = "Ba", **more: Any) -> int:
        """A person who has started the bot; the update about it is out of the way."""
        person = self.person(name, **more)
        self.do(person, "send", text="/start")
        self.world.updates.clear()
        return person

    def person(self, name: str = "Ba", **more: Any) -> int:
        return int(self.phones.new_person({"first_name": name, **more})["user_id"])

    def group(self, owner: int, **more: Any) -> int:
        """A group of `owner`; updates about its founding are out of the way."""
        chat = int(self.phones.new_group({"title": "Tổ 3", "owner": owner, **more})["chat_id"])
        self.world.updates.clear()
        return chat

    def do(self, chat: int, action: str, *uploads: Upload, by: int | None = None, **given: Any) -> dict[str, Any]:
        """A person (by default the one whose private chat it is) does something in a chat."""
        return self.phones.actions[action](str(chat), {"from": by or chat, **given}, uploads)

    def shown(self, chat: int) -> list[dict[str, Any]]:
        return self.phones.messages(str(chat), 0)

    def updates(self) -> list[dict[str, Any]]:
        """What waits for the bot, in order, and is now forgotten."""
        waiting = [entry.json for entry in self.world.updates.waiting()]
        self.world.updates.clear()
        return waiting

    def kinds(self) -> list[str]:
        """The kinds of the waiting updates; of a service message, what it says."""
        return [_kind(update) for update in self.updates()]


def _kind(update: dict[str, Any]) -> str:
    kind = next(name for name in update if name != "update_id")
    told = {"new_chat_members", "left_chat_member", "migrate_to_chat_id", "migrate_from_chat_id", "forum_topic_created"}
    return next((name for name in update[kind] if name in told), kind)


async def until(condition: Callable[[], bool]) -> None:
    """Let others run until this is true; fails after a while."""
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110  (no time passes here: everybody else just gets their turn)
            await asyncio.sleep(0)


async def settled() -> None:
    """Let everything happen that can happen without time passing."""
    for _ in range(100):
        await asyncio.sleep(0)
