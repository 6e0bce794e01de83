"""Presses under a message of prevention: seen, an answer, a pledge. Counted once per person, and never whose.

A copy stands where many can read along, so what concerns one is said to that one alone, as a toast. The message itself
is not edited at every press: hundreds press in a minute, and a group may be written to twenty times in one. Whoever
asked for the message sees the count at their desk.
"""

from __future__ import annotations

from dataclasses import dataclass

from content.locales import _, speaking
from content.pledges import Pledge, shipped
from handlers.here import Here, Reply
from handlers.outreach.copies import run_of
from handlers.outreach.effects import CountAnswer, CountSeen, PressVow
from handlers.outreach.vow_rules import Step, step
from handlers.triage.gate import number
from handlers.triage.hours import local
from storage import heard, pledges, runs
from storage.heard import Copy
from storage.mailing import Message, Question
from storage.subscriptions import chat_of

LONGEST_TOAST = 200
"""What Telegram shows when a press is acknowledged; nothing said here may be longer."""


@dataclass(frozen=True)
class Pressed:
    """A press under a copy of ours. `who` is None once people can't be told apart any more: nothing is counted then."""

    copy: Copy
    who: bytes | None


async def seen(here: Here, arguments: tuple[str, ...]) -> Reply:
    """ "Seen": the same thanks whether it was the first press or the tenth."""
    pressed = await _pressed(here, arguments)
    if pressed is None:
        return _old()
    with speaking(pressed.copy.language):
        thanks = _("Thank you. That you have seen it is counted, not who you are.")
    effects = [CountSeen(pressed.copy, pressed.who)] if pressed.who else []
    return _privately(here, Reply(toast=thanks, effects=[*effects]))


async def quiz(here: Here, arguments: tuple[str, ...]) -> Reply:
    """An answer: what is right and why, to whoever pressed. The first one counts."""
    pressed = await _pressed(here, arguments)
    if pressed is None:
        return _old()
    message, _recipients = await runs.content(here.rows, here.keyring, pressed.copy.run)
    spoken = message.language_for(pressed.copy.language)
    question, option = message.questions.get(spoken), number(arguments[1] if len(arguments) > 1 else "")
    if question is None or not 0 <= option < len(question.options):
        return _old()
    before = pressed.who is not None and await heard.answered(here.rows, pressed.copy.run, pressed.who)
    with speaking(spoken):
        reply = Reply(toast=verdict(question, option, before=before), alert=True)
    if pressed.who and not before:
        right = None if question.right is None else option == question.right
        reply.effects.append(CountAnswer(pressed.copy, pressed.who, option, right))
    return _privately(here, reply)


def verdict(question: Question, option: int, *, before: bool) -> str:
    """What whoever answered reads."""
    counted = _("You had answered before: that answer counts.") if before else ""
    if question.right is None:
        said = _("Thank you, your answer is counted.") if not before else ""
    elif option == question.right:
        said = _("Yes, that is right.")
    else:
        said = _("Not quite. Right is “{answer}”.").format(answer=question.options[question.right])
    return " ".join(filter(None, (counted, said, question.explanation)))


async def vow(here: Here, arguments: tuple[str, ...]) -> Reply:
    """ "I pledge": made, asked about, taken back. The words of the pledge stand in the message."""
    pressed = await _pressed(here, arguments)
    pledge = await _pledge(here, pressed.copy) if pressed else None
    if pressed is None or pledge is None or not pressed.copy.place:
        return _old()
    who = pledges.presser(here.keyring, pledge.kind, pressed.copy.place, here.to.channel, here.to.user)
    made = await pledges.vow_of(here.rows, pledge.kind, pressed.copy.place, who)
    day = local(here.now, here.policy).date()
    with speaking(pressed.copy.language):
        reply = Reply(toast=promised(step(made, here.now)), alert=True)
    reply.effects.append(PressVow(pledge.kind, pressed.copy.place, who, pledge.id, day))
    return _privately(here, reply)


def promised(done: Step) -> str:
    """What whoever pledged reads."""
    if done is Step.MAKE:
        return _(
            "Your pledge is counted, not who you are. It takes the place of no signature. To take it back, press again."
        )
    if done is Step.ASK:
        return _("You have pledged this. To take it back, press once more within a minute.")
    if done is Step.TAKE_BACK:
        return _("Your pledge is taken back. It counts no more.")
    return _("Your pledge is counted.")


async def _pledge(here: Here, copy: Copy) -> Pledge | None:
    message: Message = (await runs.content(here.rows, here.keyring, copy.run))[0]
    return shipped().get(message.pledge)


async def _pressed(here: Here, arguments: tuple[str, ...]) -> Pressed | None:
    """The copy in this chat that a button names; None where it names none: anybody can forge a button."""
    run = run_of(arguments[0]) if arguments else None
    copy = await heard.copy_in(here.rows, run, chat_of(here.keyring, here.to.channel, here.to.chat)) if run else None
    if copy is None or not here.to.user or here.incoming.nameless:
        return None
    return Pressed(copy, heard.presser(here.keyring, copy, here.to.channel, here.to.user, here.now))


def _old() -> Reply:
    return Reply(toast=_("That button was from before."))


def _privately(here: Here, reply: Reply) -> Reply:
    """Where a press can't be acknowledged and others read along, nothing is said: it would be said to all."""
    if not here.to.private and not here.incoming.callback:
        reply.toast = ""
    return reply
