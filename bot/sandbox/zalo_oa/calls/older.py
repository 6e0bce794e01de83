"""v2 `message`: what of it still lives is a reaction, an answer to an anonymous visitor, and a broadcast of articles."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.months import hour
from bot.sandbox.platform import Json
from bot.sandbox.zalo_oa.calls import content, sending
from bot.sandbox.zalo_oa.calls.content import Content
from bot.sandbox.zalo_oa.errors import Refused, invalid
from bot.sandbox.zalo_oa.world import World

ICONS = frozenset((":>", "--b", ":-((", "/-strong", "/-heart", ":-h", ":o", "/-remove"))
_MOST_ARTICLES = 5


async def message(world: World, given: Mapping[str, Any]) -> Json:
    to = given.get("recipient")
    if not isinstance(to, Mapping):
        raise invalid("recipient")
    if "sender_action" in given:
        return _react(world, to, given["sender_action"])
    if "anonymous_id" in to:
        return await _answer_visitor(world, to, given.get("message"))
    if "target" in to:
        return _broadcast(world, to["target"], given.get("message"))
    raise Refused(-240)


def _react(world: World, to: Mapping[str, Any], action: Any) -> Json:
    chat = sending.recipient(world, to.get("user_id"))
    if not isinstance(action, Mapping) or action.get("react_icon") not in ICONS:
        raise invalid("react_icon")
    reacted = chat.message(str(action.get("react_message_id") or ""))
    if reacted is None:
        raise invalid("react_message_id")
    reacted.icon = "" if action["react_icon"] == "/-remove" else str(action["react_icon"])
    world.changed(chat, reacted)
    return {"message_id": world.new_id(), "user_id": chat.id}


async def _answer_visitor(world: World, to: Mapping[str, Any], message: Any) -> Json:
    person = world.people.get(str(to.get("anonymous_id") or ""))
    if person is None or not person.conversation_id:
        raise invalid("anonymous_id")
    if to.get("conversation_id") != person.conversation_id:
        raise invalid("conversation_id")
    chat = world.chats[person.id]
    sent = sending.deliver(world, chat, await content.read(world, chat, message))
    return {"message_id": sent.id, "anonymous_id": person.id, "conversation_id": person.conversation_id}


def _broadcast(world: World, target: Any, message: Any) -> Json:
    """To all followers; whom the target leaves out is not emulated, since the emulator knows no ages and cities."""
    sending.entitled(world)
    if not isinstance(target, Mapping):
        raise invalid("target")
    titles = [_article(world, element) for element in _elements(message)]
    if hour(world.clock.now()) >= 22 or hour(world.clock.now()) < 6:
        raise Refused(-234)
    world.spend("broadcast", world.settings.broadcasts_per_month)
    for person in world.people.values():
        if person.following and not person.restricts and not person.gone:
            card = {"card": [{"title": title, "subtitle": ""} for title in titles]}
            sending.deliver(world, world.chats[person.id], Content(event="list", shown=card), silent=True)
    return {"message_id": world.new_id()}


def _elements(message: Any) -> list[Mapping[str, Any]]:
    try:
        payload = message["attachment"]["payload"]
        elements = payload["elements"]
    except (KeyError, TypeError):
        raise invalid("attachment") from None
    articles = isinstance(elements, list) and all(
        isinstance(one, Mapping) and one.get("media_type") == "article" for one in elements
    )
    if payload.get("template_type") != "media" or not articles or not 1 <= len(elements) <= _MOST_ARTICLES:
        raise invalid("elements")
    return list(elements)


def _article(world: World, element: Mapping[str, Any]) -> str:
    article = world.articles.get(str(element.get("attachment_id") or ""))
    if article is None:
        raise invalid("attachment_id")
    if world.clock.now() < article.ready_at:
        raise Refused(-214)
    return article.title
