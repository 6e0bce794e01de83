"""v3 messages to one person: consultation (`message/cs`) and approved templates by user id (`message/template`)."""

import re
from collections.abc import Mapping
from typing import Any

from bot.sandbox.platform import Json
from bot.sandbox.zalo_oa import events
from bot.sandbox.zalo_oa.calls import content, sending
from bot.sandbox.zalo_oa.calls.content import Content
from bot.sandbox.zalo_oa.errors import Refused, invalid
from bot.sandbox.zalo_oa.world import World

_BLANK = re.compile(r"<(\w+)>")


async def consult(world: World, given: Mapping[str, Any]) -> Json:
    """`{recipient: {user_id}, message}`: within the window of the person's last interaction."""
    sending.entitled(world)
    to = given.get("recipient")
    chat = sending.recipient(world, to.get("user_id") if isinstance(to, Mapping) else None)
    held = await content.read(world, chat, given.get("message"))
    paid_by = sending.charge(world, chat.person)
    message = sending.deliver(world, chat, held)
    return {
        **sending.quota(world, chat.person, paid_by),
        "message_id": message.id,
        "user_id": chat.id,
        "sent_time": events.millis(message.at),
    }


async def template(world: World, given: Mapping[str, Any]) -> Json:
    """`{user_id, template_id, template_data}`: no window, but an approved text and money."""
    sending.entitled(world)
    chat = sending.recipient(world, given.get("user_id"))
    number, data = str(given.get("template_id") or ""), given.get("template_data")
    if number in world.settings.templates_by_phone_only:
        raise Refused(-249)
    if number not in world.settings.templates:
        raise invalid("template_id")
    words = world.settings.templates[number]
    if not isinstance(data, Mapping) or set(_BLANK.findall(words)) - set(data):
        raise invalid("template_data")
    world.pay(world.settings.template_price)
    filled = _BLANK.sub(lambda blank: str(data[blank[1]]), words)
    message = sending.deliver(world, chat, Content(text=filled), silent=True)
    return {"message_id": message.id, "user_id": chat.id, "sent_time": events.millis(message.at)}
