"""Answering a prepared question by one tap, or in one's own words as always."""

from __future__ import annotations

from dataclasses import dataclass, replace

from content.folding import fold
from content.locales import DEFAULT, _, speaking
from content.questions import QUESTIONS
from handlers.citizen.story import Tell
from handlers.dialogue import Event, Json, Option, Prompt


@dataclass(frozen=True)
class Tapped(Tell):
    """Parts as they come; before the first one, a few answers that are whole by themselves."""

    prepared: str = ""  # the key of the question, "" where it is in an officer's own words

    def prompt(self, so_far: Json) -> Prompt:
        prompt = super().prompt(so_far)
        if so_far:
            return prompt
        return replace(prompt, options=(*self._taps(), *prompt.options))

    def take(self, event: Event, so_far: Json) -> tuple[Json, bool]:
        tapped = next((one for one in self._taps() if self._means(event, one)), None) if not so_far else None
        if tapped is None:
            return super().take(event, so_far)
        with speaking(DEFAULT):  # the officer's language
            return [{"kind": "text", "text": _(answers(self.prepared)[int(tapped.key.removeprefix("tap"))])}], True

    def _means(self, event: Event, one: Option) -> bool:
        return event.option == one.key if event.option else bool(event.text) and fold(event.text) == fold(one.label)

    def _taps(self) -> tuple[Option, ...]:
        return tuple(Option(f"tap{place}", _(label)) for place, label in enumerate(answers(self.prepared)))


def answers(prepared: str) -> tuple[str, ...]:
    """The answers that a prepared question offers, as messages of the catalogue."""
    return QUESTIONS[prepared].answers if prepared in QUESTIONS else ()
