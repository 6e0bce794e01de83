"""What every sending method has in common: the chat, the topic, the answered message, the keyboard, the flags."""

from bot.sandbox.telegram import access, markup
from bot.sandbox.telegram.params import Params
from bot.sandbox.telegram.posting import post
from bot.sandbox.telegram.state import Chat, Json, Message
from bot.sandbox.telegram.world import World


def send(world: World, p: Params, content: Json) -> Message:
    """Send `content` to the chat the call names; Refused when the bot may not or the call says something wrong."""
    room = access.writable(world, p)
    if world.flood is not None:
        world.flood.check(world.clock.now(), room.id)
    return put(world, p, room, content)


def put(world: World, p: Params, room: Chat, content: Json) -> Message:
    """The same into a chat that was looked up already."""
    inline, keyboard = markup.keyboards(p)
    if inline is not None:
        content = {**content, "reply_markup": inline}
    if p.flag("protect_content"):
        content = {**content, "has_protected_content": True}
    return post(
        world,
        room,
        world.bot,
        content,
        thread=access.thread(world, room, p),
        reply_to=access.replied(room, p),
        silent=p.flag("disable_notification"),
        keyboard=keyboard,
    )
