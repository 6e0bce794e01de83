"""What a chat shows now, as a phone draws it."""

from bot.sandbox.platform import Json
from bot.sandbox.zalo_bot.state import Chat, Message
from bot.sandbox.zalo_bot.world import NAME, World


def chat(world: World, room: Chat) -> Json:
    people = [_member(person.id, person.name, is_bot=False) for person in room.members]
    bot = [_member(world.settings.bot_id, world.settings.display_name, is_bot=True)] if room.has_bot else []
    return {
        "chat_id": room.id,
        "platform": NAME,
        "kind": "group" if room.is_group else "private",
        "title": room.title,
        "members": people + bot,
        "is_forum": False,
        "topics": [],
        "blocked": False if room.is_group else room.person.blocks,
        "started": bool(room.messages) or room.is_group,
        "upgraded_to": None,
    }


def message(world: World, room: Chat, it: Message) -> Json:
    """One bubble. `id` counts for the phones, `native_id` is Zalo's; `deleted`: wiped from this phone only."""
    replied = next((one for one in room.messages if one.id == it.quote), None) if it.quote else None
    bubble: Json = {
        "id": it.number,
        "native_id": it.id,
        "date": int(it.at),
        "from": it.sender_id,
        "from_name": it.sender_name,
        "from_bot": it.sender_id == world.settings.bot_id,
        "text": it.text,
        "entities": [],
        "media": _media(it),
        "buttons": [],
        "keyboard": None,
        "edited": False,
        "deleted": it.wiped,
        "silent": False,
        "protected": False,
        "reply_to": replied.number if replied else None,
        "topic": None,
        "album": None,
        "service": None,
        "forwarded_from": None,
        "toasts": [],
    }
    return bubble | {name: it.shown[name] for name in ("location", "contact") if name in it.shown}


def _member(number: str, name: str, *, is_bot: bool) -> Json:
    return {"user_id": number, "first_name": name, "username": None, "is_bot": is_bot, "status": "member"}


def _media(it: Message) -> Json | None:
    if it.file is not None:
        return it.file.shown(NAME)
    if "sticker" in it.shown:
        return {"kind": "sticker", "emoji": it.shown["sticker"], "url": "", "name": "", "mime": "", "size": 0}
    return None
