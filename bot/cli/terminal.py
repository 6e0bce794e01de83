"""Talking with the operator: plain lines, questions, and refusals in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from content.locales import _


class Wrong(Exception):
    """What the operator gave or asked for cannot be; the message is the whole sentence they read."""


def say(text: str = "") -> None:
    """A line for the operator."""
    typer.echo(text)


def complain(text: str) -> None:
    """A line on standard error."""
    typer.echo(text, err=True)


def ask(question: str) -> str:
    """A line that the operator types; spaces around it are taken off. Raises Wrong where nobody is there."""
    try:
        typer.echo(f"{question} ", nl=False)
        return input().strip()
    except EOFError:
        raise Wrong(_("Nobody answers; nothing was changed.")) from None


def agreed(question: str) -> bool:
    """A yes or no; anything but a yes is a no."""
    return ask(f"{question} [{_('yes')}/{_('no')}]").casefold() in {"y", "yes", "c", "co", "có", _("yes").casefold()}


def choose(question: str, options: Sequence[str]) -> int:
    """The place of one option, from 0. Asks again until it is one of them."""
    for number, option in enumerate(options, 1):
        say(f"  {number}. {option}")
    while True:
        answer = ask(question)
        if answer.isascii() and answer.isdigit() and 1 <= int(answer) <= len(options):
            return int(answer) - 1
        say(_("Please type a number from 1 to {last}.").format(last=len(options)))
