"""What the dialogues of prevention want done, as data; `bot/perform/outreach/` carries it out in the turn's transaction."""

from __future__ import annotations


class OutreachEffect:
    """One thing to be done: each is a frozen dataclass, named in `bot.perform.outreach.EFFECTS`."""
