"""What turns want said becomes rows of the outbox: each chat by the id it goes by, each content sealed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.wire import address_to_json, screen_to_json, topic_to_json
from handlers.messages import Address, Commands, Erase, Lane, Post, Remove, Show, Toast
from storage import conversations, outbox
from storage.outbox import Letter
from storage.seals import Seals
from storage.times import Ticks

MOST_ERASED = 100  # Telegram's deleteMessages


class Letters:
    """Queues posts. One per process: the order of its letters grows."""

    def __init__(self, seals: Seals, ticks: Ticks) -> None:
        self._seals = seals
        self.ticks = ticks

    async def put(
        self,
        conn: AsyncConnection,
        posts: Sequence[Post],
        now: float,
        known: Mapping[Address, bytes] | None = None,
    ) -> list[Toast]:
        """Queue posts in their order; returns the toasts, which are no rows: send them after the commit.

        `known` chats are those of the turns at hand; the others are looked up.
        """
        toasts = [post for post in posts if isinstance(post, Toast)]
        rows = [post for post in posts if not isinstance(post, Toast)]
        if not rows:
            return toasts
        chats = dict(known or {})
        if strangers := {post.to for post in rows} - chats.keys():
            chats |= await conversations.resolve(conn, {to: self._ids(to, now) for to in strangers})
        letters = [letter for post in rows for letter in letters_of(post, chats[post.to])]
        first = self.ticks.next(now)
        for _more in letters[1:]:
            self.ticks.next(now)
        await outbox.put(conn, self._seals, letters, first, now)
        return toasts

    def _ids(self, to: Address, now: float) -> tuple[bytes, ...]:
        return self._seals.chat_ids(to.channel, to.chat, to.user, private=to.private, now=now)


def letters_of(post: Show | Remove | Erase | Commands, chat: bytes) -> list[Letter]:
    """The rows of one post."""
    to, where = post.to, {"to": address_to_json(post.to)}
    if isinstance(post, Show):
        body: dict[str, Any] = {
            **where,
            "show": screen_to_json(post.screen),
            "reply_to": post.reply_to,
            "lasts_s": post.lasts_s,
        }
        if post.topic:
            body["topic"] = topic_to_json(post.topic)
        return [
            Letter(
                to.channel, chat, "show", body, post.name, post.lane, post.fresh, post.repeatable, post.after_s
            )
        ]  # fmt: skip
    if isinstance(post, Remove):
        body = {**where, "topic": True} if post.topic else where
        return [Letter(to.channel, chat, "remove", body, post.name, Lane.REPLY, after_s=post.after_s)]
    if isinstance(post, Commands):
        body = {**where, "words": [list(one) for one in post.words]}
        return [Letter(to.channel, chat, "menu", body, lane=Lane.REPLY)]
    parts = [post.messages[start : start + MOST_ERASED] for start in range(0, len(post.messages), MOST_ERASED)]
    return [Letter(to.channel, chat, "erase", {**where, "messages": list(part)}, lane=Lane.REPLY) for part in parts]
