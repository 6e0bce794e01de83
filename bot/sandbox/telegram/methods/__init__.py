"""The methods of the Bot API that the emulator knows, in small groups; names are compared without regard to case."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.sandbox.telegram.methods import callbacks, chats, edits, media, messages, polls, profile, topics
from bot.sandbox.telegram.params import Params
from bot.sandbox.telegram.world import World

Method = Callable[[World, Params], Any]
"""(world, parameters) -> the result; raises Refused."""

METHODS: Mapping[str, Method] = {
    **messages.METHODS,
    **edits.METHODS,
    **media.METHODS,
    **callbacks.METHODS,
    **chats.METHODS,
    **profile.METHODS,
    **polls.METHODS,
    **topics.METHODS,
}
