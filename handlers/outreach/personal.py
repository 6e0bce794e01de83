"""Pieces for oneself, once a week: what is kept of a person is said before they agree, and "no" comes first.

This is the only lasting row about a citizen. It goes at the first word: the button, /dung, erasing the chat, blocking us.
"""

from __future__ import annotations

from content.library import shipped
from content.library.terms import Audience
from content.locales import DEFAULT, REVIEWED, _, language
from content.outreach_terms import Reason, SubscriptionKind
from handlers.citizen.start import LANGUAGES
from handlers.dialogue import Ask
from handlers.effects import Effect
from handlers.here import Begin, Here, Reply
from handlers.messages import Screen
from handlers.outreach.effects import EndMine, SubscribePerson
from handlers.questions import Choice
from handlers.screens import action, menu, quick_exit
from handlers.triage.hours import local
from storage import subscriptions
from storage.subscriptions import LIVING, Subscription

PERSON_TEXT = "nguoi-1"
"""The version of what a person reads before they agree; a test holds the words to it."""
ANYWHERE = "anywhere"
NEVER_KEPT = frozenset({Audience.FAMILIES, Audience.QUITTING, Audience.PAGODAS})
"""Whoever chose these would be on a list of those who use drugs, of their families, or of a people: there is no such list."""


async def weekly(here: Here, arguments: tuple[str, ...]) -> Reply:  # noqa: ARG001
    """How it stands, with the way out; or the questions."""
    found = await mine(here, relay=False)
    if found is None:
        return Reply(begin=Begin("weekly"))
    place = here.gazetteer.title(found.area) if found.area else _("all communes")
    text = _("A piece comes here once a week at most: {audience}, {place}.")
    text = text.format(audience=_(found.audience.text), place=place)
    return Reply(_screen(text, (action("weekly_stop"), _("No more pieces"))))


async def ask_weekly(ask: Ask, here: Here) -> Reply:
    """Dialogue: where, for whom, in which language; then what is kept, and whether they agree."""
    area = await _where(ask, here)
    day = local(here.now, here.policy).date()
    audiences = {one.value: _(one.text) for one in shipped().audiences(language(), day) if one not in NEVER_KEPT}
    audience = Audience(await ask("audience", Choice(_("Whom shall the pieces be for?"), audiences)))
    spoken = here.talking.language or DEFAULT
    if len(REVIEWED) > 1:
        spoken = await ask(
            "language", Choice(_("In which language?"), {code: LANGUAGES[code] for code in REVIEWED})
        )  # fmt: skip
    options = {"no": _("No, thank you"), "yes": _("I agree")}
    if await ask("agree", Choice(_("Once a week?"), options, kept(here, area, audience))) == "no":
        return Reply(_screen(_("All right. Nothing is kept. The pieces can be read here any time.")))
    text = _("Done. A piece comes here once a week at most. To stop: /dung, or the button.")
    wanted = SubscribePerson(here.to, area, audience, spoken)
    return Reply(_screen(text, (action("weekly_stop"), _("No more pieces"))), effects=[wanted])


def kept(here: Here, area: str | None, audience: Audience) -> str:
    """The plain truth about the row, before there is one."""
    place = here.gazetteer.title(area) if area else _("all communes")
    lines = (
        _("To send pieces, a line about you must stay here: this account, {place}, {audience}."),
        _("It stays until you stop. It is sealed, but whoever runs this machine could open it."),
        _("It is not tied to any message you send. Whoever looks at your phone sees the pieces."),
        _("You need not: the pieces can be read here any time, and nothing is kept."),
    )
    return "\n".join(lines).format(place=place, audience=_(audience.text))


async def stop(here: Here, arguments: tuple[str, ...] = ()) -> Reply:  # noqa: ARG001
    """One tap, one word; the same for whoever had none."""
    return Reply(
        _screen(_("Done. No pieces come here any more, and nothing of it is kept.")), effects=await ending(here)
    )


async def dung(here: Here) -> Reply:
    """/dung in a private chat."""
    return await stop(here)


async def blocked(here: Here) -> Reply:
    """They blocked us, or deleted the chat: nothing is sent there, nothing is kept."""
    return Reply(effects=await ending(here, Reason.BLOCKED), forget=True)


async def ending(here: Here, reason: Reason = Reason.ASKED) -> list[Effect]:
    """The end of whatever this account gets; nothing where it gets nothing."""
    if await mine(here, relay=False) or await mine(here, relay=True):
        return [EndMine(here.to, reason)]
    return []


async def mine(here: Here, *, relay: bool) -> Subscription | None:
    """What this account gets, for itself or to pass on."""
    if not here.to.private:
        return None
    chat = subscriptions.chat_of(here.keyring, here.to.channel, here.to.chat, relay=relay)
    found = await subscriptions.by_chat(here.rows, here.keyring, chat)
    wanted = SubscriptionKind.RELAY if relay else SubscriptionKind.PERSON
    return found if found and found.kind is wanted and found.state in LIVING else None


async def _where(ask: Ask, here: Here) -> str | None:
    """A commune by two taps, or none: least is kept of whoever chooses nothing."""
    districts = {option.area: option.label for option in here.gazetteer.districts()}
    options = {ANYWHERE: _("All communes"), **districts}
    district = await ask("district", Choice(_("From where? You need not say."), options))
    if district == ANYWHERE:
        return None
    communes = {option.named or option.area: option for option in here.gazetteer.communes(district)}
    labels = {key: option.label for key, option in communes.items()}
    return communes[await ask("district.commune", Choice(_("Which commune, by its old name?"), labels))].area


def _screen(text: str, *lines: tuple[str, str]) -> Screen:
    return Screen(
        text, (*menu(*lines, (action("tips"), _("Read pieces")), (action("home"), _("Menu"))), (quick_exit(),))
    )
