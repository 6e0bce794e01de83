"""A dialogue is one async function that asks from top to bottom.

On every event the engine runs it again from the start over the stored answers, until it asks something new. So a restart, another replica,
Back, "change this answer" and the review come for free, and a talk's state is a small dict of JSON values. A dialogue reads and asks; what it
wants done it returns as effects. Rules that were found by breaking a prototype stand beside the line that keeps them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Generic, TypeVar

from content.locales import _

T = TypeVar("T")
Json = Any

LATE_LINE_S = 5.0
"""People send one thought in several lines: what comes this soon after a part belongs to that part's answer."""
MOST_ANSWERS = 60
"""A client can forge any button: a talk does not grow without end."""
LONG_TEXT = 40
"""A text this long that fits no option was meant as part of the story."""


@dataclass(frozen=True)
class Event:
    """What reached a talk: exactly one of text, option, part, back, edit is set."""

    text: str = field(default="", repr=False)
    option: str = ""
    part: Json = field(default=None, repr=False)
    back: bool = False
    edit: str = ""
    screen: int | None = None  # the number of the screen a button was printed on
    at: float = 0.0

    @property
    def content(self) -> bool:
        """Whether a person said something, rather than pressed."""
        return bool(self.text) or self.part is not None


class Sorry(Exception):  # noqa: N818 - it is what we say, not what went wrong
    """The answer does not fit; str() is the plain sentence to show."""


@dataclass(frozen=True)
class Option:
    """One thing that can be pressed: `key` travels in the button, `label` is what it says (<= 20 characters)."""

    key: str
    label: str


@dataclass(frozen=True)
class Prompt:
    """What a question says now, given what has arrived so far."""

    text: str = field(repr=False)
    options: tuple[Option, ...] = ()
    columns: int = 2
    way_back: bool = True


class Question(Generic[T]):
    """One question: how it is put, how an event answers it, what the stored answer means."""

    title: str

    def prompt(self, so_far: Json) -> Prompt:
        """How the question is put; `so_far` is an answer that is not complete yet, or None."""
        raise NotImplementedError

    def take(self, event: Event, so_far: Json) -> tuple[Json, bool]:
        """Event -> (value to store, complete?). Raises Sorry where it does not fit."""
        raise NotImplementedError

    def load(self, value: Json) -> T:
        """Stored value -> typed. Raises ValueError where it is no longer valid: it is asked again."""
        raise NotImplementedError

    def show(self, value: Json) -> str:
        """The answer in words, for the review."""
        return str(value)


class Pause(BaseException):
    """A question is open. Not an Exception: a dialogue's `except Exception` must not swallow it."""

    def __init__(self, key: str, question: Question[Any], so_far: Json, note: str) -> None:
        super().__init__(key)
        self.key, self.question, self.so_far, self.note = key, question, so_far, note


@dataclass
class Talk:
    """What is sealed in the conversation row: JSON values only."""

    dialogue: str
    answers: dict[str, list[Json]] = field(default_factory=dict)  # key -> [value, complete]
    path: list[str] = field(default_factory=list)  # the keys of the last run, the open one last
    screen: int = 0  # grows with every question shown; a button of an older screen answers nothing
    spill: str = ""  # the answer that takes what fits nowhere else
    last_part: float = 0.0

    def to_json(self) -> dict[str, Json]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Json]) -> Talk:
        return cls(**stored)

    def spills(self, event: Event) -> bool:
        """Whether this event is a late line of the story, not an answer to the question that is open now."""
        return bool(
            self.spill in self.answers
            and event.content
            and (not self.path or self.path[-1] != self.spill)
            and 0 <= event.at - self.last_part <= LATE_LINE_S
        )

    def reopen(self, key: str) -> None:
        """Ask this question again, with what was answered still there; the question that was open starts afresh."""
        open_key = self.path[-1] if self.path else ""
        if open_key != key and open_key in self.answers and not self.answers[open_key][1]:
            del self.answers[open_key]
        if key and (key in self.answers or len(self.answers) < MOST_ANSWERS):
            self.answers.setdefault(key, [None, False])[1] = False

    def keep(self, event: Event) -> None:
        """Add what was said to the story."""
        value, complete = self.answers[self.spill]
        self.answers[self.spill] = [[*(value or []), part_of(event)], complete]
        self.last_part = event.at


def part_of(event: Event) -> Json:
    """A part of a story as stored: a text, or the record of a file."""
    return event.part if event.part is not None else {"kind": "text", "text": event.text}


@dataclass
class Ask:
    """Handed to a dialogue: `await ask(key, question)` gives the typed answer, or pauses."""

    talk: Talk
    event: Event | None
    said: list[tuple[str, str, str]] = field(default_factory=list)  # (key, title, shown), in order: the review
    path: list[str] = field(default_factory=list)

    async def __call__(self, key: str, question: Question[T]) -> T:
        # One key, one question a run: a loop that reused its key would read its own first answer for ever.
        if key in self.path:
            raise RuntimeError(f"{key!r} is asked twice in one run: give a loop its own keys")
        self.path.append(key)
        value, complete = self.talk.answers.get(key, [None, False])
        if not complete:
            value = self._take(key, question, value)
        try:
            typed = question.load(value)
        except ValueError:
            self.talk.answers.pop(key, None)
            raise Pause(key, question, None, _("Something changed here. Please choose again.")) from None
        self.said.append((key, question.title, question.show(value)))
        return typed

    async def optional(self, key: str, question: Question[T], default: T) -> T:
        """Asked only when the person chose to (an `edit` of this key); else the default."""
        return await self(key, question) if key in self.talk.answers else default

    def _take(self, key: str, question: Question[Any], so_far: Json) -> Json:
        event, self.event = self.event, None
        if event is None:
            raise Pause(key, question, so_far, "")
        try:
            value, complete = question.take(event, so_far)
        except Sorry as sorry:
            raise Pause(key, question, so_far, self._sorry(key, event, str(sorry))) from None
        self.talk.answers[key] = [value, complete]
        if event.content and key == self.talk.spill:
            self.talk.last_part = event.at
        if not complete:
            raise Pause(key, question, value, "")
        return value

    def _sorry(self, key: str, event: Event, sentence: str) -> str:
        """Nothing that was said is lost: a file or a long text goes to the story, and the person is told so."""
        fits_story = event.part is not None or len(event.text) >= LONG_TEXT
        if fits_story and key != self.talk.spill and self.talk.spill in self.talk.answers:
            self.talk.keep(event)
            return _("Added to what you told.")
        return sentence


Dialogue = Callable[[Ask], Awaitable[T]]


async def turn(dialogue: Dialogue[T], talk: Talk, event: Event | None) -> Pause | T:
    """One event through a dialogue: the question that is open now, or what the dialogue returned. Writes nothing but `talk`.

    Never `ask` inside gather or a TaskGroup: the order of the questions is the state.
    """
    note = ""
    if event and event.screen not in (None, talk.screen):
        event, note = None, _("That button was from before. Here is where you are.")
    elif event and talk.spills(event):
        talk.keep(event)
        event, note = None, _("Added to what you told.")
    elif event and (event.back or event.edit):
        talk.reopen(event.edit or (talk.path[-2] if len(talk.path) > 1 else ""))
        event = None
    ask = Ask(talk, event)
    try:
        result: Pause | T = await dialogue(ask)
    except Pause as pause:
        pause.note = note or pause.note
        talk.screen += 1
        result = pause
    talk.path = ask.path
    return result
