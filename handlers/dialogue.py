"""A dialogue is one async function that asks from top to bottom.

On every event the engine runs it again from the start over the stored answers, until it asks something new. So a
restart, another replica, Back, "change this answer" and the review come for free, and a talk's state is a small dict of
JSON values. A dialogue reads and asks; what it wants done it returns as effects. Rules that were found by breaking a
prototype stand beside the line that keeps them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Generic, TypeVar

from content.locales import _

T = TypeVar("T")
Json = Any

LATE_LINE_S = 5.0
"""People send one thought in several lines: what comes this soon after a part belongs to that part's answer."""
MOST_ANSWERS = 60
"""A client can forge any button: a talk does not grow without end."""
LONG_TEXT = 40
"""A text this long that fits no option was meant as part of the story."""
MOST_FILES = 10
MOST_PARTS = 100
"""A story is sealed whole into one row: what is longer is sent as two."""
MOST_TOLD = 60_000
"""Characters of one story, some twenty pages: it is read again and again while it is told."""


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
    revised: bool = False  # the content is an edited message: a revision of what was told, never an answer
    forwarded: bool = False  # the words or the picture are somebody else's; whose, nobody is told
    late: bool = False  # the content came so soon after the story that it may be a line of it

    @property
    def content(self) -> bool:
        """Whether a person said something, rather than pressed."""
        return bool(self.text) or self.part is not None


class Sorry(Exception):
    """The answer does not fit; str() is the plain sentence to show."""


class Full(Sorry):
    """There is no room for it here: it was not taken in, so it must stay where its writer can find it."""


@dataclass(frozen=True)
class Option:
    """One thing that can be pressed: `key` travels in the button, `label` is what it says (<= 20 characters)."""

    key: str
    label: str
    copy: str = field(default="", repr=False)  # what the platform puts on the clipboard instead of answering


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
    hears_all: ClassVar[bool] = False  # any words answer it: a late line of the story must not
    passes_on: ClassVar[bool] = False  # it stands in the way of the story: words that don't answer it are the story's

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

    def __init__(self, key: str, question: Question[Any], so_far: Json, note: str, *, full: bool = False) -> None:
        super().__init__(key)
        self.key, self.question, self.so_far, self.note, self.full = key, question, so_far, note, full


class Again(BaseException):
    """An answer further up has changed: run once more from the top. Not an Exception, for the same reason as Pause."""

    def __init__(self, note: str = "", edit: str = "") -> None:
        super().__init__(edit)
        self.note, self.edit = note, edit


@dataclass
class Talk:
    """What is sealed in the conversation row: JSON values only."""

    dialogue: str
    answers: dict[str, list[Json]] = field(default_factory=dict)  # key -> [value, complete]
    path: list[str] = field(default_factory=list)  # the keys of the last run, the open one last
    screen: int = 0  # grows with every question asked; a button of an older screen answers nothing
    spill: str = ""  # the answer that takes what fits nowhere else
    last_part: float = 0.0
    edited: str = ""  # the question that was opened out of its order, and
    before: Json = None  # the answer it had: Back closes it with that

    def to_json(self) -> dict[str, Json]:
        """JSON values as they are: sealed at once, so nothing is copied."""
        return dict(vars(self))

    @classmethod
    def from_json(cls, stored: Mapping[str, Json]) -> Talk:
        """Unknown fields of a newer version are ignored, missing ones take their default."""
        return cls(**{name: stored[name] for name in cls.__dataclass_fields__ if name in stored})

    def late(self, event: Event) -> bool:
        """Whether this came so soon after the story's last part, or revises one, that it belongs to the story."""
        if not event.content or self.spill not in self.answers:
            return False
        return event.revised or event.at - self.last_part <= LATE_LINE_S

    def edit(self, key: str) -> None:
        """Open a question out of its order, with its answer still there until another is given."""
        if self.edited and self.path[-1:] == [self.edited]:
            self._close(self.edited)
        else:
            self._leave()
        if key in self.answers or len(self.answers) < MOST_ANSWERS:
            answer = self.answers.setdefault(key, [None, False])
            self.edited, self.before = key, answer[0]
            answer[1] = False

    def back(self) -> None:
        """One question back; out of one that was opened out of its order, to where that was, with nothing changed."""
        key = self.path[-1] if self.path else ""
        if key and key == self.edited:
            self._close(key)
        elif len(self.path) > 1:
            self._leave()
            self.answers[self.path[-2]][1] = False

    def _close(self, key: str) -> None:
        """What was said meanwhile is kept; a choice that was not made is as it was before."""
        said = self.answers.get(key, [None, False])[0]
        value = said if isinstance(said, list) else self.before
        if value is None:
            self.answers.pop(key, None)
        else:
            self.answers[key] = [value, True]
        self.edited, self.before = "", None

    def _leave(self) -> None:
        """The open question starts afresh the next time; parts of an answer that were said stay."""
        key = self.path[-1] if self.path else ""
        value, complete = self.answers.get(key, [None, True])
        if not complete and not isinstance(value, list):
            del self.answers[key]

    def answer(self, key: str, value: Json, complete: bool) -> None:
        """Store an answer. What hangs on it ("place.commune" on "place") is asked anew."""
        self.answers[key] = [value, complete]
        if complete:
            hanging = [other for other in self.answers if other.startswith(f"{key}.")]
            for other in hanging:
                del self.answers[other]
            if self.edited in (key, *hanging):
                self.edited, self.before = "", None

    def keep(self, event: Event) -> None:
        """Add what was said to the story. Raises Sorry where the story is full."""
        value, complete = self.answers.get(self.spill, [None, False])
        parts = list(value or [])
        check_room(parts, event)
        self.answers[self.spill] = [[*parts, part_of(event)], complete]
        self.last_part = event.at


def check_room(parts: list[Json], event: Event) -> None:
    """Raises Full where a story has as many parts, files or words as one tip can carry."""
    if event.part is not None and sum(part["kind"] != "text" for part in parts) >= MOST_FILES:
        raise Full(_("Ten files are kept. This one was not taken in: send it again afterwards."))
    told = len(event.text) + sum(len(part.get("text", "")) for part in parts)
    if len(parts) >= MOST_PARTS or told > MOST_TOLD:
        raise Full(_("That is a lot already: this last part was not taken in. Send first, then add it."))


def part_of(event: Event) -> Json:
    """A part of a story as stored: a text, or the record of a file; `how` where it was passed on, or changed later."""
    how = "edited" if event.revised else "forwarded" if event.forwarded else ""
    part = event.part if event.part is not None else {"kind": "text", "text": event.text}
    return {**part, "how": how} if how else part


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
        return await self(key, question) if self.opened(key) else default

    def opened(self, key: str) -> bool:
        """Whether the person came to this question, answered or not."""
        return key in self.talk.answers

    def answered(self, key: str) -> bool:
        """Whether this question has its whole answer."""
        return bool(self.talk.answers.get(key, [None, False])[1])

    def so_far(self, key: str) -> Json:
        """What is stored for a key, complete or not; None where it is not known."""
        return self.talk.answers.get(key, [None, False])[0]

    def _take(self, key: str, question: Question[Any], so_far: Json) -> Json:
        event, self.event = self.event, None
        if event is None:
            raise Pause(key, question, so_far, "")
        late = key != self.talk.spill and self.talk.late(event)
        if late and (question.hears_all or event.revised):
            raise self._keep(key, question, so_far, event)
        try:
            value, complete = question.take(replace(event, late=late), so_far)
        except Sorry as sorry:
            if late or self._fits_story(key, question, event):
                raise self._keep(key, question, so_far, event) from None
            raise Pause(key, question, so_far, str(sorry), full=isinstance(sorry, Full)) from None
        self.talk.answer(key, value, complete)
        if event.content and key == self.talk.spill:
            self.talk.last_part = event.at
        elif event.option:
            self.talk.last_part = 0.0  # whoever presses has finished the story: what is typed now answers the question
        if not complete:
            raise Pause(key, question, value, "")
        return value

    def _fits_story(self, key: str, question: Question[Any], event: Event) -> bool:
        """Nothing that was said is lost: a file or a long text that is no answer goes to the story."""
        if question.passes_on and self.talk.spill:
            return event.content
        meant_as_story = event.part is not None or len(event.text) >= LONG_TEXT
        return meant_as_story and key != self.talk.spill and self.talk.spill in self.talk.answers

    def _keep(self, key: str, question: Question[Any], so_far: Json, event: Event) -> BaseException:
        """Put it into the story, and say so; the story is above, so the dialogue runs once more."""
        try:
            self.talk.keep(event)
        except Sorry as full:
            return Pause(key, question, so_far, str(full), full=True)
        return Again(_("Added to what you told."))


Dialogue = Callable[[Ask], Awaitable[T]]


async def turn(dialogue: Dialogue[T], talk: Talk, event: Event | None) -> Pause | T:
    """One event through a dialogue: the question that is open now, or what the dialogue returned. Writes only `talk`.

    Never `ask` inside gather or a TaskGroup: the order of the questions is the state.
    """
    note, open_before = "", talk.path[-1:]
    stale = event is not None and event.screen not in (None, talk.screen)
    if stale:
        event, note = None, _("That button was from before. Here is where you are.")
    elif event and event.back:
        talk.back()
        event = None
    elif event and event.edit:
        talk.edit(event.edit)
        event = None
    try:
        result = await run(dialogue, talk, event, note)
    except Again as again:
        if again.edit:
            talk.edit(again.edit)
        result = await run(dialogue, talk, None, again.note)
    # An impatient finger must not outrun the screens: a question shown again keeps its number, so its buttons still count.
    if isinstance(result, Pause) and not (stale and open_before == [result.key]):
        talk.screen += 1
    return result


async def run(dialogue: Dialogue[T], talk: Talk, event: Event | None, note: str) -> Pause | T:
    """The dialogue from its top over the stored answers."""
    ask = Ask(talk, event)
    try:
        result: Pause | T = await dialogue(ask)
    except Pause as pause:
        pause.note = note or pause.note
        result = pause
    finally:
        talk.path = ask.path
    return result
