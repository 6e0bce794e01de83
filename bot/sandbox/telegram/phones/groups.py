"""Groups, supergroups and channels: founding them, who is in them, becoming a supergroup."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.sandbox.platform import Json, Upload, Wrong
from bot.sandbox.telegram import render, text
from bot.sandbox.telegram.phones.people import chat, person
from bot.sandbox.telegram.posting import empty, post, tell_bot, tell_membership
from bot.sandbox.telegram.state import Chat, Member, User
from bot.sandbox.telegram.world import World

_KINDS = ("group", "supergroup", "channel")
STATUS_BY_ACTION = {
    "join": "member",
    "leave": "left",
    "kick": "kicked",
    "promote": "administrator",
    "demote": "member",
    "restrict": "restricted",
}
"""What each action on a membership makes of somebody."""


def new_group(world: World, given: Mapping[str, Any]) -> Json:
    """`{title, owner, kind?, forum?, username?, members?: [user_id], bot?: "member"}` -> `{chat_id}`.

    `kind` is group, supergroup or channel; `bot` is the status in which the bot is added at once.
    """
    founder, title, kind = (
        person(world, given, "owner"),
        str(given.get("title") or "").strip(),
        given.get("kind", "group"),
    )
    if not title or kind not in _KINDS:
        raise Wrong(f"a group has a title and a kind: {', '.join(_KINDS)}")
    if given.get("forum") and kind != "supergroup":
        raise Wrong("only a supergroup has topics")
    room = Chat(world.new_chat_id(kind), kind, title, given.get("username") or None, is_forum=bool(given.get("forum")))
    room.members[founder.id] = Member(founder, "creator")
    for number in given.get("members", []):
        guest = person(world, {"from": number})
        room.members.setdefault(guest.id, Member(guest))
    world.chats[room.id] = room
    world.events.add("chat", platform="telegram", chat_id=room.id)
    if kind != "channel":
        post(world, room, founder, {f"{kind}_chat_created": True}, service=True)
    if given.get("bot"):
        _set(world, room, founder, world.bot, str(given["bot"]), {})
    return {"chat_id": room.id}


def change_member(world: World, status: str, chat_id: str, given: Mapping[str, Any], _: Sequence[Upload]) -> Json:
    """`{from, user_id? | bot?: true, rights?, start?}`: `from` gives a person, the bot or themselves this status.

    `rights` go with administrators; `start` is a startgroup payload, said to the bot that is added.
    """
    room, actor = chat(world, chat_id), person(world, given)
    who = world.bot if given.get("bot") else person(world, {"from": given.get("user_id", actor.id)})
    if room.kind == "private" or room.upgraded_to is not None:
        raise Wrong("only a living group has members that come and go")
    acting = world.member(room, actor.id)
    if who is not actor and not (acting.in_charge or (acting.present and status == "member")):
        raise Wrong("only administrators do that to others")
    _set(world, room, actor, who, status, given.get("rights") or {})
    if given.get("start") is not None and who is world.bot:
        said = text.said(f"/start@{world.bot.username} {given['start']}".strip())
        tell_bot(world, room, post(world, room, actor, said))
    return {"status": status}


def migrate(world: World, chat_id: str, given: Mapping[str, Any], _: Sequence[Upload]) -> Json:
    """`{from, forum?}`: a basic group becomes a supergroup with a new id -> `{chat_id}`."""
    old, actor = chat(world, chat_id), person(world, given)
    if old.kind != "group" or old.upgraded_to is not None:
        raise Wrong("only a basic group becomes a supergroup")
    new = Chat(
        world.new_chat_id("supergroup"),
        "supergroup",
        old.title,
        is_forum=bool(given.get("forum")),
        members={number: Member(m.user, m.status, dict(m.rights)) for number, m in old.members.items()},
    )
    world.chats[new.id] = new
    left = post(world, old, actor, {"migrate_to_chat_id": new.id}, service=True)
    came = post(world, new, actor, {"migrate_from_chat_id": old.id}, service=True)
    old.upgraded_to = new.id
    tell_bot(world, old, left)
    tell_bot(world, new, came)
    world.events.add("chat", platform="telegram", chat_id=old.id)
    return {"chat_id": new.id}


def divide(world: World, chat_id: str, given: Mapping[str, Any], _: Sequence[Upload]) -> Json:
    """`{from, on}`: a supergroup is divided into topics, or no more; nobody is told, as on the real platform."""
    room, actor = chat(world, chat_id), person(world, given)
    if room.kind != "supergroup" or not world.member(room, actor.id).in_charge:
        raise Wrong("only an administrator divides a supergroup into topics")
    room.is_forum = bool(given.get("on"))
    world.events.add("chat", platform="telegram", chat_id=room.id)
    return {"forum": room.is_forum}


def delete_topic(world: World, chat_id: str, given: Mapping[str, Any], _: Sequence[Upload]) -> Json:
    """`{from, topic}`: an administrator deletes a topic with all that stands in it; no bot is told."""
    room, actor = chat(world, chat_id), person(world, given)
    topic = room.topics.get(int(given.get("topic") or 0))
    if topic is None or topic.deleted or not world.member(room, actor.id).in_charge:
        raise Wrong("only an administrator deletes a topic that is there")
    empty(world, room, topic)
    world.events.add("chat", platform="telegram", chat_id=room.id)
    return {"topic": topic.id}


def _set(world: World, room: Chat, actor: User, who: User, status: str, rights: Json) -> None:
    before = world.member(room, who.id)
    if room.kind == "channel" and who.is_bot and status == "member":
        status = "administrator"
    old = render.member(room, before)
    granted = render.granted(room, rights) if status == "administrator" else {k: bool(v) for k, v in rights.items()}
    if before.status == status and before.rights == granted:
        return
    after = room.members[who.id] = Member(who, status, granted)
    world.events.add("chat", platform="telegram", chat_id=room.id)
    tell_membership(world, room, actor, old, render.member(room, after))
    if room.kind == "channel" or before.present == after.present:
        return
    shown = render.user(who)
    content: Json = {"new_chat_members": [shown]} if after.present else {"left_chat_member": shown}
    tell_bot(world, room, post(world, room, actor, content, service=True))
