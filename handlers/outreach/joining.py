"""How a group or a channel comes to get messages: a link or a code, what it agrees to, and how it stops (users.md 3.13, B6).

Who presses is asked of the platform before anything is written (`AskStanding`): whoever runs the group agrees for it, and
any of them may stop it. The bot reads nothing there and is silent otherwise.
"""

from __future__ import annotations

from content.library import shipped
from content.library.terms import Audience
from content.locales import DEFAULT, _, language, ngettext
from content.numbers import live
from content.outreach_terms import Reason
from content.policy import Policy
from handlers.here import Here, Reply
from handlers.messages import Act, Button, Post, Remove, Screen, Show
from handlers.outreach.effects import AskStanding, HoldChat, ReleaseChat, Wish
from handlers.screens import action
from handlers.triage.groups import LINE, LINE_LASTS_S
from handlers.triage.hours import local
from storage import stations, targets
from storage.seals import Seals
from storage.targets import Target

CONSENT = "consent"
"""The one screen of a group that asks, and says afterwards how it stands."""
CONSENT_TEXT = "nhom-1"
"""The version of the words below: a test holds the words to it."""
BLANK = "………"


async def in_group(here: Here) -> Reply | None:
    """What concerns messages of prevention; None for whatever else happens in a group."""
    incoming = here.incoming
    if incoming.act in (Act.JOINED, Act.RIGHTS):
        return await _standing_changed(here)
    if incoming.act is not Act.COMMAND:
        return None
    if incoming.name == "dung":
        return stop_asked(here)
    if incoming.name == "dangky":
        return await offer(here, (incoming.text.strip().lower(),))
    if incoming.name == "start" and incoming.text.strip():
        return await offer(here, (incoming.text.strip().lower(),))
    return None


async def _standing_changed(here: Here) -> Reply | None:
    """The bot's own place in the chat. A channel's only member that writes is its administrator; a group's must not be.
    In a unit's duty group that is not said: its cards come either way.
    """
    name = here.incoming.name
    if name == "administrator":
        text = _("As an admin I could read everything here. Please take that right back; until then I send nothing.")
        said = [] if await stations.of_group(here.rows, _chat(here)) else [_line(here, text)]
        return Reply(posts=said, effects=[HoldChat(here.to, Reason.ADMIN)])
    if name in ("restricted", "silent"):
        return Reply(effects=[HoldChat(here.to, Reason.RIGHTS)])
    if name == "posts" and here.incoming.act is Act.JOINED:
        return Reply(posts=[_consent(here, consent_screen(here.policy, None, channel=True))])
    if here.incoming.act is Act.RIGHTS:
        return Reply(effects=[ReleaseChat(here.to)])
    return None


async def offer(here: Here, arguments: tuple[str, ...] = ("",)) -> Reply:
    """The question to the group. A code that nobody has is said; without one an officer has to confirm."""
    if here.to.private:
        return Reply(toast=_("That button was from before."))
    if await stations.of_group(here.rows, _chat(here)):
        return Reply(posts=[_line(here, _("This is a unit's duty group. Messages go to another group."))])
    code = arguments[0] if arguments else ""
    found = await _target(here, code)
    if code and found is None:
        text = _("No school or place has this code. It stands on the poster: type /dangky and the code.")
        return Reply(posts=[_line(here, text)])
    # What greeted the group asked the same with another button: one question stands.
    return Reply(posts=[Remove(here.to, LINE), _consent(here, consent_screen(here.policy, found))])


async def agree(here: Here, arguments: tuple[str, ...]) -> Reply:
    """ "We agree": counts once the platform has said that this person runs the group."""
    code = arguments[0] if arguments else ""
    if here.to.private or (code and await _target(here, code) is None):
        return Reply(toast=_("That button was from before."))
    wanted = AskStanding(here.to, Wish.AGREE, code, here.talking.language or DEFAULT)
    return Reply(toast=_("One moment: who runs this group is looked up."), effects=[wanted])


async def sample(here: Here, arguments: tuple[str, ...]) -> Reply:
    """One piece as it would come, for ten minutes."""
    if here.to.private:
        return Reply(toast=_("That button was from before."))
    found = await _target(here, arguments[0] if arguments else "")
    day, spoken = local(here.now, here.policy).date(), language()
    pieces = shipped().offered(found.audience, spoken, day) if found else ()
    pieces = pieces or shipped().offered(Audience.EVERYONE, spoken, day)
    numbers = {key: number.digits for key, number in live(here.now).items()}
    text = pieces[0][1].text(numbers) if pieces else _("There is nothing to read here just now.")
    return Reply(posts=[_line(here, f"{_('This is how a message looks:')}\n{text}")])


async def decline(here: Here, arguments: tuple[str, ...]) -> Reply:  # noqa: ARG001
    """ "No": nothing is kept. Whoever runs the group can still ask later."""
    if here.to.private:
        return Reply(toast=_("That button was from before."))
    return Reply(posts=[_consent(here, Screen(_("All right, nothing is sent here. Later: type /dangky.")))])


async def stop(here: Here, arguments: tuple[str, ...]) -> Reply:  # noqa: ARG001
    """One tap."""
    return Reply(toast=_("That button was from before.")) if here.to.private else stop_asked(here)


def stop_asked(here: Here) -> Reply:
    """By whoever runs the group; anybody else is told who can."""
    wanted = AskStanding(here.to, Wish.STOP, language=here.talking.language or DEFAULT)
    return Reply(toast=_("One moment: who runs this group is looked up."), effects=[wanted])


def consent_screen(policy: Policy, target: Target | None, *, channel: bool = False) -> Screen:
    """What is agreed to: who sends, under which paper, how often, what the bot does not do, and the way to stop."""
    if channel:
        first = _("Shall this broadcast channel get messages against drugs from {agency}?")
        rights = _("The bot needs the right to post here, and no other.")
    else:
        first = _("Shall this group get messages against drugs from {agency}, for {target}?")
        rights = _("The bot reads no messages and takes no list of members. Please don't make it an admin.")
    most = ngettext(
        "At most {n} a week, between {since}:00 and {until}:00.", "At most {n} a week, between {since}:00 and {until}:00.",
        policy.messages_a_week,
    )  # fmt: skip
    lines = (
        first.format(agency=policy.agency, target=target.name if target else _("its members")),
        _("Under {paper}.").format(paper=policy.paper or BLANK),
        most.format(n=policy.messages_a_week, since=policy.send_from, until=policy.send_to),
        rights,
        _("To stop: press Stop or type /dung. Please name no pupil here."),
    )
    code = target.id if target else ""
    return Screen(
        "\n".join(lines),
        (
            (Button(_("We agree"), payload=action("agree", code)),),
            (
                Button(_("See a sample"), payload=action("sample", code)),
                Button(_("No, thank you"), payload=action("decline")),
            ),
        ),
    )


def agreed_screen(target: str, *, waits: bool = False, held: Reason = Reason.NONE) -> Screen:
    """How it stands after the agreement, with the one tap that ends it."""
    if waits:
        text = _("Thank you. An officer confirms whose group this is; nothing is sent before.")
    else:
        text = _("Thank you. Messages for {target} will come here.").format(target=target)
    if held is Reason.ADMIN:
        text += "\n" + _(
            "As an admin I could read everything here. Please take that right back; until then I send nothing."
        )
    text += "\n" + _("To stop: press Stop or type /dung.")
    return Screen(text, ((Button(_("Stop"), payload=action("stop")),),))


def stopped_screen() -> Screen:
    """It ended."""
    return Screen(_("Done. No more messages come here. To get them again: type /dangky."))


def refused_screen() -> Screen:
    """An officer did not know whose group it is."""
    return Screen(_("No officer could confirm whose group this is. Ask the school or the unit for its own link."))


def not_in_charge() -> Screen:
    """To whoever pressed for others."""
    return Screen(_("Only somebody who runs this group can do that."))


def _consent(here: Here, screen: Screen) -> Post:
    return Show(here.to, CONSENT, screen)


def _line(here: Here, text: str) -> Post:
    return Show(here.to, LINE, Screen(text), fresh=True, lasts_s=LINE_LASTS_S)


def _chat(here: Here) -> bytes:
    to = here.to
    return Seals(here.keyring).chat_ids(to.channel, to.chat, to.user, private=False, now=here.now)[0]


async def _target(here: Here, code: str) -> Target | None:
    """The living target of a code that anybody can type."""
    found = await targets.get(here.rows, here.keyring, code) if targets.ID.fullmatch(code) else None
    return found if found and found.holds_on(local(here.now, here.policy).date()) else None
