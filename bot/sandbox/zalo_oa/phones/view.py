"""What a chat shows now, as a phone draws it."""

from bot.sandbox.platform import Json
from bot.sandbox.zalo_oa.state import Chat, Message
from bot.sandbox.zalo_oa.windows import CLOSED_S, FREE_S, window
from bot.sandbox.zalo_oa.world import NAME, World


def chat(world: World, room: Chat) -> Json:
    """As every platform's chat, and `window`: `{state, free_until, closed_at}` of a private chat, `menu`: words by the entry's name."""
    people = [_member(person.id, person.name, is_bot=False) for person in room.members]
    oa = [_member(world.settings.oa_id, world.settings.oa_name, is_bot=True)] if room.has_oa else []
    shown: Json = {
        "chat_id": room.id,
        "platform": NAME,
        "kind": "group" if room.is_group else "private",
        "title": room.title,
        "members": people + oa,
        "is_forum": False,
        "topics": [],
        "blocked": False if room.is_group else room.person.restricts,
        "started": room.is_group or room.person.last_interaction is not None,
        "upgraded_to": None,
    }
    if room.is_group:
        return shown
    last = room.person.last_interaction
    return shown | {
        "following": room.person.following,
        "anonymous": bool(room.person.conversation_id),
        "menu": dict(world.settings.menu),
        "window": {
            "state": window(last, world.clock.now()),
            "free_until": None if last is None else last + FREE_S,
            "closed_at": None if last is None else last + CLOSED_S,
        },
    }


def message(world: World, room: Chat, it: Message) -> Json:
    """One bubble. `id` counts for the phones, `native_id` is Zalo's; `deleted`: wiped from this phone only."""
    replied = room.message(it.quote) if it.quote else None
    bubble: Json = {
        "id": it.number,
        "native_id": it.id,
        "date": int(it.at),
        "from": it.sender_id,
        "from_name": it.sender_name,
        "from_bot": it.sender_id == world.settings.oa_id,
        "text": it.text or _cards(it),
        "entities": [],
        "media": _media(it),
        "buttons": [[_button(button)] for button in it.buttons],
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
        "reaction": it.icon,
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


def _cards(it: Message) -> str:
    cards = it.shown.get("card", [])
    listed = cards if isinstance(cards, list) else [cards]
    return "\n".join(f"{card['title']}\n{card['subtitle']}".strip() for card in listed)


def _button(button: Json) -> Json:
    shown = {"text": button["title"], "kind": button["type"]}
    payload = button["payload"]
    match button["type"]:
        case "oa.open.url":
            return shown | {"url": payload["url"]}
        case "oa.open.phone":
            return shown | {"phone": payload["phone_code"]}
        case "oa.open.sms":
            return shown | {"sms": payload["phone_code"]}
        case _:
            return shown | {"data": payload}
