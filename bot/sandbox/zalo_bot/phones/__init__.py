"""The phones: what people do with the emulated bot, and what they see."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from bot.sandbox.months import month
from bot.sandbox.platform import Action, ConsoleCall, Json, Upload
from bot.sandbox.tuning import tuned
from bot.sandbox.zalo_bot.phones import people, talking, view
from bot.sandbox.zalo_bot.world import NAME, World


class BotPhones:
    """The emulated bot as the platform-free API of the phones sees it."""

    name = NAME

    def __init__(self, world: World) -> None:
        self._world = world
        self.console: Mapping[str, ConsoleCall] = {"settings": self._settings, "status": self._status}
        self.actions: Mapping[str, Action] = {
            "send": partial(talking.send, world),
            "press": partial(talking.press, world),
            "wipe": partial(talking.wipe, world),
            "block": partial(people.block, world, True),
            "unblock": partial(people.block, world, False),
            "deactivate": partial(people.deactivate, world),
            "join": partial(people.membership, world, True),
            "leave": partial(people.membership, world, False),
            "kick": partial(people.membership, world, False),
        }

    def owns(self, chat_id: str) -> bool:
        return chat_id in self._world.chats

    def chats(self) -> list[Json]:
        return [view.chat(self._world, room) for room in self._world.chats.values()]

    def messages(self, chat_id: str, after: int) -> list[Json]:
        room = people.chat(self._world, chat_id)
        return [view.message(self._world, room, message) for message in room.messages if message.number > after]

    def new_person(self, given: Mapping[str, Any]) -> Json:
        return people.new_person(self._world, given)

    def new_group(self, given: Mapping[str, Any]) -> Json:
        return people.new_group(self._world, given)

    def bot(self) -> Json:
        settings = self._world.settings
        return {
            "platform": self.name,
            "user_id": settings.bot_id,
            "username": settings.account_name,
            "name": settings.display_name,
        }

    def file(self, file_id: str) -> Upload | None:
        stored = self._world.files.get(file_id)
        return stored.upload if stored else None

    def reset(self) -> None:
        self._world.clear()

    async def _settings(self, given: Mapping[str, Any]) -> Json:
        """Any of BotSettings by name: from now on the platform behaves so."""
        self._world.settings = tuned(self._world.settings, given)
        return await self._status({})

    async def _status(self, given: Mapping[str, Any]) -> Json:  # noqa: ARG002  (calls are called alike)
        """The webhook, what waits, and what is left of the plan."""
        world = self._world
        used = world.meter.used("messages", month(world.clock.now()))
        return {
            "webhook": {"url": world.webhook.url},
            "waiting": len(world.queue),
            "messages_left": max(0, world.settings.messages_per_month - used),
            "users": sum(person.counted for person in world.people.values()),
        }
