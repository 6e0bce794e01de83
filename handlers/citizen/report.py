"""The report: what, where, and from there on as little or as much as the person wants (users.md B1).

A first line in any form is the *what*; only the place is asked for. Everything else has a safe default and a button
in the review. "Send now" is on every screen from what and where on.
"""

from __future__ import annotations

import re
from dataclasses import replace

from content.locales import DEFAULT, _, language
from content.terms import Detail, Topic, Urgency
from handlers.citizen import doors
from handlers.citizen.closed import is_closed, turned_away
from handlers.citizen.details import (
    ask_contact,
    ask_danger,
    ask_danger_note,
    ask_hour,
    ask_known,
    ask_reader,
    ask_topic,
    ask_try,
    ask_when,
    when_line,
)
from handlers.citizen.emergency import danger_text
from handlers.citizen.guard import guard, hurry, masked
from handlers.citizen.intake import other_way
from handlers.citizen.leave import tip_screen
from handlers.citizen.muted import muted_screen, muted_until
from handlers.citizen.pace_rules import TIPS, tip_wait
from handlers.citizen.place import Place, place
from handlers.citizen.receipt import uncopied
from handlers.citizen.rest import Rest
from handlers.citizen.review import DROP, SEND, Review
from handlers.citizen.start import who_reads
from handlers.citizen.story import Story, Tell
from handlers.citizen.submit import Draft, files_in, stations_of, tip_of
from handlers.citizen.topic_rules import Guess
from handlers.dialogue import Ask
from handlers.effects import DropFiles, Effect
from handlers.here import Begin, Here, Reply
from storage import pace
from storage.seals import Seals
from storage.vault.receipt import new_receipt

CANNOT_CALL, NO_DANGER = "cannot", "none"
IN_DANGER = ("called", CANNOT_CALL)
_HOUR = re.compile(r"\b\d{1,2}\s*(?:h|g|giờ|gio|:\d)", re.IGNORECASE)


async def report(ask: Ask, here: Here) -> Reply:
    """From the first line to the receipt."""
    if await is_closed(here):
        return turned_away(here, files_in(ask.talk.answers))
    if elsewhere := await other_way(ask, here):
        return elsewhere
    urgent = bool(ask.so_far("urgent"))
    story = Story.of(await ask("story", tell(here, at_once=urgent)))
    if not urgent and (door := await doors.other_door(ask, here, story)):
        return door
    lead = "" if here.talking.warned else who_reads(here)
    # Words of danger bring the numbers at once, above the next question, before anything is asked about them.
    # Who says that they can't call has just read them.
    first = danger_text(here) if story.signs.danger and not urgent and not ask.opened("danger") else ""
    where = await place(ask, here, story, first=first, lead=lead, hurry=urgent or ask.talk.edited == "place")
    rest = Rest.of(ask)
    subject = await ask_topic(rest, story)
    if subject.detail is Detail.SURRENDER:
        return doors.closed_by_topic(ask, here)
    draft, effects = await compose(rest, here, story, where, subject)
    if await decide(rest, here, draft) == DROP:
        files = files_in(ask.talk.answers)
        return Reply(tip_screen(), effects=[DropFiles(files)] if files else [])
    if draft.urgency is not Urgency.DANGER and (until := await muted_until(here)):
        files = files_in(ask.talk.answers)
        return Reply(muted_screen(here, until), effects=[DropFiles(files)] if files else [])
    receipt = new_receipt()
    sent = await tip_of(here, draft, receipt)
    here.talking.told = [*here.talking.told, receipt.tag(here.keyring.lookup_pepper)[0]][-MOST_TOLD:]
    here.talking.warned = True
    shown = Begin(
        "receipt",
        {
            "receipt": receipt.packed().hex(),
            "test": draft.test,
            "earlier": uncopied(here.talking),
            "slow": await slowed(here),
        },
    )
    return Reply(begin=shown, effects=[*effects, sent])


MOST_TOLD = 20
"""Tips of which a chat remembers that it sent them: whoever tells the same again is no new source."""


async def slowed(here: Here) -> bool:
    """Whether this chat has told so much lately that officers will see this one later."""
    chat = Seals(here.keyring).chat_ids(here.to.channel, here.to.chat, here.to.user, private=True, now=here.now)[0]
    next_one = await pace.ahead(here.rows, TIPS, chat, here.now) + here.policy.tip_pace
    return tip_wait(next_one, here.policy) > 0


def tell(here: Here, *, at_once: bool) -> Tell:
    """The open question of a report."""
    if at_once:
        text = _("Where, how many people, knives or guns? One line, and it goes at once.")
    else:
        text = "\n".join(
            (
                _("What did you see? Who, doing what, when, which car or boat. A few lines are enough."),
                _("Words, pictures, voice notes: all fine. Khmer is fine too, spoken or written."),
                _("Don't go near to look or to film more."),
            )
        )
    return Tell(_("What was seen"), text, erased=here.facts.can_delete, at_once=at_once)


async def compose(
    rest: Rest, here: Here, story: Story, where: Place, subject: Guess
) -> tuple[Draft, tuple[Effect, ...]]:
    """Everything that makes the tip better, with a safe default each; and what must be done to its files."""
    more = Tell(_("Add something"), _("What else? Words, pictures, voice notes."), hurry(), here.facts.can_delete)
    story += Story.of(await rest.optional("more", more, rest.parts("more")))
    danger, note = await face_danger(rest, here, doubtful=subject.topic is Topic.PSYCHOSIS or story.signs.danger)
    hour = await ask_hour(rest) if where.on_water and not _HOUR.search(f"{story.text} {where.told}") else ""
    guarded = await guard(rest, story)
    known = await ask_known(rest)
    when = await ask_when(rest, here)
    draft = Draft(
        story=guarded.story,
        place=replace(where, told=masked(where.told)),
        topic=subject.topic,
        detail=subject.detail,
        urgency=urgency_of(danger, str(when.get("key", ""))),
        reader=await ask_reader(rest),
        contact=await ask_contact(rest, here),
        known=known,
        when=when_line(when, DEFAULT, own_words=True),
        seen=when_line(when, language(), own_words=False),
        hour=hour,
        danger=danger if danger in IN_DANGER else "",
        danger_note=note,
        standpoint=guarded.standpoint,
        test=await ask_try(rest, sounds_real=story.signs.tip and where.area is not None),
    )
    return draft, guarded.effects


async def face_danger(rest: Rest, here: Here, *, doubtful: bool) -> tuple[str, str]:
    """Whether somebody is in danger, asked where words hint at it; who cannot call is asked nothing more."""
    if rest.ask.so_far("urgent"):
        danger, note = CANNOT_CALL, ""
    else:
        danger = await ask_danger(rest, here) if doubtful or rest.ask.opened("danger") else NO_DANGER
        note = await ask_danger_note(rest) if danger == CANNOT_CALL else ""
    rest.hurried = rest.hurried or danger == CANNOT_CALL
    return danger, note


def urgency_of(danger: str, when: str) -> Urgency:
    """How fast somebody must look. Words alone never decide it: an answer does, or "Send now" on the danger screen."""
    if danger in IN_DANGER:
        return Urgency.DANGER
    return Urgency.ONGOING if when == "ongoing" or danger == "" else Urgency.ORDINARY


async def decide(rest: Rest, here: Here, draft: Draft) -> str:
    """The review: `SEND` or `DROP`."""
    names = await here.stations()
    readers = [names[station].name if station in names else station for station in await stations_of(here, draft)]
    detail = _(draft.detail.text) if draft.detail and draft.detail is not Detail.UNSURE else ""
    about = [detail or _(draft.topic.text), draft.place.label, draft.seen]
    review = Review(
        _("Send"),
        " · ".join(filter(None, about)),
        ", ".join(readers),
        draft.contact,
        draft.story,
        may_hide=draft.topic is not Topic.OFFICIAL and draft.place.area is not None,
        test=draft.test,
    )
    return await rest("send", review, SEND)
