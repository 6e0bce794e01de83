"""People and groups of the emulated Zalo, and what they do to the account beside talking."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.sandbox.platform import Json, Upload, Wrong
from bot.sandbox.zalo_oa import events
from bot.sandbox.zalo_oa.state import Chat, Person
from bot.sandbox.zalo_oa.world import World


def new_person(world: World, given: Mapping[str, Any]) -> Json:
    """`{first_name, follow?, anonymous?}` -> `{user_id, chat_id}`. The account may write once they interacted."""
    name = str(given.get("first_name") or "").strip()
    if not name:
        raise Wrong("a person has a first_name")
    person = world.new_person(name, anonymous=bool(given.get("anonymous")))
    world.chat_changed(world.chats[person.id])
    if given.get("follow"):
        follow(world, True, person.id, {"from": person.id}, [])
    return {"user_id": person.id, "chat_id": person.id}


def new_group(world: World, given: Mapping[str, Any]) -> Json:
    """`{title, owner, members?, bot?: "member"}` -> `{chat_id}`; without `bot` the account is not in it."""
    title = str(given.get("title") or "").strip()
    if not title:
        raise Wrong("a group has a title")
    founder = person(world, given, "owner")
    guests = [person(world, {"from": number}) for number in given.get("members", [])]
    chat = Chat(world.new_id(), title, [founder], is_group=True, has_oa=bool(given.get("bot")))
    chat.members += [guest for guest in guests if guest is not founder]
    world.chats[chat.id] = chat
    world.chat_changed(chat)
    return {"chat_id": chat.id}


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


def follow(world: World, on: bool, chat_id: str, given: Mapping[str, Any], _: Sequence[Upload]) -> Json:
    """`{from, source?}`: follows the account or stops; following counts as an interaction."""
    room, who = own(world, chat_id, given)
    if who.following != on:
        who.following = on
        source = str(given.get("source") or "oa_profile")
        event = "follow" if on else "unfollow"
        world.tell(room, events.followed(world.settings, who, event, source, world.clock.now()))
        if on:
            world.interacted(who)
        world.chat_changed(room)
    return {"following": on}


def block(world: World, on: bool, chat_id: str, given: Mapping[str, Any], _: Sequence[Upload]) -> Json:
    """`{from}`: takes no more messages of the account, or takes them again. Nobody is told."""
    room, who = own(world, chat_id, given)
    who.restricts = on
    world.chat_changed(room)
    return {"blocked": on}


def deactivate(world: World, chat_id: str, given: Mapping[str, Any], _: Sequence[Upload]) -> Json:
    """`{from}`: their Zalo account is gone. Nobody is told."""
    room, who = own(world, chat_id, given)
    who.gone = True
    world.chat_changed(room)
    return {"deactivated": True}


def withdraw(world: World, chat_id: str, given: Mapping[str, Any], _: Sequence[Upload]) -> Json:
    """`{from}`: asks Zalo that the app erases their data; the app is told."""
    room, who = own(world, chat_id, given)
    world.tell(room, events.about_user(world.settings, who, "user_withdraw", world.clock.now()))
    return {"withdrawn": True}


def chatnow(world: World, chat_id: str, given: Mapping[str, Any], _: Sequence[Upload]) -> Json:
    """`{from}`: presses "Nhắn tin" on the account's page, which lets the account write first."""
    room, who = own(world, chat_id, given)
    world.interacted(who)
    world.tell(room, events.about_user(world.settings, who, "user_click_chatnow", world.clock.now()))
    return {}


def submit_info(world: World, chat_id: str, given: Mapping[str, Any], _: Sequence[Upload]) -> Json:
    """`{from, info}`: fills in the form that asks for contact data."""
    room, who = own(world, chat_id, given)
    info = given.get("info")
    if not isinstance(info, dict):
        raise Wrong("info is an object: name, phone, ..")
    world.interacted(who)
    world.tell(room, events.about_user(world.settings, who, "user_submit_info", world.clock.now(), info=info))
    return {}


def membership(world: World, on: bool, chat_id: str, given: Mapping[str, Any], _: Sequence[Upload]) -> Json:
    """`{from, bot? | user_id?}`: the account or a person joins or leaves a group."""
    room, who = chat(world, chat_id), person(world, given)
    if not room.is_group:
        raise Wrong("only a group has members that come and go")
    if given.get("bot"):
        room.has_oa = on
        world.chat_changed(room)
        return {"joined": on}
    if "user_id" in given:
        who = person(world, given, "user_id")
    if on == (who in room.members):
        return {"joined": on}
    room.members = [*room.members, who] if on else [one for one in room.members if one is not who]
    long = world.settings.group_event_names == "long"
    event = (
        ("accept_request_join_group" if long else "react_request_join_group_accept")
        if on
        else ("user_out_group" if long else "user_leave_group")
    )
    if room.has_oa:
        world.tell(room, events.in_group(world.settings, who, room.id, event, None, world.clock.now()))
    world.chat_changed(room)
    return {"joined": on}
