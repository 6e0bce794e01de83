"""People and groups of the emulated Bot Platform."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.sandbox.platform import Json, Upload, Wrong
from bot.sandbox.zalo_bot.state import Chat, Person
from bot.sandbox.zalo_bot.world import World


def new_person(world: World, given: Mapping[str, Any]) -> Json:
    """`{first_name, protected?}` -> `{user_id, chat_id}`. `protected`: a child; the bot never sees what they write."""
    name = str(given.get("first_name") or "").strip()
    if not name:
        raise Wrong("a person has a first_name")
    person = world.new_person(name, protected=bool(given.get("protected")))
    world.chat_changed(world.chats[person.id])
    return {"user_id": person.id, "chat_id": person.id}


def new_group(world: World, given: Mapping[str, Any]) -> Json:
    """`{title, owner, members?, bot?}` -> `{chat_id}`; `bot`: the owner confirmed the bot's invitation."""
    title = str(given.get("title") or "").strip()
    if not title:
        raise Wrong("a group has a title")
    founder = person(world, given, "owner")
    guests = [person(world, {"from": number}) for number in given.get("members", [])]
    chat = Chat(world.new_group_id(), title, [founder], is_group=True, has_bot=False)
    chat.members += [guest for guest in guests if guest is not founder]
    world.chats[chat.id] = chat
    if given.get("bot"):
        add_bot(world, chat)
    world.chat_changed(chat)
    return {"chat_id": chat.id}


def add_bot(world: World, chat: Chat) -> None:
    """The bot joins; the plan has room for a few groups only."""
    if sum(one.is_group and one.has_bot for one in world.chats.values()) >= world.settings.group_limit:
        raise Wrong(f"this bot may be in {world.settings.group_limit} groups")
    chat.has_bot = True


def chat(world: World, chat_id: str) -> Chat:
    found = world.chats.get(chat_id)
    if found is None:
        raise Wrong("no such chat", 404)
    return found


def person(world: World, given: Mapping[str, Any], name: str = "from") -> Person:
    """The person whose phone this is."""
    found = world.people.get(str(given.get(name)))
    if found is None:
        raise Wrong(f"`{name}` must be the user_id of a person")
    if found.gone:
        raise Wrong("this account was deleted")
    return found


def own(world: World, chat_id: str, given: Mapping[str, Any]) -> tuple[Chat, Person]:
    """A private chat and its person; Wrong for anybody else's."""
    room, who = chat(world, chat_id), person(world, given)
    if room.is_group or room.person is not who:
        raise Wrong("only in one's own private chat")
    return room, who


def block(world: World, on: bool, chat_id: str, given: Mapping[str, Any], _: Sequence[Upload]) -> Json:
    """`{from}`: blocks the bot, or takes it back. Nobody is told."""
    room, who = own(world, chat_id, given)
    who.blocks = on
    world.chat_changed(room)
    return {"blocked": on}


def deactivate(world: World, chat_id: str, given: Mapping[str, Any], _: Sequence[Upload]) -> Json:
    """`{from}`: their Zalo account is gone. Nobody is told."""
    room, who = own(world, chat_id, given)
    who.gone = True
    world.chat_changed(room)
    return {"deactivated": True}


def membership(world: World, on: bool, chat_id: str, given: Mapping[str, Any], _: Sequence[Upload]) -> Json:
    """`{from, bot? | user_id?}`: the bot or a person joins or leaves a group. The bot hears of none of it."""
    room, who = chat(world, chat_id), person(world, given)
    if not room.is_group:
        raise Wrong("only a group has members that come and go")
    if given.get("bot"):
        if on and not room.has_bot:
            add_bot(world, room)
        room.has_bot = on
    else:
        who = person(world, given, "user_id") if "user_id" in given else who
        others = [one for one in room.members if one is not who]
        room.members = [*others, who] if on else others
    world.chat_changed(room)
    return {"joined": on}
