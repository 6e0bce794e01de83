"""Who runs a group or a channel, and what we may do there: asked when somebody agrees or stops for all of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from telegram.error import TelegramError

from bot.channels.base import Fate, Standing
from bot.channels.telegram.inbound import GROUP_ANONYMOUS
from bot.channels.telegram.outcomes import outcome_of

Ask = Callable[[str, Mapping[str, Any]], Awaitable[Any]]
"""A method of the Bot API and its parameters -> its result. Raises TelegramError."""
IN_CHARGE = frozenset({"creator", "administrator"})
LATER = frozenset({Fate.RETRY, Fate.FLOOD, Fate.UNKNOWN})


async def standing(ask: Ask, me: str, chat: str, user: str) -> Standing | None:
    """The chat as it is now; None where the platform does not answer. A group's anonymous admin is one: the platform says so."""
    try:
        room = await ask("getChat", {"chat_id": chat})
        ours = await ask("getChatMember", {"chat_id": chat, "user_id": int(me)})
        members = await ask("getChatMemberCount", {"chat_id": chat})
        leads = user == GROUP_ANONYMOUS or (
            bool(user)
            and str((await ask("getChatMember", {"chat_id": chat, "user_id": int(user)}))["status"]) in IN_CHARGE
        )
    except TelegramError as error:
        return None if outcome_of(error).fate in LATER else Standing(None)
    except (KeyError, TypeError, ValueError):
        return Standing(None)
    is_channel = room.get("type") == "channel"
    status = str(ours.get("status"))
    may_write = bool(ours.get("can_post_messages")) if is_channel else status in ("member", *IN_CHARGE)
    return Standing(leads, status in IN_CHARGE, may_write, is_channel, str(room.get("title") or ""), people(members))


def people(members: Any) -> int:
    """A platform's count of members, without the bot: it counts itself, and a figure says how many people were reached."""
    return max(int(members) - 1, 0)
