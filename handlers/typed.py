"""Buttons on platforms that have none, or too few: a numbered list, and whoever types a number or its words has pressed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

from content.folding import fold
from content.locales import _
from handlers.conversation import Conversation
from handlers.here import Facts, Here, Reply
from handlers.messages import Act, Button, Incoming, Screen, Show
from handlers.screens import QUICK_EXIT

MOST = 60
"""Of what can be typed: beyond, nobody scrolls back."""
_NUMBER = re.compile(r"(?:da )?(?:(?:chon|bam|go|muc) ?)?(?:so ?)?(0|[1-9]\d?)\ufe0f?\u20e3?(?: (?:a|nha|nhe|nghe))?")
"""A number as people type it, folded: "1.", "số 1", "dạ 2 ạ", a full-width digit, a key on a keypad."""


def numbered(screen: Screen) -> Iterator[tuple[int, Button]]:
    """The buttons that can be typed, in the order in which they are shown: from 1, and 0 wherever the quick exit is,
    for a hand that has no time to look.
    """
    number = count(1)
    for button in (button for row in screen.rows for button in row if button.payload):
        yield (0 if button.payload == QUICK_EXIT else next(number)), button


def offer(here: Here, reply: Reply) -> None:
    """Say what to do, and remember what can be typed: a number presses the newest screen, words also what was shown together with it.

    What was offered before means nothing any more; only under what comes unasked its words still do.
    """
    if not here.facts.typed_buttons:
        return
    lead = _("Type a number:")
    if reply.screen:
        reply.screen = replace(reply.screen, lead=lead)
    reply.posts = [
        replace(post, screen=replace(post.screen, lead=lead)) if isinstance(post, Show) else post
        for post in reply.posts
    ]
    screens = [reply.screen] if reply.screen else []
    screens += [post.screen for post in reply.posts if isinstance(post, Show) and post.to == here.to]
    asked = here.incoming.act not in (Act.NEWS, Act.SHOW)
    if not screens or not (asked or any(any(numbered(screen)) for screen in screens)):
        return
    offered = [] if asked else here.talking.offered
    for screen in screens:
        choices = [[str(number), button.label, button.payload] for number, button in numbered(screen)]
        if choices:
            offered = [*choices, *(["", *choice[1:]] for choice in offered)]
    here.talking.offered, here.talking.offered_at = offered[:MOST], here.now


def typed_press(incoming: Incoming, talking: Conversation, facts: Facts, reading: float) -> Incoming:
    """What was typed, as the press it stands for; anything else as it is. Never a guess.

    A number behind which nothing stands any more, in a chat where nothing is asked, is a button from before; so is one
    that came before the newest list could be read (`reading` seconds): twice in a hurry, or just when a question came unasked.
    """
    if incoming.act is not Act.TEXT or not facts.typed_buttons or not incoming.address.private:
        return incoming
    number = _NUMBER.fullmatch(fold(incoming.text))
    payload = meant(incoming.text, talking.offered)
    if not payload and number and number[1] == "0" and talking.talk is None:
        payload = QUICK_EXIT  # it stands under no menu, and works there too
    if payload and number and incoming.at < talking.offered_at + reading and payload != QUICK_EXIT:
        return replace(incoming, act=Act.PRESS, payload="", text="")
    if payload or (talking.talk is None and number):
        return replace(incoming, act=Act.PRESS, payload=payload, text="")
    return incoming


def meant(text: str, offered: Sequence[Sequence[str]]) -> str:
    """The payload of the number, of the words or of the payload itself, "" where it is neither; of what was offered, and
    nothing else. `offered`: number or "", label, payload.
    """
    typed, bare = fold(text), text.strip().removeprefix("#")
    found = _NUMBER.fullmatch(typed)

    def pressed(number: str, label: str, payload: str) -> bool:
        words = fold(label)
        line = f"{number} {words}"
        return (found is not None and found[1] == number) or typed in (words, line) or bare == payload

    return next((offer[2] for offer in offered if typed and pressed(*offer)), "")
