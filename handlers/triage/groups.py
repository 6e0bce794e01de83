"""Whatever happens in a group.

The bot is silent there but for cards, a command of staff, and one line to whoever speaks to it.
"""

from __future__ import annotations

from content.locales import _
from handlers.effects import ForgetGroup, LinkGroup, MoveGroup
from handlers.here import Here, Reply
from handlers.messages import Act, Button, Erase, Lane, Post, Screen, Show
from handlers.screens import action
from handlers.triage.gate import Admitted, admit
from handlers.triage.permissions import SENTENCES, Refusal, Right, case_of, refusal
from handlers.triage.topics import station_here
from storage import subscriptions
from storage.stations import Station

LINE = "line"
"""The one screen that the bot's own words take in a group: a newer line takes the place of the older."""
LINE_LASTS_S = 600.0


async def group(here: Here) -> Reply:
    """Added, removed, moved, promoted, spoken to; silence for the rest."""
    incoming = here.incoming
    if incoming.act is Act.MOVED:
        return Reply(effects=[MoveGroup(here.to, incoming.text)])
    if incoming.act is Act.LEFT:
        return Reply(effects=[ForgetGroup(here.to)], forget=True)
    if incoming.act is Act.JOINED:
        return Reply(posts=[Show(here.to, LINE, joined())])
    if incoming.act is Act.COMMAND and incoming.name == "noi":
        return await link_asked(here)
    if incoming.act is Act.COMMAND and incoming.name in ("truc", "hop", "khoa") and await here.person():
        screen = Screen(_("In the private chat, please."), _private(here, "truc"))
        return Reply(posts=[Show(here.to, LINE, screen, fresh=True, lasts_s=LINE_LASTS_S)])
    if incoming.mentioned and incoming.act in (Act.TEXT, Act.MEDIA, Act.POINT, Act.COMMAND):
        return await spoken_to(here)
    return Reply()


def joined() -> Screen:
    """The same for whoever added the bot: a group does not learn who is staff."""
    text = _(
        "Hello. For messages of prevention: who runs this group presses below. A duty group: type /noi and the unit's code."
    )
    return Screen(text, ((Button(_("Get messages"), payload=action("offer")),),))


async def promoted(here: Here) -> Reply | None:
    """In a station's group with topics the bot has to be an admin: it says what for, and what it does not do with that."""
    incoming = here.incoming
    here_for_topics = incoming.act in (Act.JOINED, Act.RIGHTS) and incoming.forum and incoming.manages
    if not here_for_topics or await station_here(here) is None:
        return None
    kept = _("From now on each tip has a topic of its own in this group.")
    return Reply(
        posts=[_line(here, f"{kept}\n{_('As an admin I could read along: nothing of what is said here is kept.')}")]
    )


async def spoken_to(here: Here) -> Reply:
    """Somebody told the bot something where all can read it.

    Taken away if the group lets us, never quoted (users.md C8).
    """
    text = _("Please write to this channel privately; in a group many can read along.")
    screen = Screen(text, _private(here, "x"))
    # Behind every card, and not anew while it stands: whoever chatters must not use up what the platform lets us say.
    posts: list[Post] = [Show(here.to, LINE, screen, lane=Lane.BROADCAST, lasts_s=LINE_LASTS_S)]
    if here.incoming.message and not await here.person():
        posts.append(Erase(here.to, (here.incoming.message,)))
    return Reply(posts=posts)


async def link_asked(here: Here) -> Reply:
    """/noi CODE, by an administrator or the station's own head; anybody else gets silence, an anonymous admin a reason."""
    if here.incoming.nameless:
        return Reply(posts=[_line(here, _(SENTENCES[Refusal.NAMELESS]))])
    person = await here.person()
    if person is None:
        return Reply()
    wanted = await _station(here, here.incoming.text)
    if wanted is None:
        return Reply(posts=[_line(here, _("No unit has this code. Type /noi and the code, such as /noi PC04."))])
    why = refusal(Right.LINK_GROUP, case_of(person, here.now, private=False, station=wanted.id))
    if why:
        return Reply(posts=[_line(here, _(SENTENCES[why]))])
    if await _gets_messages(here):
        return Reply(posts=[_line(here, _("This group gets messages of prevention. Type /dung first."))])
    text = _("Cards of {station} will appear in this group. Everyone here will see them. Link it?").format(
        station=wanted.name
    )
    yes = Button(_("Link this group"), payload=action("link", wanted.id))
    no = Button(_("Do not link"), payload=action("unlink"))
    return Reply(posts=[Show(here.to, LINE, Screen(text, ((yes, no),)), fresh=True, lasts_s=LINE_LASTS_S)])


async def link(here: Here, arguments: tuple[str, ...]) -> Reply:
    """The second tap, by somebody who may."""
    wanted = await _station(here, arguments[0] if arguments else "")
    found = await admit(here, Right.LINK_GROUP, wanted.id if wanted else "")
    if not isinstance(found, Admitted):
        return found
    if wanted is None or here.to.private:
        return Reply(toast=_("That button was from before."))
    text = _("This group is linked to {station}. Read tips privately, no details here.").format(station=wanted.name)
    if here.incoming.forum:
        text += "\n" + _("Each tip gets a topic of its own, if the bot may manage topics here.")
    return Reply(
        posts=[Show(here.to, LINE, Screen(text))],
        effects=[LinkGroup(wanted.id, here.to, found.person.id, here.incoming.forum)],
    )


async def unlink(here: Here, arguments: tuple[str, ...]) -> Reply:  # noqa: ARG001
    """ "No": nothing is linked, the question goes away."""
    found = await admit(here, Right.LINK_GROUP)
    if not isinstance(found, Admitted):
        return found
    return Reply(posts=[_line(here, _("Nothing was linked."))])


async def _gets_messages(here: Here) -> bool:
    """A duty group holds nobody who is no officer, so it is not one that subscribed."""
    chat = subscriptions.chat_of(here.keyring, here.to.channel, here.to.chat)
    found = await subscriptions.by_chat(here.rows, here.keyring, chat)
    return found is not None and found.state in subscriptions.LIVING


async def _station(here: Here, code: str) -> Station | None:
    wanted = code.strip().casefold()
    return next((one for one in (await here.stations()).values() if one.id.casefold() == wanted), None)


def _private(here: Here, word: str) -> tuple[tuple[Button, ...], ...]:
    """The way into the private chat, where the platform has links for that."""
    link = here.facts.link(word)
    return ((Button(_("Write privately"), link=link),),) if link else ()


def _line(here: Here, text: str) -> Post:
    return Show(here.to, LINE, Screen(text), fresh=True, lasts_s=LINE_LASTS_S)
