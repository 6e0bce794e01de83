"""Buttons on platforms that have none, or too few: a numbered list, and whoever types a number or its words has pressed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from content.folding import fold
from handlers.conversation import Conversation
from handlers.here import Here, Reply
from handlers.messages import Act, Button, Incoming, Screen, Show


def numbered(screen: Screen) -> Iterator[tuple[int, Button]]:
    """The buttons that can be typed, in the order in which they are shown, from 1."""
    return enumerate((button for row in screen.rows for button in row if button.payload), 1)


def offer(here: Here, reply: Reply) -> None:
    """Remember what the newest screens offer; what was offered before means nothing any more."""
    if not here.facts.typed_buttons:
        return
    screens = [reply.screen] if reply.screen else []
    screens += [post.screen for post in reply.posts if isinstance(post, Show) and post.to == here.to]
    shown = [[button.label, button.payload] for screen in screens for _number, button in numbered(screen)]
    if screens:
        here.talking.offered = shown


def typed_press(incoming: Incoming, talking: Conversation) -> Incoming:
    """What was typed, as the press it stands for; anything else as it is. Never a guess."""
    if incoming.act is not Act.TEXT or not talking.offered:
        return incoming
    payload = meant(incoming.text, talking.offered)
    return replace(incoming, act=Act.PRESS, payload=payload, text="") if payload else incoming


def meant(text: str, offered: Sequence[Sequence[str]]) -> str:
    """The payload of the number or of the words, "" where it is neither."""
    typed = fold(text)
    for number, (label, payload) in enumerate(offered, 1):
        if typed and typed in (str(number), fold(label)):
            return payload
    return ""
