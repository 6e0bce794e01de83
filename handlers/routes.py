"""Which function answers what: explicit tables, so that a newcomer finds any behaviour in a minute.

A client can forge any payload, so an action only names a function; the function checks who presses, whether they are on
duty, and what the state allows.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from handlers.dialogue import Ask, Event
from handlers.effects import Effect
from handlers.here import Here, Reply

Answer = Callable[[Here], Awaitable[Reply]]
"""A command, or a page that hears what is typed."""
Action = Callable[[Here, tuple[str, ...]], Awaitable[Reply]]
"""A one-shot button: its arguments are text that anybody can forge."""
Dialogue = Callable[[Ask, Here], Awaitable[Reply]]
Sentence = Callable[[Here], str]
Outside = Callable[[Here, Event], Awaitable[Reply]]
"""Hears a text, a file or a point, as the event it would be inside a dialogue."""


@dataclass(frozen=True)
class Routes:
    """The tables of the house, filled in `handlers/everything.py`."""

    commands: Mapping[str, Answer]
    actions: Mapping[str, Action]
    dialogues: Mapping[str, Dialogue]
    pages: Mapping[str, Answer]  # typed text while this page is shown
    outside: Outside  # what is said outside any dialogue: never lost
    group: Answer  # whatever is said in a group
    noticed: Callable[[Here], Awaitable[Sequence[Effect]]]  # what any act in a group tells of the group
    home: Answer  # the menu
    leave: Answer  # the quick exit
    blocked: Answer  # they blocked us, or deleted the chat
    withdrawn: Answer  # the person had the platform ask us to erase what is theirs
    unseen: Sentence  # to whoever sent what the platform does not show us
    idle: Answer  # ten minutes without a press
    news: Mapping[str, Answer] = field(default_factory=dict)  # slow work that ended, by name (Act.NEWS)
