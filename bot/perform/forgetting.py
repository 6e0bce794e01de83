"""A private chat is forgotten: what was still to be said there, and where what stands there."""

from __future__ import annotations

from bot.held import whose
from bot.perform.doing import Doing
from handlers.effects import ForgetChat
from storage import held, outbox, screens


async def forget_chat(doing: Doing, effect: ForgetChat) -> None:
    """Letters that wait, whether for the sender or for their reader; a call that is under way can't be stopped."""
    to = effect.address
    chats = doing.seals.chat_ids(to.channel, to.chat, to.user, private=True, now=doing.now)
    await outbox.drop(doing.rows, chats, doing.now)
    await screens.drop_all(doing.rows, chats)
    await held.release(doing.rows, doing.seals, [whose(to)], doing.now)
