"""What the dialogues of coverage want done, as data; `bot/perform/coverage/` carries it out in the turn's transaction."""

from __future__ import annotations


class CoverageEffect:
    """One thing to be done: each is a frozen dataclass, named in `bot.perform.coverage.EFFECTS`."""
