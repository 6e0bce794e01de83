"""Answering an officer's question right here, where the reporter allowed it, without the receipt (users.md A5)."""

from __future__ import annotations

from content.locales import _
from handlers.citizen.guard import guard
from handlers.citizen.intake import other_way
from handlers.citizen.menu import menu_screen
from handlers.citizen.notices import QUESTION
from handlers.citizen.outside import keep
from handlers.citizen.rest import Rest
from handlers.citizen.story import Story
from handlers.citizen.submit import parts_of
from handlers.citizen.taps import Tapped, answers
from handlers.dialogue import Ask
from handlers.effects import AddToTip
from handlers.here import Begin, Here, Reply
from handlers.messages import Remove
from storage import own


async def begin(here: Here, arguments: tuple[str, ...]) -> Reply:
    """The button under a question. The question keeps standing above until it is answered."""
    public, prepared = (*arguments, "", "")[:2]
    waiting = here.talking.waiting("answer")
    if waiting and waiting.answers.get("question", [""])[0] == public:
        return Reply(resume="answer", fresh=True)
    if await own.asked(here.rows, here.keyring, public, here.now) is None:
        return Reply(toast=_("That question is over. Thank you."), alert=True, posts=[Remove(here.to, screen(public))])
    return Reply(begin=Begin("answer", {"question": public, "prepared": prepared}, keep_story="answer"), fresh=True)


async def remove(here: Here, arguments: tuple[str, ...]) -> Reply:
    """Take a question off the screen; it can still be answered with the receipt."""
    return Reply(posts=[Remove(here.to, screen(arguments[0] if arguments else ""))])


def screen(public: str) -> str:
    """The name of the screen on which a question stands."""
    return f"{QUESTION}{public}"


async def answer(ask: Ask, here: Here) -> Reply:
    """The answer in parts, guarded like a report. Where the question has ended meanwhile, it may become a tip."""
    if elsewhere := await other_way(ask, here):
        return elsewhere
    public = str(ask.so_far("question"))
    prepared = str(ask.so_far("prepared") or "")
    text = _("Answer in a few words, then press Done. The question stands above.")
    if answers(prepared):
        text = _("Press what fits, or answer in a few words. The question stands above.")
    parts = await ask("answer", Tapped(_("Answer"), text, erased=here.facts.can_delete, prepared=prepared))
    guarded = await guard(Rest.of(ask), Story.of(parts))
    asked = await own.asked(here.rows, here.keyring, public, here.now)
    if asked is None:
        return Reply(begin=keep(here, guarded.story.parts), note=_("That question is over. Thank you."))
    effects = [*guarded.effects, AddToTip(asked.tip.hex(), "answer", parts_of(here, guarded.story), public)]
    thanks = _("It was added. Thank you.")
    return Reply(menu_screen(here), note=thanks, effects=effects, posts=[Remove(here.to, screen(public))])
