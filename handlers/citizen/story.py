"""What somebody saw, in parts as they came: lines, photos, voice notes, points on a map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from content.folding import fold
from content.locales import _, ngettext
from handlers.citizen.phrase_rules import plain
from handlers.citizen.sign_rules import Signs, signs
from handlers.dialogue import Event, Json, Option, Prompt
from handlers.positions import Point
from handlers.questions import Many

NOW = "now"
"""The answer that `edit:now`, the button "Send now", opens: from then on nothing more is asked."""


@dataclass(frozen=True)
class Story:
    """Parts as the dialogue stores them: {kind, text} or {kind, blob, key, text} or {kind: point, latitude, longitude}."""

    parts: tuple[Mapping[str, Json], ...] = field(repr=False)

    @classmethod
    def of(cls, parts: list[Json]) -> Story:
        return cls(tuple(parts))

    @cached_property
    def text(self) -> str:
        """Everything that was written, captions too."""
        return plain("\n".join(str(part["text"]) for part in self.parts if part.get("text")))

    @property
    def signs(self) -> Signs:
        """What its words point to."""
        return signs(self.text)

    @property
    def files(self) -> tuple[Mapping[str, Json], ...]:
        return tuple(part for part in self.parts if part.get("blob"))

    @property
    def points(self) -> tuple[Point, ...]:
        """Points on the map, in the order they came."""
        return tuple(
            Point(float(part["latitude"]), float(part["longitude"])) for part in self.parts if part["kind"] == "point"
        )

    def files_of(self, *kinds: str) -> tuple[Mapping[str, Json], ...]:
        """The files of some kinds."""
        return tuple(part for part in self.files if part["kind"] in kinds)

    def retold(self, anew: Story) -> Story:
        """The same files, with these parts in place of everything that was written."""
        files = tuple({**part, "text": ""} for part in self.parts if part["kind"] != "text")
        return replace(self, parts=(*anew.parts, *files))

    def without(self, *kinds: str) -> Story:
        """The story without the files of some kinds; what was written under them stays."""
        kept = [
            {"kind": "text", "text": part["text"]} if part["kind"] in kinds else part
            for part in self.parts
            if part["kind"] not in kinds or part.get("text")
        ]
        return replace(self, parts=tuple(kept))

    def __add__(self, other: Story) -> Story:
        return Story((*self.parts, *other.parts))


@dataclass(frozen=True)
class Tell(Many):
    """The open question for a story. `erased` says that each line leaves the chat as soon as it is stored."""

    erased: bool = True
    at_once: bool = False  # the first line is the whole answer: somebody is in danger

    def prompt(self, so_far: Json) -> Prompt:
        prompt = super().prompt(so_far)
        if not so_far:
            return prompt
        count = len(so_far)
        arrived = (
            ngettext("{n} part is stored and erased from here.", "{n} parts are stored and erased from here.", count)
            if self.erased
            else ngettext("{n} part is stored.", "{n} parts are stored.", count)
        )
        text = arrived.format(n=count) + " " + _("Write more, or press Done.")
        return replace(prompt, text=text)

    def take(self, event: Event, so_far: Json) -> tuple[Json, bool]:
        parts, complete = super().take(event, so_far)
        return parts, complete or self.at_once


def send_now() -> tuple[Option, ...]:
    """The button that every screen has once it is known what and where."""
    return (Option(f"edit:{NOW}", _("Send now")),)


def is_greeting(text: str) -> bool:
    """Whether somebody only said hello."""
    return fold(text) in {
        "alo",
        "a lo",
        "hi",
        "hello",
        "chao",
        "xin chao",
        "chao ban",
        "chao em",
        "chao anh",
        "co ai khong",
        "ai do",
        "ai vay",
    }
