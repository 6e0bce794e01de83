"""The phones: what people do with the emulated Official Account, and what they see."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from bot.sandbox.platform import Action, ConsoleCall, Json, Upload
from bot.sandbox.zalo_oa.console import OaConsole
from bot.sandbox.zalo_oa.phones import people, pressing, talking, view
from bot.sandbox.zalo_oa.world import NAME, World


class OaPhones:
    """The emulated Official Account as the platform-free API of the phones sees it."""

    name = NAME

    def __init__(self, world: World) -> None:
        self._world = world
        self.console: Mapping[str, ConsoleCall] = OaConsole(world).calls
        self.actions: Mapping[str, Action] = {
            "send": partial(talking.send, world),
            "press": partial(pressing.press, world),
            "menu": partial(talking.menu, world),
            "wipe": partial(talking.wipe, world),
            "see": partial(talking.see, world),
            "react": partial(talking.react, world),
            "manage": partial(talking.manage, world),
            "follow": partial(people.follow, world, True),
            "unfollow": partial(people.follow, world, False),
            "block": partial(people.block, world, True),
            "unblock": partial(people.block, world, False),
            "deactivate": partial(people.deactivate, world),
            "withdraw": partial(people.withdraw, world),
            "chatnow": partial(people.chatnow, world),
            "submit_info": partial(people.submit_info, world),
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
        shown = [message for message in room.messages if message.number > after and not message.hidden]
        return [view.message(self._world, room, message) for message in shown]

    def new_person(self, given: Mapping[str, Any]) -> Json:
        return people.new_person(self._world, given)

    def new_group(self, given: Mapping[str, Any]) -> Json:
        return people.new_group(self._world, given)

    def bot(self) -> Json:
        settings = self._world.settings
        return {"platform": self.name, "user_id": settings.oa_id, "username": None, "name": settings.oa_name}

    def file(self, file_id: str) -> Upload | None:
        stored = self._world.files.get(file_id)
        return stored.upload if stored else None

    def reset(self) -> None:
        self._world.clear()
