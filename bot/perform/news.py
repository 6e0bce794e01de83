"""Word to a chat from the house itself: slow work that ended, or something to show that nobody there has asked for."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from bot.perform.doing import Doing
from bot.unasked import show_unasked
from bot.unasked import tell as put
from bot.wire import address_from_json, address_to_json, show_from_json, show_to_json
from handlers.messages import Act, Address, Incoming, Show
from storage import due

SHOW = "show"


async def tell(doing: Doing, to: Address, name: str, what: dict[str, Any]) -> None:
    """Put an act of the house into the chat's inbox: Act.NEWS, `what` as JSON in its payload."""
    news = Incoming(to, Act.NEWS, name=name, payload=json.dumps(what), at=doing.now)
    await put(doing.rows, doing.seals, doing.tools.ticks, news, doing.now)


async def show(doing: Doing, post: Show) -> None:
    """Post what nobody asked for. Where its buttons are typed, the chat must know them when it is shown, and not before:
    it waits as a moment, and then passes through the chat.
    """
    facts = doing.tools.facts.get(post.to.channel)
    if not facts or not facts.typed_buttons or not post.screen.rows:
        doing.posts.append(post)
        return
    payload = {"to": address_to_json(post.to), "post": show_to_json(replace(post, after_s=0.0))}
    key, at = ":".join((post.to.channel, post.to.chat, post.name)), doing.now + post.after_s
    await due.put(doing.rows, doing.seals, SHOW, key, at, payload, doing.now)
    doing.book.soon = True


async def shown(doing: Doing, payload: dict[str, Any]) -> None:
    """Its moment has come."""
    post = show_from_json(address_from_json(payload["to"]), payload["post"])
    await show_unasked(doing.rows, doing.seals, doing.tools.ticks, post, doing.now)
