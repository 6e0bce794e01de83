"""Word to a chat from the house itself: slow work that ended arrives there like anything that is said, in its order."""

from __future__ import annotations

import json
from typing import Any

from bot.perform.doing import Doing
from bot.wire import incoming_to_json
from handlers.messages import Act, Address, Incoming
from storage import conversations, inbox


async def tell(doing: Doing, to: Address, name: str, what: dict[str, Any]) -> None:
    """Put an act of the house into the chat's inbox: Act.NEWS, `what` as JSON in its payload."""
    ids = doing.seals.chat_ids(to.channel, to.chat, to.user, private=to.private, now=doing.now)
    chat = (await conversations.resolve(doing.rows, {to: ids}))[to]
    await conversations.ensure(doing.rows, [chat], doing.now)
    news = Incoming(to, Act.NEWS, name=name, payload=json.dumps(what), at=doing.now)
    arrived = doing.tools.ticks.next(doing.now)
    await inbox.put_event(doing.rows, doing.seals, chat, incoming_to_json(news), arrived, doing.now)
