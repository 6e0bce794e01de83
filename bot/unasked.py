"""What the house says to a chat unasked arrives there like anything that is said, in its order: so the chat knows what
it shows, and what can be typed under it.
"""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.wire import incoming_to_json
from handlers.messages import Act, Incoming, Show
from storage import conversations, inbox
from storage.seals import Seals
from storage.times import Ticks


async def show_unasked(conn: AsyncConnection, seals: Seals, ticks: Ticks, show: Show, now: float) -> None:
    """Have something shown that nobody in the chat has just asked for."""
    await tell(conn, seals, ticks, Incoming(show.to, Act.SHOW, show=show, at=now), now)


async def tell(conn: AsyncConnection, seals: Seals, ticks: Ticks, incoming: Incoming, now: float) -> None:
    """Put an act of the house itself into a chat's inbox."""
    to = incoming.address
    ids = seals.chat_ids(to.channel, to.chat, to.user, private=to.private, now=now)
    chat = (await conversations.resolve(conn, {to: ids}))[to]
    await conversations.ensure(conn, [chat], now)
    await inbox.put_event(conn, seals, chat, incoming_to_json(incoming), ticks.next(now), now)
