"""Contacts who pass posts on where no bot can enter (users.md B5): asked by a link, they agree, get ready posts, and say
what became of each. What they say is counted apart from what was delivered.
"""

from __future__ import annotations

from content.locales import _
from content.outreach_terms import RelayAnswer
from handlers.dialogue import Ask
from handlers.here import Begin, Here, Reply
from handlers.messages import Button, Screen
from handlers.outreach.copies import run_of
from handlers.outreach.effects import AnswerPost, SubscribeRelay
from handlers.outreach.personal import mine
from handlers.outreach.relay_link import make, target_of
from handlers.questions import Choice, Text
from handlers.screens import action, menu, quick_exit
from handlers.triage.gate import Admitted, admit
from handlers.triage.hours import local
from handlers.triage.permissions import Right
from storage import relays, targets
from storage.targets import Target

RELAY_TEXT = "dau-moi-1"
MOST_MEMBERS = 100_000


async def link(here: Here, arguments: tuple[str, ...]) -> Reply:  # noqa: ARG001
    """An officer wants a link for a contact."""
    admitted = await admit(here, Right.SUBSCRIBERS)
    return Reply(begin=Begin("relay_link")) if isinstance(admitted, Admitted) else admitted


async def make_link(ask: Ask, here: Here) -> Reply:
    """Dialogue: for which target; then the link, and the line for Zalo."""
    admitted = await admit(here, Right.SUBSCRIBERS)
    if not isinstance(admitted, Admitted):
        return admitted
    code = await ask("code", Text(_("Who passes posts on? Type the code of the school or place.")))
    found = await _target(here, code.strip().lower())
    back = menu((action("relay_link"), _("Another link")), (action("outreach"), _("Back")))
    if found is None:
        return Reply(Screen(_("No school or place has that code."), back))
    word = make(here.keyring, found.id, local(here.now, here.policy).date())
    lines = [_("For the contact of {target}; good for 30 days:").format(target=found.name)]
    if here.facts.link(word):
        lines.append(here.facts.link(word))
    lines += [_("On Zalo they send this line to the channel:"), f"/start {word}"]
    return Reply(Screen("\n".join(lines), back))


async def opened(here: Here, word: str) -> Reply | None:
    """A contact opened the link; None for every other word."""
    if not word.startswith("r") or target_of(here.keyring, word, local(here.now, here.policy).date()) is None:
        return None
    return Reply(begin=Begin("relay", {"word": word}))


async def agree(ask: Ask, here: Here) -> Reply:
    """Dialogue: what is asked of them, and whether they will."""
    word = await ask("word", Text(""))
    found = await _target(here, target_of(here.keyring, word, local(here.now, here.policy).date()) or "")
    if found is None:
        return Reply(Screen(_("This link has had its time. Ask for a new one."), _ways()))
    options = {"no": _("No, thank you"), "yes": _("I will")}
    if await ask("agree", Choice(_("Pass posts on?"), options, asked(here, found))) == "no":
        return Reply(Screen(_("All right. Nothing is kept."), _ways()))
    text = _("Thank you. Posts for {target} come here, ready to pass on. To stop: /dung.").format(target=found.name)
    return Reply(Screen(text, _ways()), effects=[SubscribeRelay(here.to, found.id)])


def asked(here: Here, target: Target) -> str:
    """What a contact agrees to."""
    lines = (
        _("{agency} asks you to pass posts against drugs on to the group of {target}."),
        _("Once a week at most: you get it here, put it in your group, and press Posted."),
        _("To send it, this account stays here, sealed, until you type /dung."),
    )
    return "\n".join(lines).format(agency=here.policy.agency, target=target.name)


async def posted(here: Here, arguments: tuple[str, ...]) -> Reply:
    """ "Posted in my group": how many are there?"""
    run = await _handed(here, arguments)
    return Reply(begin=Begin("posted", {"run": run.hex()})) if run else _old()


async def count_members(ask: Ask, here: Here) -> Reply:
    """Dialogue: a number, or "I don't know"."""
    run = bytes.fromhex(await ask("run", Text("")))
    text = _("Thank you! How many people are in the group? Type a number.")
    typed = await ask("members", Text(text, options={"unknown": _("I don't know")}))
    if typed != "unknown" and members_in(typed) is None:
        again = _("A number, please, such as 45.")
        typed = await ask("members.again", Text(again, options={"unknown": _("I don't know")}))
    thanks = Screen(_("Noted. Thank you."), _ways())
    return Reply(thanks, effects=[AnswerPost(here.to, run, RelayAnswer.POSTED, members_in(typed))])


def members_in(text: str) -> int | None:
    """A number of people that somebody typed; None where it is none that a group can have."""
    digits = text.strip().replace(".", "").replace(",", "").replace(" ", "")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 6:
        return None
    return int(digits) if 0 < int(digits) <= MOST_MEMBERS else None


async def other(here: Here, arguments: tuple[str, ...]) -> Reply:
    """ "Somebody else posts it"."""
    return await _said(here, arguments, RelayAnswer.OTHER)


async def skip(here: Here, arguments: tuple[str, ...]) -> Reply:
    """ "Not this week"."""
    return await _said(here, arguments, RelayAnswer.SKIPPED)


async def _said(here: Here, arguments: tuple[str, ...], answer: RelayAnswer) -> Reply:
    run = await _handed(here, arguments)
    if run is None:
        return _old()
    return Reply(Screen(_("Noted. Thank you."), _ways()), effects=[AnswerPost(here.to, run, answer)])


async def _handed(here: Here, arguments: tuple[str, ...]) -> bytes | None:
    """The run that a button names, where this contact had a copy of it."""
    run = run_of(arguments[0] if arguments else "")
    found = await mine(here, relay=True)
    return run if run and found and await relays.was_handed(here.rows, run, found.id) else None


async def _target(here: Here, code: str) -> Target | None:
    found = await targets.get(here.rows, here.keyring, code) if targets.ID.fullmatch(code) else None
    return found if found and found.holds_on(local(here.now, here.policy).date()) else None


def _ways() -> tuple[tuple[Button, ...], ...]:
    return (*menu((action("home"), _("Menu"))), (quick_exit(),))


def _old() -> Reply:
    return Reply(toast=_("That button was from before."))
