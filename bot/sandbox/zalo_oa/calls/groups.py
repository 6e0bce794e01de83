"""Groups (GMF): a message to one, which there are, who is in them, what is left of the quota."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.platform import Json
from bot.sandbox.zalo_oa import events
from bot.sandbox.zalo_oa.calls import content, sending
from bot.sandbox.zalo_oa.errors import Refused, invalid
from bot.sandbox.zalo_oa.state import Chat
from bot.sandbox.zalo_oa.world import World

_PAGE = 50


async def message(world: World, given: Mapping[str, Any]) -> Json:
    """`{recipient: {group_id}, message}`."""
    sending.entitled(world)
    to = given.get("recipient")
    chat = _group(world, to.get("group_id") if isinstance(to, Mapping) else None)
    held = await content.read(world, chat, given.get("message"))
    world.spend("group", world.settings.group_messages_per_month)
    sent = sending.deliver(world, chat, held)
    return {"message_id": sent.id, "group_id": chat.id, "sent_time": events.millis(sent.at)}


async def listed(world: World, given: Mapping[str, Any]) -> Json:
    """The groups the account is in."""
    _asset(world)
    groups = [chat for chat in world.chats.values() if chat.is_group and chat.has_oa]
    start, count = _page(given)
    return {
        "groups": [{"group_id": chat.id, "name": chat.title} for chat in groups[start : start + count]],
        "total": len(groups),
        "offset": start,
        "count": count,
    }


async def members(world: World, given: Mapping[str, Any]) -> Json:
    """`{group_id}`: ids only; names stay with Zalo."""
    chat = _group(world, given.get("group_id"))
    start, count = _page(given)
    people = chat.members[start : start + count]
    return {"members": [{"member_id": person.id} for person in people], "total": len(chat.members)}


async def quota(world: World, given: Mapping[str, Any]) -> Json:  # noqa: ARG001  (calls are called alike)
    most = _asset(world)
    return {"quota_type": "sub_quota", "remain": world.left("group", most), "total": most}


def _asset(world: World) -> int:
    """How many messages the account's GMF package has a month; Refused without one."""
    if world.settings.group_messages_per_month is None:
        raise Refused(-237)
    return world.settings.group_messages_per_month


def _group(world: World, group_id: Any) -> Chat:
    _asset(world)
    chat = world.chats.get(str(group_id or ""))
    if chat is None or not chat.is_group:
        raise invalid("group_id")
    if not chat.has_oa:
        raise Refused(-241)
    return chat


def _page(given: Mapping[str, Any]) -> tuple[int, int]:
    try:
        return max(0, int(given.get("offset", 0))), min(_PAGE, max(1, int(given.get("count", _PAGE))))
    except (TypeError, ValueError):
        raise invalid("offset") from None
