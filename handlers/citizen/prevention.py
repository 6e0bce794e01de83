"""Prevention: short pieces by audience, each with a question. Only to read: nothing is kept of who read or answered.

Where a person stands is in the buttons alone: audience, piece, answer. What is typed here is heard as anywhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from content.library import shipped
from content.library.records import Piece, Words
from content.library.terms import Audience
from content.locales import _, language
from content.numbers import live
from handlers.here import Here, Reply
from handlers.messages import Screen
from handlers.screens import action, menu, quick_exit
from handlers.triage.hours import local

ON_A_PAGE = 6
"""Lines of a list that a cheap phone shows without scrolling."""

Line = tuple[str, str]
"""Payload and label of a button."""


class Place(NamedTuple):
    """Where in the library somebody reads: a piece, for an audience."""

    piece: Piece
    words: Words
    audience: Audience
    following: Piece


async def tips(here: Here, arguments: tuple[str, ...]) -> Reply:
    """Whom shall it be for? The page that was asked for; the first where there is no such page."""
    audiences = shipped().audiences(language(), _today(here))
    if not audiences:
        return _screen(_("There is nothing to read here just now. Please come back another day."), ())
    lines = [(action("tips_for", audience.value), _(audience.text)) for audience in audiences]
    text = _("Short pieces, a minute each. Whom are they for?")
    weekly = ((action("weekly"), _("Get a piece weekly")),)
    return _screen(text, (*_page(lines, "tips", *arguments[:1]), *weekly))


async def tips_for(here: Here, arguments: tuple[str, ...]) -> Reply:
    """The pieces for an audience."""
    audience, known = _audience(arguments), shipped().audiences(language(), _today(here))
    if audience is None or audience not in known:
        return await tips(here, ())
    offered = shipped().offered(audience, language(), _today(here))
    lines = [(action("tips_read", piece.slug, audience.value), words.label) for piece, words in offered]
    back = (action("tips", known.index(audience) // ON_A_PAGE), _("Back"))
    text = _("{audience}: which one?").format(audience=_(audience.text))
    return _screen(text, (*_page(lines, f"tips_for:{audience.value}", *arguments[1:2]), back))


async def tips_read(here: Here, arguments: tuple[str, ...]) -> Reply:
    """A piece. One that expired since its button was shown is not: the list stands there instead."""
    at = _place(here, arguments)
    if at is None:
        return await tips_for(here, arguments[1:2])
    numbers = {key: number.digits for key, number in live(here.now).items()}
    question = ((_to("tips_quiz", at), _("A question on it")),) if at.words.quiz else ()
    return _screen(at.words.text(numbers), (*question, *_onward(at), _to_list(at)))


async def tips_quiz(here: Here, arguments: tuple[str, ...]) -> Reply:
    """The question of a piece."""
    at = _place(here, arguments)
    if at is None or at.words.quiz is None:
        return await tips_for(here, arguments[1:2])
    options = [(f"{_to('tips_answer', at)}:{number}", option) for number, option in enumerate(at.words.quiz.options)]
    return _screen(at.words.quiz.question, (*options, (_to("tips_read", at), _("Read it again"))))


async def tips_answer(here: Here, arguments: tuple[str, ...]) -> Reply:
    """What is right, and why; the answer itself is gone with this screen."""
    at, chosen = _place(here, arguments), arguments[2] if len(arguments) > 2 else ""
    if at is None or at.words.quiz is None or chosen not in map(str, range(len(at.words.quiz.options))):
        return await tips_quiz(here, arguments)
    quiz = at.words.quiz
    if int(chosen) == quiz.right:
        verdict = _("Yes, that is right.")
    else:
        verdict = _("Not quite. Right is “{answer}”.").format(answer=quiz.options[quiz.right])
    again = (_to("tips_read", at), _("Read it again"))
    return _screen(f"{verdict}\n{quiz.explanation}", (*_onward(at), again, _to_list(at)))


def _place(here: Here, arguments: tuple[str, ...]) -> Place | None:
    """The piece and audience that a button names; None where nothing of the kind may be shown now."""
    slug, audience = arguments[0] if arguments else "", _audience(arguments[1:])
    offered = shipped().offered(audience, language(), _today(here)) if audience else ()
    for number, (piece, words) in enumerate(offered, 1):
        if audience and piece.slug == slug:
            return Place(piece, words, audience, offered[number % len(offered)][0])
    return None


def _audience(arguments: tuple[str, ...]) -> Audience | None:
    return next((one for one in Audience if one.value == arguments[0]), None) if arguments else None


def _to(name: str, at: Place) -> str:
    return action(name, at.piece.slug, at.audience.value)


def _onward(at: Place) -> Sequence[Line]:
    """The next piece for the same audience, round and round; none where there is only this one."""
    if at.following is at.piece:
        return ()
    return ((action("tips_read", at.following.slug, at.audience.value), _("Next piece")),)


def _to_list(at: Place) -> Line:
    return action("tips_for", at.audience.value), _("Back")


def _page(lines: Sequence[Line], name: str, asked: str = "0") -> Sequence[Line]:
    """One page of a list, with the way to the next; after the last comes the first."""
    pages = -(-len(lines) // ON_A_PAGE)
    page = int(asked) if asked in map(str, range(pages)) else 0
    shown = lines[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
    return shown if pages == 1 else (*shown, (action(name, (page + 1) % pages), _("Others")))


def _screen(text: str, lines: Sequence[Line]) -> Reply:
    return Reply(Screen(text, (*menu(*lines, (action("home"), _("Menu"))), (quick_exit(),))))


def _today(here: Here) -> date:
    return local(here.now, here.policy).date()
