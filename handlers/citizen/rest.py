"""Asking what is not needed: from what and where on, "Send now" ends the questions wherever it is pressed (users.md B1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from handlers.citizen.story import NOW
from handlers.dialogue import Ask, Json, Question

T = TypeVar("T")


@dataclass
class Rest:
    """Asks like `Ask`, but takes the safe default for what was not answered once the person is in a hurry."""

    ask: Ask
    hurried: bool = False

    @classmethod
    def of(cls, ask: Ask) -> Rest:
        return cls(ask, ask.opened(NOW))

    async def __call__(self, key: str, question: Question[T], default: T) -> T:
        """The answer, or the default in a hurry."""
        if self.hurried and not self.ask.answered(key):
            return default
        return await self.ask(key, question)

    async def optional(self, key: str, question: Question[T], default: T) -> T:
        """The answer where the person came to this question by themself; else the default."""
        return await self(key, question, default) if self.ask.opened(key) else default

    def parts(self, key: str) -> list[Json]:
        """The parts of an answer that came before the person was in a hurry."""
        so_far = self.ask.so_far(key)
        return list(so_far) if isinstance(so_far, list) else []
