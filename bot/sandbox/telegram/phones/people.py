"""People and their private chat with the bot."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.sandbox.platform import Json, Upload, Wrong
from bot.sandbox.telegram import render
from bot.sandbox.telegram.posting import tell_membership
from bot.sandbox.telegram.state import Chat, Member, User
from bot.sandbox.telegram.world import World


def new_person(world: World, given: Mapping[str, Any]) -> Json:
    """`{first_name, last_name?, username?, language?}` -> `{user_id, chat_id}`. The bot may write after they wrote."""
    name = str(given.get("first_name") or "").strip()
    if not name:
        raise Wrong("a person has a first_name")
    number = world.new_person_id()
    person = User(
        number,
        name,
        last_name=given.get("last_name") or None,
        username=given.get("username") or None,
        language=given.get("language", "vi") or None,
    )
    world.users[number] = person
    world.chats[number] = Chat(number, "private", members={number: Member(person), world.bot.id: Member(world.bot)})
    world.events.add("chat", platform="telegram", chat_id=number)
    return {"user_id": number, "chat_id": number}


def chat(world: World, chat_id: str) -> Chat:
    try:
        return world.chats[int(chat_id)]
    except (KeyError, ValueError):
        raise Wrong("no such chat", 404) from None


def person(world: World, given: Mapping[str, Any], name: str = "from") -> User:
    """The person whose phone this is."""
    try:
        found = world.users[int(given[name])]
    except (KeyError, TypeError, ValueError):
        raise Wrong(f"`{name}` must be the user_id of a person") from None
    if found.is_bot:
        raise Wrong("a bot has no phone")
    if found.deactivated:
        raise Wrong("this account was deleted")
    return found


def block(world: World, blocked: bool, chat_id: str, given: Mapping[str, Any], _: Sequence[Upload]) -> Json:
    """`{from}`: the person blocks the bot in their private chat, or takes it back."""
    room, who = chat(world, chat_id), person(world, given)
    if room.id != who.id:
        raise Wrong("only one's own private chat can be blocked")
    status = "kicked" if blocked else "member"
    if world.bot_in(room).status != status:
        old = render.member(room, world.bot_in(room))
        room.members[world.bot.id] = Member(world.bot, status)
        tell_membership(world, room, who, old, render.member(room, world.bot_in(room)))
        world.events.add("chat", platform="telegram", chat_id=room.id)
    return {"blocked": blocked}


def deactivate(world: World, chat_id: str, given: Mapping[str, Any], _: Sequence[Upload]) -> Json:
    """`{from}`: the person deletes their account; the bot is not told."""
    room, who = chat(world, chat_id), person(world, given)
    if room.id != who.id:
        raise Wrong("an account is deleted from its own private chat")
    who.deactivated = True
    who.first_name, who.last_name, who.username = "Deleted Account", None, None
    world.events.add("chat", platform="telegram", chat_id=room.id)
    return {"deactivated": True}
