"""What people write, send and tap, and what a manager of the account writes by hand."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.sandbox.platform import Json, Upload, Wrong
from bot.sandbox.zalo_oa import events
from bot.sandbox.zalo_oa.calls import sending
from bot.sandbox.zalo_oa.calls.content import Content
from bot.sandbox.zalo_oa.phones.people import chat, own, person
from bot.sandbox.zalo_oa.phones.said import Said, contents, words
from bot.sandbox.zalo_oa.state import Chat, Message, Person
from bot.sandbox.zalo_oa.world import World

_VISITORS_SAY = ("text", "image", "file", "sticker")
"""What exists as an event of anonymous visitors."""
_ADMIN_ID = "6318432857214320000"


def send(world: World, chat_id: str, given: Mapping[str, Any], uploads: Sequence[Upload]) -> Json:
    """`{from, text | location | contact | sticker | link}` or files with `kind`; `reply_to`, `caption` as wanted.

    -> `{message_id, message_ids}`. Each file is a message of its own, as Zalo sends them.
    """
    room, who = chat(world, chat_id), person(world, given)
    _may_write(room, who)
    quote = _quoted(room, given)
    whole = contents(world, given, uploads)
    if who.conversation_id and any(said.kind not in _VISITORS_SAY for said in whole):
        raise Wrong(f"an anonymous visitor sends only {', '.join(_VISITORS_SAY)}")
    sent = [say(world, room, who, said, quote) for said in whole]
    return {"message_id": sent[0].number, "message_ids": [message.number for message in sent]}


def say(
    world: World, room: Chat, who: Person, said: Said, quote: Message | None = None, *, hidden: bool = False
) -> Message:
    """The bubble and the event about it."""
    message = world.message(who, said.text)
    message.file, message.shown = said.file, said.shown
    message.quote, message.hidden = (quote.id if quote else None), hidden
    told = {**said.told, "msg_id": message.id, **({"quote_msg_id": quote.id} if quote else {})}
    world.add(room, message)
    settings = world.settings
    if room.is_group:
        if room.has_oa:
            event = f"user_send_group_{said.kind}"
            world.tell(room, events.in_group(settings, who, room.id, event, told, message.at))
        return message
    world.interacted(who)
    prefix = "user_send_"
    if who.conversation_id:
        prefix, told = "anonymous_send_", {"conversation_id": who.conversation_id, **told}
    world.tell(room, events.from_user(settings, who, prefix + said.kind, told, message.at))
    return message


def menu(world: World, chat_id: str, given: Mapping[str, Any], _: Sequence[Upload]) -> Json:
    """`{from, text}`: taps an entry of the account's menu, which says its words."""
    room, who = own(world, chat_id, given)
    said = world.settings.menu.get(str(given.get("text")))
    if said is None:
        raise Wrong(f"the menu has {', '.join(world.settings.menu) or 'no entries'}", 404)
    return {"message_id": say(world, room, who, words(said)).number}


def manage(world: World, chat_id: str, given: Mapping[str, Any], _: Sequence[Upload]) -> Json:
    """`{text}`: a manager of the account answers by hand in the chat tool; the app sees the echo."""
    room, text = chat(world, chat_id), str(given.get("text") or "").strip()
    if not text or room.is_group:
        raise Wrong("a manager writes a text in somebody's private chat")
    return {"message_id": sending.deliver(world, room, Content(text=text), admin_id=_ADMIN_ID).number}


def wipe(world: World, chat_id: str, given: Mapping[str, Any], _: Sequence[Upload]) -> Json:
    """`{from, message_id?}`: removes a message, or the whole chat, from their own phone; the account keeps it."""
    room, _who = own(world, chat_id, given)
    chosen = room.messages if given.get("message_id") is None else [found(room, given)]
    for message in chosen:
        message.wiped = True
        world.changed(room, message)
    return {"wiped": len(chosen)}


def see(world: World, chat_id: str, given: Mapping[str, Any], _: Sequence[Upload]) -> Json:
    """`{from}`: reads what the account wrote; the app is told which messages."""
    room, who = own(world, chat_id, given)
    ids = [message.id for message in room.messages if message.sender_id == world.settings.oa_id]
    if ids:
        body = events.from_user(world.settings, who, "user_seen_message", {"msg_ids": ids}, world.clock.now())
        world.tell(room, body)
    return {"seen": len(ids)}


def react(world: World, chat_id: str, given: Mapping[str, Any], _: Sequence[Upload]) -> Json:
    """`{from, message_id, icon}`: a reaction to a message."""
    room, who = own(world, chat_id, given)
    message, icon = found(room, given), str(given.get("icon") or "/-strong")
    message.icon = icon
    world.changed(room, message)
    told = {"msg_id": message.id, "react_icon": icon}
    world.tell(room, events.from_user(world.settings, who, "user_reacted_message", told, world.clock.now()))
    return {"message_id": message.number}


def found(room: Chat, given: Mapping[str, Any]) -> Message:
    try:
        message = room.message(int(given["message_id"]))
    except (KeyError, TypeError, ValueError):
        message = None
    if message is None or message.wiped or message.hidden:
        raise Wrong("no such message", 404)
    return message


def _may_write(room: Chat, who: Person) -> None:
    if who not in room.members:
        raise Wrong("this person is not in this chat")
    if not room.is_group and who.restricts:
        raise Wrong("the account is blocked; unblock it first")


def _quoted(room: Chat, given: Mapping[str, Any]) -> Message | None:
    return found(room, {"message_id": given["reply_to"]}) if given.get("reply_to") else None
