"""Messages on their way from the account to a phone: what they cost, the bubble, the echo, the receipt."""

from typing import Any

from bot.sandbox.platform import Json
from bot.sandbox.zalo_oa import events
from bot.sandbox.zalo_oa.calls.content import Content
from bot.sandbox.zalo_oa.errors import Refused, invalid
from bot.sandbox.zalo_oa.state import Chat, Message, Person
from bot.sandbox.zalo_oa.windows import window
from bot.sandbox.zalo_oa.world import World

_FORMERLY_FREE = 8


def entitled(world: World) -> None:
    """Refused where the account itself may not send."""
    if not world.settings.verified:
        raise Refused(-221)
    if not world.settings.package_opens_api:
        raise Refused(-224)


def recipient(world: World, user_id: Any) -> Chat:
    """The chat of this person, if messages can reach them."""
    if not isinstance(user_id, str) or user_id not in world.people:
        raise invalid("user_id")
    person = world.people[user_id]
    if person.conversation_id:
        raise invalid("user_id")
    if person.gone:
        raise Refused(-227)
    if person.restricts:
        raise Refused(world.settings.restricted_code)
    return world.chats[user_id]


def charge(world: World, person: Person) -> str:
    """Pays for a consultation message to this person; what paid, or Refused where the window is closed."""
    settings = world.settings
    match window(person.last_interaction, world.clock.now()):
        case "never":
            raise Refused(settings.never_code)
        case "closed":
            raise Refused(settings.closed_code)
        case "paid":
            world.pay(settings.reply_price)
            return "purchase_quota"
        case "free":
            most = settings.replies_per_interaction
            if most is not None and person.replies_since >= most:
                raise Refused(-211)
    person.replies_since += 1
    return "reply"


def quota(world: World, person: Person, paid_by: str) -> Json:
    """The `quota` of an answer; empty where the settings leave it out."""
    if not world.settings.quota_in_answer:
        return {}
    numbers: Json = {}
    if world.settings.quota_numbers:
        total = world.settings.replies_per_interaction or _FORMERLY_FREE
        used = person.replies_since if world.settings.replies_per_interaction else 0
        numbers = {"remain": str(total - used), "total": str(total)}
    return {"quota": {"quota_type": paid_by, **numbers}}


def deliver(world: World, chat: Chat, content: Content, *, admin_id: str = "", silent: bool = False) -> Message:
    """The bubble on the phone, its echo and its receipt. `silent`: without an echo, as for broadcasts."""
    message = world.message(None, content.text)
    message.file, message.buttons, message.quote = content.file, content.buttons, content.quote
    message.shown = content.shown
    world.add(chat, message)
    if chat.is_group or silent:
        return message
    person, settings = chat.person, world.settings
    told: Json = {"text": content.text} if content.text else {}
    told |= {"msg_id": message.id}
    if content.attachments:
        told["attachments"] = content.attachments
    if person.conversation_id:
        told = {"conversation_id": person.conversation_id, **told}
    prefix = "oa_send_anonymous_" if person.conversation_id else "oa_send_"
    if settings.echo:
        world.tell(chat, events.from_oa(settings, person, prefix + content.event, told, message.at, admin_id))
    if settings.receipts and not person.conversation_id:
        receipt = {"msg_id": message.id}
        world.tell(chat, events.from_oa(settings, person, "user_received_message", receipt, message.at))
    return message
