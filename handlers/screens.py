"""From a question to what is shown: text and buttons, with the ways out that every screen has."""

from __future__ import annotations

from collections.abc import Sequence

from content.locales import _
from handlers.dialogue import Option, Pause, Talk
from handlers.messages import Button, Screen

MAIN = "main"
"""The one message in which a person's dialogue lives, edited in place (users.md A6)."""
ALONE = ""
"""No name: a message that is never edited, taken away or overtaken by a newer one."""
WIDE = 14
"""Labels longer than this get a row of their own: on a cheap phone two such columns are cut."""


def answer(talk: Talk, key: str) -> str:
    """The payload of a button that answers the question shown now."""
    return f"q:{talk.screen}:{key}"


def action(name: str, *arguments: object) -> str:
    """The payload of a one-shot button: `a:name:arg:...`; at most 64 bytes on Telegram."""
    payload = ":".join(("a", name, *map(str, arguments)))
    if len(payload.encode()) > 64:
        raise ValueError(f"the payload of {name!r} is longer than 64 bytes")
    return payload


def question_screen(talk: Talk, pause: Pause, lead: str = "") -> Screen:
    """The open question of a talk: the note of the last event, the question, its options, Back and the quick exit."""
    prompt = pause.question.prompt(pause.so_far)
    text = "\n".join(part for part in (lead, pause.note, prompt.text) if part)
    rows = list(grid([(option, answer(talk, option.key)) for option in prompt.options], prompt.columns))
    ways_out = []
    if prompt.way_back and len(talk.path) > 1:
        ways_out.append(Button(_("Back"), payload=f"b:{talk.screen}"))
    ways_out.append(quick_exit())
    return Screen(text, (*rows, tuple(ways_out)))


QUICK_EXIT = "x"
"""The payload of the quick exit."""


def quick_exit() -> Button:
    """On every screen of a citizen: erases the draft and the screen, and shows something harmless."""
    return Button(_("Quick exit"), payload=QUICK_EXIT)


def menu(*options: tuple[str, str]) -> tuple[tuple[Button, ...], ...]:
    """Rows of one-shot buttons: (payload, label)."""
    return tuple(grid([(Option("", label), payload) for payload, label in options], 2))


def grid(options: Sequence[tuple[Option, str]], columns: int) -> list[tuple[Button, ...]]:
    """Buttons in rows: several short ones side by side, a long one alone."""
    rows: list[tuple[Button, ...]] = []
    row: list[Button] = []
    for option, payload in options:
        if row and (len(row) == columns or len(option.label) > WIDE or len(row[-1].label) > WIDE):
            rows.append(tuple(row))
            row = []
        row.append(Button(option.label, copy=option.copy) if option.copy else Button(option.label, payload=payload))
    if row:
        rows.append(tuple(row))
    return rows
