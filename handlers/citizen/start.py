"""The first screen: who reads, what the platform knows, 113 first; and the pages that say more (users.md 3.1, C6)."""

from __future__ import annotations

from content.locales import REVIEWED, _, speaking
from content.numbers import live
from handlers.citizen.closed import closed_screen, is_closed
from handlers.citizen.intake import reread_by
from handlers.citizen.menu import home, main_options
from handlers.here import Here, Reply
from handlers.messages import Screen
from handlers.screens import action, menu, quick_exit

POSTER = "u"
"""A poster's link says `/start u31783`: the government code of its commune."""
LANGUAGES = {"vi": "Tiếng Việt", "en": "English", "km": "ភាសាខ្មែរ"}


async def start(here: Here) -> Reply:
    """The welcome. A poster's commune is remembered and will be offered, never taken for granted."""
    word = here.incoming.text.strip()
    if word.startswith(POSTER) and (area := here.gazetteer.by_code(word.removeprefix(POSTER))):
        here.talking.poster = area.area
    if await is_closed(here):
        return Reply(closed_screen(here.now))
    here.talking.warned = True
    return Reply(start_screen(here))


def start_screen(here: Here) -> Screen:
    """Never more than can be read at a glance; the rest is one press away."""
    numbers = live(here.now)
    lines = [_("Hello. If someone is in danger, call first, don't wait here:"), numbers["police"].digits]
    if "police" not in numbers:
        lines = [_("Hello. If someone is in danger, call for help first.")]
    lines += [who_reads(here), _("Shared phone: erase when you are done."), _("Just write a line, or press:")]
    return Screen("\n".join(lines), menu(*main_options()))


def who_reads(here: Here) -> str:
    """The truth in two lines: who reads, and what the platform knows."""
    return f"{_readers(here)}\n" + _("{platform} does know that you write here.").format(platform=here.facts.name)


def _readers(here: Here) -> str:
    reads = _("Officers on duty of {agency} read it.").format(agency=here.policy.agency)
    if here.facts.overseen:
        return f"{reads}\n{reread_by(here)}"
    return reads + " " + _("They don't see your name, number or account.")


async def who(here: Here, arguments: tuple[str, ...]) -> Reply:  # noqa: ARG001
    """The whole truth about who can see what."""
    lines = (
        _("Good to ask. Here is who can see what:"),
        _readers(here),
        _("{platform} sees every line and which account wrote it.").format(platform=here.facts.name),
        _("Whoever runs this machine could, if they meant harm, catch new lines together with the account."),
        _("What is stored is sealed. Only a station's officers on duty open it, or you with your own words."),
        _("Whoever holds your phone sees what is not erased. The keyboard may remember what you typed."),
        _("This is not a formal complaint. For that, go to a station or use VNeID."),
    )
    return Reply(_page("\n".join(lines)))


async def real(here: Here, arguments: tuple[str, ...]) -> Reply:  # noqa: ARG001
    """How to tell the one true channel from a copy."""
    lines = (
        _("This channel has one name only: {title}").format(title=here.policy.bot_title),
        *([f"@{here.facts.bot_name}"] if here.facts.bot_name else []),
        _("The true channel never asks for a name, a phone number, an OTP or money."),
        _("It never writes first, unless you allowed it. If in doubt, don't write."),
    )
    return Reply(_page("\n".join(lines)))


async def languages(here: Here, arguments: tuple[str, ...]) -> Reply:
    """The languages that are complete and reviewed; choosing one speaks it at once."""
    chosen = arguments[0] if arguments else ""
    if chosen in REVIEWED:
        here.talking.language = chosen
        with speaking(chosen):
            return await home(here)
    options = tuple((action("languages", code), LANGUAGES[code]) for code in REVIEWED)
    return Reply(Screen(_("Which language do you read most easily?"), (*menu(*options), (quick_exit(),))))


async def shared(here: Here, arguments: tuple[str, ...]) -> Reply:  # noqa: ARG001
    """Others use this phone too: no question will ever be sent here openly."""
    here.talking.shared_phone = True
    text = _("Good to know. On this phone no question is ever shown openly.")
    return Reply(_page(text + "\n" + _("Press “Quick exit” whenever someone comes; erase when you are done.")))


def _page(text: str) -> Screen:
    return Screen(text, (*menu((action("more"), _("More…")), (action("home"), _("Menu"))), (quick_exit(),)))
