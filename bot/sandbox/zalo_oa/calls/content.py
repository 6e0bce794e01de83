"""What a message of the account holds, read strictly: a field that makes no sense is refused and nothing is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.fetching import Unreachable, fetched
from bot.sandbox.filestore import Stored
from bot.sandbox.platform import Json
from bot.sandbox.zalo_oa.errors import Refused, invalid, too_long
from bot.sandbox.zalo_oa.state import Chat
from bot.sandbox.zalo_oa.world import World

LONGEST_TEXT = 2_000
_MOST_BUTTONS = 5
_LONGEST_PAYLOAD = 1_000
_QUERIES = ("oa.query.show", "oa.query.hide")
_INSIDE = {
    "oa.open.url": ("url",),
    "oa.open.phone": ("phone_code",),
    "oa.open.sms": ("content", "phone_code"),
}
"""What the payload of each other kind of button holds."""


@dataclass(slots=True)
class Content:
    """`event` ends the name of the echo: oa_send_text, oa_send_image, .."""

    event: str = "text"
    text: str = ""
    file: Stored | None = None
    attachments: list[Json] = field(default_factory=list)
    buttons: list[Json] = field(default_factory=list)
    shown: Json = field(default_factory=dict)
    quote: str | None = None


async def read(world: World, chat: Chat, message: Any) -> Content:
    """The content of `message`; Refused with the field that is wrong."""
    if not isinstance(message, Mapping):
        raise invalid("message")
    content = Content(text=_text(message.get("text", "")), quote=_quoted(chat, message))
    attachment = message.get("attachment")
    if attachment is not None:
        await _attach(world, content, attachment)
    if not content.text and attachment is None:
        raise invalid("text")
    if content.buttons and not content.text and content.file is None and "card" not in content.shown:
        raise invalid("text")
    return content


def _text(given: Any) -> str:
    if not isinstance(given, str):
        raise invalid("text")
    if len(given) > LONGEST_TEXT:
        raise too_long("text")
    return given.strip()


def _quoted(chat: Chat, message: Mapping[str, Any]) -> str | None:
    quote = message.get("quote_message_id")
    if quote is None:
        return None
    if chat.message(str(quote)) is None:
        raise invalid("quote_message_id")
    return str(quote)


async def _attach(world: World, content: Content, attachment: Any) -> None:
    payload = attachment.get("payload") if isinstance(attachment, Mapping) else None
    if not isinstance(payload, Mapping):
        raise invalid("attachment")
    if attachment.get("type") == "file":
        content.file = _asset(world, payload.get("token"), ("file",), "token")
        content.event = "file"
    elif attachment.get("type") == "template":
        await _template(world, content, payload)
    else:
        raise invalid("attachment.type")
    if "buttons" in payload:
        content.buttons = buttons(world, payload["buttons"])


async def _template(world: World, content: Content, payload: Mapping[str, Any]) -> None:
    match payload.get("template_type"):
        case None if "buttons" in payload:
            return
        case "media":
            await _media(world, content, _only(payload.get("elements")))
        case "request_user_info":
            content.shown, content.event = {"card": _card(_only(payload.get("elements")))}, "list"
        case "list" if world.settings.list_template:
            elements = payload.get("elements")
            if not isinstance(elements, Sequence) or not elements:
                raise invalid("elements")
            content.shown, content.event = {"card": [_card(element) for element in elements]}, "list"
        case _:
            raise invalid("template_type")


async def _media(world: World, content: Content, element: Mapping[str, Any]) -> None:
    kind = element.get("media_type")
    if kind == "sticker":
        if not element.get("attachment_id"):
            raise invalid("attachment_id")
        content.event, content.shown = "sticker", {"sticker": str(element["attachment_id"])}
        return
    if kind not in ("image", "gif"):
        raise invalid("media_type")
    if kind == "gif" and not (element.get("width") and element.get("height")):
        raise invalid("width")
    content.event = kind
    if element.get("attachment_id"):
        content.file = _asset(world, element["attachment_id"], (kind,), "attachment_id")
    else:
        try:
            upload = await fetched(str(element.get("url") or ""))
        except Unreachable:
            raise invalid("url") from None
        content.file = world.files.keep("photo" if kind == "image" else kind, "jpg", upload)
    url = world.media_url(content.file)
    content.attachments = [{"type": kind, "payload": {"thumbnail": url, "url": url}}]


def _asset(world: World, reference: Any, kinds: tuple[str, ...], name: str) -> Stored:
    asset = world.assets.get(str(reference or ""))
    if asset is None or asset.kind not in kinds:
        raise invalid(name)
    if world.clock.now() >= asset.expires_at:
        raise Refused(-100)
    return asset.file


def _only(elements: Any) -> Mapping[str, Any]:
    if not isinstance(elements, list) or len(elements) != 1 or not isinstance(elements[0], Mapping):
        raise invalid("elements")
    return elements[0]


def _card(element: Mapping[str, Any]) -> Json:
    title, subtitle = str(element.get("title") or ""), str(element.get("subtitle") or "")
    if not title:
        raise invalid("title")
    if len(title) > 100:
        raise too_long("title")
    if len(subtitle) > 500:
        raise too_long("subtitle")
    return {"title": title, "subtitle": subtitle}


def buttons(world: World, given: Any) -> list[Json]:
    """Up to five buttons, checked one by one."""
    if not world.settings.buttons_on_cs or not isinstance(given, list):
        raise invalid("buttons")
    if len(given) > _MOST_BUTTONS:
        raise too_long("buttons")
    return [_button(world, button) for button in given]


def _button(world: World, button: Any) -> Json:
    if not isinstance(button, Mapping) or not str(button.get("title") or "").strip():
        raise invalid("title")
    if len(button["title"]) > world.settings.title_limit:
        raise too_long("title")
    kind, payload = button.get("type"), button.get("payload")
    if kind in _QUERIES:
        if not isinstance(payload, str) or not payload:
            raise invalid("payload")
        if len(payload) > _LONGEST_PAYLOAD:
            raise too_long("payload")
    elif kind in _INSIDE:
        if not isinstance(payload, Mapping) or not all(payload.get(name) for name in _INSIDE[kind]):
            raise invalid("payload")
    else:
        raise invalid("type")
    return dict(button)
