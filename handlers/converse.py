"""One act of one person through the house: which handler answers, and what the chat remembers afterwards."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from content.locales import DEFAULT, _, speaking
from content.policy import Policy
from handlers.conversation import Conversation
from handlers.dialogue import Event, Json, Pause, Talk, turn
from handlers.effects import Effect, Fetch
from handlers.here import Begin, Facts, Here, Reply
from handlers.messages import Act, Erase, Incoming, Media, Post, Screen, Show, Toast
from handlers.places import Gazetteer
from handlers.routes import Routes
from handlers.screens import ALONE, MAIN, QUICK_EXIT, question_screen
from handlers.sea import Chart
from handlers.typed import offer, typed_press
from storage.vault.keyring import Keyring

WORD = "word"
"""Where a few words stand that would be a toast elsewhere."""
SAID = (Act.TEXT, Act.MEDIA, Act.POINT, Act.EDIT)


@dataclass(frozen=True)
class Turned:
    """What one turn leaves: the state to seal (None: forget the chat), what to post and do, when to look again."""

    state: dict[str, Any] | None
    posts: list[Post] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    wake_at: float | None = None


@dataclass(frozen=True)
class House:
    """Everything a turn needs besides the turn: built once, shared by all."""

    routes: Routes
    keyring: Keyring
    gazetteer: Gazetteer
    chart: Chart
    policy: Policy
    facts: Mapping[str, Facts]  # by channel

    async def converse(self, rows: AsyncConnection, incoming: Incoming, state: Mapping[str, Any], now: float) -> Turned:
        """Answer one act. Reads through `rows`, writes nothing."""
        talking = Conversation.from_json(state)
        facts = self.facts[incoming.address.channel]
        here = Here(incoming, now, rows, self.keyring, self.gazetteer, self.chart, self.policy, facts, talking)
        with speaking(talking.language or DEFAULT):
            here.incoming = typed_press(incoming, talking, facts, self.policy.reading)
            reply = said_aloud(here, await respond(here, self.routes))
            offer(here, reply)
            posts = [*posts_of(here, reply), *reply.posts]
        if reply.forget and not talking.talks:
            return Turned(None, posts, reply.effects)
        covered = incoming.address.private and facts.can_edit  # where nothing can be covered, silence changes nothing
        return Turned(talking.to_json(), posts, reply.effects, now + self.policy.idle_screen if covered else None)


def said_aloud(here: Here, reply: Reply) -> Reply:
    """Where a press can't be acknowledged, its few words are said in the chat."""
    if reply.toast and here.incoming.act is Act.PRESS and not here.incoming.callback:
        if reply.screen:
            reply.screen = replace(reply.screen, text=f"{reply.toast}\n{reply.screen.text}")
        else:
            reply.posts.append(Show(here.to, WORD, Screen(reply.toast)))
        reply.toast = ""
    return reply


def posts_of(here: Here, reply: Reply) -> list[Post]:
    """What every reply brings: the press acknowledged, the main screen, the person's own lines erased once stored."""
    incoming, posts = here.incoming, list[Post]()
    if incoming.callback:
        posts.append(Toast(here.to, incoming.callback, reply.toast, reply.alert))
    if reply.screen and shows_receipt(here):
        posts.append(Show(here.to, ALONE, reply.screen))
    elif reply.screen:
        posts.append(Show(here.to, MAIN, reply.screen, fresh=reply.fresh or incoming.act is Act.COMMAND))
        if MAIN not in here.talking.screens:
            here.talking.screens.append(MAIN)
    written = incoming.act in SAID or incoming.act in (Act.COMMAND, Act.ODD)
    if written and not reply.left and incoming.message and incoming.address.private and here.facts.can_delete:
        posts.append(Erase(here.to, (incoming.message,)))
    return posts


def shows_receipt(here: Here) -> bool:
    """Whether this is a receipt where answers are typed: a number typed twice has "copied" it before it has left, and
    what follows must not take its place.
    """
    talk = here.talking.talk
    return talk is not None and talk.dialogue == "receipt" and not here.facts.can_edit


async def respond(here: Here, routes: Routes) -> Reply:
    """The handler's answer, with a dialogue it began or resumed brought to its open question."""
    reply = await route(here, routes)
    for _step in range(4):  # a dialogue may end in the beginning of another; a ring of them would be a mistake of ours
        if not reply.begin and not reply.resume:
            break
        following = await follow(here, routes, reply)
        following.effects, following.posts = [*reply.effects, *following.effects], [*reply.posts, *following.posts]
        following.toast, following.note = following.toast or reply.toast, following.note or reply.note
        following.fresh = following.fresh or reply.fresh
        reply = following
    if here.incoming.act is Act.PRESS and unheard(here, reply):
        reply.screen = (await where_you_are(here, routes, "")).screen
    if reply.screen and reply.note:
        reply.screen = replace(reply.screen, text=f"{reply.note}\n{reply.screen.text}")
    if reply.screen and not here.talking.focused:
        here.talking.here = reply.page
    return reply


def unheard(here: Here, reply: Reply) -> bool:
    """Whether a press would be followed by nothing that a person sees, where even the button stays as it was."""
    shown = reply.screen or any(isinstance(post, Show) for post in reply.posts)
    return here.to.private and not here.incoming.callback and not shown


async def follow(here: Here, routes: Routes, reply: Reply) -> Reply:
    """The dialogue that a reply names: begun, or the waiting one; the menu where that is gone."""
    if reply.begin:
        return await start(here, routes, reply.begin)
    talk = here.talking.resume(reply.resume)
    return await (go_on(here, routes, talk, None) if talk else routes.home(here))


async def route(here: Here, routes: Routes) -> Reply:
    incoming = here.incoming
    if not incoming.address.private:
        reply = await (press(here, routes) if incoming.act is Act.PRESS else routes.group(here))
        reply.effects = [*reply.effects, *await routes.noticed(here)]
        return reply
    if incoming.act is Act.LEFT:
        here.talking.talks.clear()
        return await routes.blocked(here)
    if incoming.act is Act.WITHDRAWN:
        return await routes.withdrawn(here)
    if incoming.act is Act.PRESS:
        return await press(here, routes)
    if incoming.act is Act.COMMAND:
        return await command(here, routes)
    if incoming.act in SAID:
        return await said(here, routes)
    if incoming.act is Act.IDLE:
        here.talking.focused = False
        return await routes.idle(here)
    if incoming.act is Act.ODD:
        return await odd(here, routes)
    if incoming.act is Act.UNSEEN:
        return await where_you_are(here, routes, routes.unseen(here))
    if incoming.act is Act.SHOW and incoming.show:
        return Reply(posts=[incoming.show])
    if incoming.act is Act.NEWS and incoming.name in routes.news:
        return await routes.news[incoming.name](here)
    return Reply()


async def command(here: Here, routes: Routes) -> Reply:
    """A command leaves the open dialogue waiting; one that nobody knows brings the menu."""
    here.talking.focused = False
    return await routes.commands.get(here.incoming.name, routes.home)(here)


async def said(here: Here, routes: Routes) -> Reply:
    """What was typed, spoken, photographed: to the open question, the page that hears it, or kept and asked about."""
    talk, incoming = here.talking.talk, here.incoming
    if not talk and here.talking.here in routes.pages:
        return await routes.pages[here.talking.here](here)
    note = ""
    if incoming.media and incoming.media.size > here.facts.largest_file:
        note = _("That file is too big to get here. A shorter one would.")
        if not incoming.text:
            return await where_you_are(here, routes, note)
        incoming = replace(incoming, media=None)  # what was written under it is not lost with it
    event, effects = event_of(incoming)
    reply = await (go_on(here, routes, talk, event) if talk else routes.outside(here, event))
    if not reply.left:
        reply.effects = [*effects, *reply.effects]
    reply.note = note or reply.note
    return reply


async def odd(here: Here, routes: Routes) -> Reply:
    """A sticker, a contact, a poll: said plainly, and the question stays."""
    return await where_you_are(
        here, routes, _("That kind of message can't be read here. Words, photos and voice notes can.")
    )


async def where_you_are(here: Here, routes: Routes, sentence: str) -> Reply:
    """The open question again, or the menu, under a sentence that says why."""
    talk = here.talking.talk
    reply = await (go_on(here, routes, talk, None) if talk else routes.home(here))
    reply.note = sentence
    return reply


async def press(here: Here, routes: Routes) -> Reply:
    """A button: an answer, Back, the quick exit, or an action by its name."""
    kind, _colon, rest = here.incoming.payload.partition(":")
    if kind == QUICK_EXIT and here.to.private:
        return await routes.leave(here)
    if kind == "a":
        name, *arguments = rest.split(":")
        return (
            await routes.actions[name](here, tuple(arguments)) if name in routes.actions else await stale(here, routes)
        )
    if kind in routes.actions:
        return await routes.actions[kind](here, (rest,))
    talk = here.talking.talk
    if kind not in ("q", "b") or talk is None:
        return await stale(here, routes)
    number, _colon, key = rest.partition(":")
    screen = int(number) if number.isdecimal() and len(number) < 9 else -1
    if kind == "b":
        return await go_on(here, routes, talk, Event(back=True, screen=screen, at=here.now))
    edit = key.removeprefix("edit:") if key.startswith("edit:") else ""
    return await go_on(here, routes, talk, Event(option="" if edit else key, edit=edit, screen=screen, at=here.now))


async def stale(here: Here, routes: Routes) -> Reply:
    """A button that leads nowhere any more: where you are, not an error."""
    if not here.to.private:
        return Reply(toast=_("That button was from before."))
    reply = await where_you_are(here, routes, "")
    reply.toast = _("That button was from before.")
    return reply


async def start(here: Here, routes: Routes, begin: Begin) -> Reply:
    """Begin a dialogue with what is known already."""
    answers: dict[str, list[Json]] = {key: [value, True] for key, value in begin.answers.items()}
    answers |= {key: [parts, False] for key, parts in begin.open_parts.items()}
    talk = Talk(begin.dialogue, answers, spill=begin.keep_story, last_part=here.incoming.at or here.now)
    here.talking.begin(talk)
    return await go_on(here, routes, talk, None)


async def go_on(here: Here, routes: Routes, talk: Talk, event: Event | None) -> Reply:
    """One event through the talk: its next question, or what it ends with."""
    dialogue = routes.dialogues[talk.dialogue]
    result = await turn(lambda ask: dialogue(ask, here), talk, event)
    here.talking.shown = max(here.talking.shown, talk.screen)
    if isinstance(result, Pause):
        return Reply(question_screen(talk, result), left=result.full)
    here.talking.finish(talk)
    return result


def event_of(incoming: Incoming) -> tuple[Event, list[Effect]]:
    """What was said, as an event; a file gets its own key and is fetched by slow work."""
    revised, forwarded = incoming.act is Act.EDIT, incoming.forwarded
    if incoming.media and not revised:
        part, fetch = file_part(incoming, incoming.media)
        return Event(part=part, at=incoming.at, forwarded=forwarded), [fetch]
    if incoming.point:
        part = {"kind": "point", "latitude": incoming.point[0], "longitude": incoming.point[1]}
        return Event(part=part, at=incoming.at, revised=revised, forwarded=forwarded), []
    return Event(text=incoming.text, at=incoming.at, revised=revised, forwarded=forwarded), []


def file_part(incoming: Incoming, media: Media) -> tuple[dict[str, Json], Effect]:
    """A file as part of a story: where it will be kept and the key that opens it. The caption is part of it."""
    blob, key = secrets.token_hex(16), secrets.token_hex(32)
    part = {"kind": media.kind, "blob": blob, "key": key, "text": incoming.text}
    return part, Fetch(media, blob, key, incoming.address)
