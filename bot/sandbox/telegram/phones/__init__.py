"""The phones: what people do in the emulated Telegram, and what they see."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from bot.sandbox.platform import Action, ConsoleCall, Json, Upload
from bot.sandbox.telegram.files import found
from bot.sandbox.telegram.phones import groups, people, pressing, talking, view
from bot.sandbox.telegram.world import World


class TelegramPhones:
    """The emulated Telegram as the platform-free API of the phones sees it."""

    name = "telegram"

    def __init__(self, world: World) -> None:
        self._world = world
        self.console: Mapping[str, ConsoleCall] = {}
        self.actions: Mapping[str, Action] = {
            "send": partial(talking.send, world),
            "edit": partial(talking.edit, world),
            "delete": partial(talking.delete, world),
            "forward": partial(talking.forward, world),
            "press": partial(pressing.press, world),
            "vote": partial(pressing.vote, world),
            "block": partial(people.block, world, True),
            "unblock": partial(people.block, world, False),
            "deactivate": partial(people.deactivate, world),
            "migrate": partial(groups.migrate, world),
            "divide": partial(groups.divide, world),
            "delete_topic": partial(groups.delete_topic, world),
            **{
                action: partial(groups.change_member, world, status)
                for action, status in groups.STATUS_BY_ACTION.items()
            },
        }

    def owns(self, chat_id: str) -> bool:
        return chat_id.removeprefix("-").isdigit() and int(chat_id) in self._world.chats

    def chats(self) -> list[Json]:
        return [view.chat(self._world, room) for room in self._world.chats.values()]

    def messages(self, chat_id: str, after: int) -> list[Json]:
        room = people.chat(self._world, chat_id)
        return [view.message(self._world, message) for message in room.messages.values() if message.id > after]

    def new_person(self, given: Mapping[str, Any]) -> Json:
        return people.new_person(self._world, given)

    def new_group(self, given: Mapping[str, Any]) -> Json:
        return groups.new_group(self._world, given)

    def bot(self) -> Json:
        profile = self._world.profile
        return {
            "platform": self.name,
            "user_id": self._world.bot.id,
            "username": self._world.bot.username,
            "name": profile.names.get("") or self._world.bot.first_name,
            "names": profile.names,
            "descriptions": profile.descriptions,
            "short_descriptions": profile.short_descriptions,
            "commands": [
                {"scope": scope, "language": language, "commands": commands}
                for (scope, language), commands in profile.commands.items()
            ],
        }

    def file(self, file_id: str) -> Upload | None:
        stored = found(self._world, file_id)
        return None if stored is None else Upload(stored.name, stored.mime, stored.data)

    def reset(self) -> None:
        self._world.clear()
