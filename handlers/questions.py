"""The kinds of question a dialogue can ask.

Number, label and payload are all accepted: platforms without buttons show a numbered list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from content.folding import fold
from content.locales import _, ngettext
from handlers.dialogue import Again, Event, Json, Option, Prompt, Question, Sorry, check_room, part_of

EDIT = "edit:"
"""An option `edit:<key>` opens another question of the talk instead of answering this one."""


def chosen(event: Event, options: Sequence[Option]) -> str | None:
    """The key of the option that was pressed or typed: its key, its number or its label; never a guess."""
    if event.option:
        return event.option if any(option.key == event.option for option in options) else None
    typed = fold(event.text)
    for number, option in enumerate(options, 1):
        if typed and typed in (str(number), fold(option.label), option.key):
            if option.key.startswith(EDIT):
                raise Again(edit=option.key.removeprefix(EDIT))
            return option.key
    return None


@dataclass(frozen=True)
class Choice(Question[str]):
    """One of several. `text` may say more than the title that the review shows."""

    title: str
    options: Mapping[str, str]
    text: str = ""
    columns: int = 2

    def prompt(self, so_far: Json) -> Prompt:  # noqa: ARG002
        return Prompt(self.text or self.title, self._options(), self.columns)

    def take(self, event: Event, so_far: Json) -> tuple[Json, bool]:  # noqa: ARG002
        key = chosen(event, self._options())
        if key is None:
            raise Sorry(_("Please press one of the lines, or type its number."))
        return key, True

    def load(self, value: Json) -> str:
        if value not in self.options:
            raise ValueError("no such option any more")
        return str(value)

    def show(self, value: Json) -> str:
        return self.options[value]

    def _options(self) -> tuple[Option, ...]:
        return tuple(Option(key, label) for key, label in self.options.items())


@dataclass(frozen=True)
class Text(Question[str]):
    """A few words. `options` offers ways round typing; their keys come back as the answer."""

    title: str
    text: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    longest: int = 4000
    hears_all: ClassVar[bool] = True

    def prompt(self, so_far: Json) -> Prompt:  # noqa: ARG002
        return Prompt(self.text or self.title, tuple(Option(key, label) for key, label in self.options.items()))

    def take(self, event: Event, so_far: Json) -> tuple[Json, bool]:  # noqa: ARG002
        if (key := chosen(event, tuple(Option(key, label) for key, label in self.options.items()))) is not None:
            return key, True
        words = event.text.strip()
        if not words:
            raise Sorry(_("Please write a few words."))
        return words[: self.longest], True

    def load(self, value: Json) -> str:
        if not isinstance(value, str):
            raise ValueError("not a text any more")  # noqa: TRY004 - the contract of `load`
        return value

    def show(self, value: Json) -> str:
        return self.options.get(value, value)


@dataclass(frozen=True)
class Many(Question[list[Json]]):
    """An answer in parts, as they come: lines, photos, voice notes. Done goes on; nobody waits, nothing is dropped."""

    title: str
    text: str = ""
    more: Mapping[str, str] = field(default_factory=dict)  # further options; each completes the answer as Done does
    hears_all: ClassVar[bool] = True

    def prompt(self, so_far: Json) -> Prompt:
        count = len(so_far or [])
        text = self.text or self.title
        if count:
            text = ngettext("{n} part is here.", "{n} parts are here.", count).format(n=count)
            text += " " + _("Write more, or press Done.")
        done = (Option("done", _("Done")),) if count else ()
        return Prompt(text, (*done, *(Option(key, label) for key, label in self.more.items())))

    def take(self, event: Event, so_far: Json) -> tuple[Json, bool]:
        parts = list(so_far or [])
        if self._done(event):
            if not parts:
                raise Sorry(_("Please write a few words, or send a photo or a voice note."))
            return parts, True
        if not event.content or not (event.part is not None or event.text.strip()):
            raise Sorry(_("Please write a few words, or send a photo or a voice note."))
        check_room(parts, event)
        return [*parts, part_of(event)], False

    def _done(self, event: Event) -> bool:
        """Whether this ends the answer: a press, or the word of a button. A bare number is something told."""
        words = {"done": _("Done"), **self.more}
        typed = fold(event.text)
        key = event.option or next((key for key, label in words.items() if typed and typed == fold(label)), "")
        if key.startswith(EDIT):
            raise Again(edit=key.removeprefix(EDIT))
        return key in words

    def load(self, value: Json) -> list[Json]:
        if not isinstance(value, list) or not value:
            raise ValueError("no parts")
        return list(value)

    def show(self, value: Json) -> str:
        return ngettext("{n} part", "{n} parts", len(value)).format(n=len(value))
