"""A reward, on the officers' side: whoever has the tip proposes, the head decides, the province's desk checks the code.

No name of a reporter is asked for anywhere, and no free words: nothing could hold one (users.md C5).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from content.locales import _, ngettext
from content.terms import Merit, RewardState
from handlers.citizen.lookup_rules import allowed_at
from handlers.dialogue import Ask, Event, Json, Prompt, Question, Sorry
from handlers.effects import ClaimReward, CountMiss, DecideReward, ProposeReward
from handlers.here import Begin, Here, Reply
from handlers.messages import Button, Screen
from handlers.questions import Choice
from handlers.screens import action
from handlers.triage.desk import done_screen
from handlers.triage.gate import Admitted, AdmittedTo, admit, admit_to
from handlers.triage.permissions import Right
from handlers.triage.reward_rules import deciders, rewardable, typed
from storage import own, people, rewards, tips
from storage.people import Person
from storage.reading import OpenTip, open_tip
from storage.rewards import Reward
from storage.seals import Seals
from storage.tips import Card

PROPOSE, CHECK = "propose_reward", "reward_code"
ENTRY = "reward"
"""The kind of entry in a tip that says for what it was proposed."""


async def begin(here: Here, arguments: tuple[str, ...]) -> Reply:
    """ "Propose a reward", on the card of a tip one has."""
    found = await admit_to(here, Right.REWARD, arguments[0] if arguments else "")
    if not isinstance(found, AdmittedTo):
        return found
    if why := await barred(here, found.card, found.person):
        return Reply(toast=why, alert=True)
    return Reply(begin=Begin(PROPOSE, {"tip": found.card.public}), fresh=True)


async def propose(ask: Ask, here: Here) -> Reply:
    """For what: one of a few words."""
    public = str(ask.so_far("tip"))
    found = await admit_to(here, Right.REWARD, public)
    if not isinstance(found, AdmittedTo):
        return found
    text = "\n".join(
        (
            _("For what is {label} proposed? The head decides.").format(label=found.card.label),
            _("The reporter reads of it at a look-up only. Nobody calls them, nobody asks who they are."),
        )
    )
    merits = {merit.value: _(merit.text) for merit in Merit}
    merit = Merit(await ask("merit", Choice(_("For what?"), merits, text, 1)))
    if why := await barred(here, found.card, found.person):
        return Reply(done_screen(why))
    return Reply(done_screen(_("Proposed. The head decides.")), effects=[ProposeReward(public, found.person.id, merit)])


async def barred(here: Here, card: Card, person: Person) -> str:
    """Why a tip can't be proposed now, in one sentence; "" where it can."""
    if not rewardable(card):
        return _("Only a tip that has led to something can be rewarded.")
    row = await tips.row_id(here.rows, card.public)
    if row and await rewards.of_tip(here.rows, row):
        return _("A reward was proposed for this tip already.")
    staff = await people.of_station(here.rows, here.keyring, *card.stations)
    return "" if deciders(card, person.id, staff, here.policy) else _("There is no head who could decide this.")


@dataclass(frozen=True)
class Proposed:
    """A proposal that this head may decide."""

    found: AdmittedTo
    reward: Reward
    opened: OpenTip


async def proposed(here: Here, public: str) -> Proposed | Reply:
    """The proposal, or why not."""
    found = await admit_to(here, Right.DECIDE_REWARD, public)
    if not isinstance(found, AdmittedTo):
        return found
    opened = await open_tip(here.rows, here.keyring, found.person, public, here.now)
    reward = await rewards.of_tip(here.rows, opened.row) if opened else None
    if opened is None or reward is None or reward.state is not RewardState.PROPOSED:
        return Reply(toast=_("This was decided already."), alert=True)
    staff = await people.of_station(here.rows, here.keyring, *found.card.stations)
    if found.person.id not in deciders(found.card, reward.proposer, staff, here.policy):
        return Reply(toast=_("Somebody else decides this."), alert=True)
    return Proposed(found, reward, opened)


async def look(here: Here, arguments: tuple[str, ...]) -> Reply:
    """What was proposed, for the head."""
    public = arguments[0] if arguments else ""
    one = await proposed(here, public)
    if isinstance(one, Reply):
        return one
    card, by = one.found.card, await people.get(here.rows, here.keyring, one.reward.proposer)
    merits = [entry.content.get("merit", "") for entry in one.opened.entries if entry.kind == ENTRY]
    lines = [
        _("{name} proposes a reward for {label}.").format(name=by.name if by else "?", label=card.label),
        f"{_(card.topic.text)} · {_(card.outcome.text) if card.outcome else _(card.stage.text)}",
        _(Merit(merits[-1]).text) if merits else "",
        _("Granted, it is shown to the reporter at a look-up, from the next 08:00 on."),
    ]
    rows = (
        (_button(_("Grant it"), "reward_yes", public), _button(_("Not this time"), "reward_no", public)),
        (_button(_("Read the tip"), "read", public), _button(_("Desk"), "desk")),
    )
    return Reply(Screen("\n".join(line for line in lines if line), rows, protect=True), fresh=True)


async def grant(here: Here, arguments: tuple[str, ...]) -> Reply:
    """ "Grant it"."""
    return await _decided(here, arguments, granted=True)


async def refuse(here: Here, arguments: tuple[str, ...]) -> Reply:
    """ "Not this time"."""
    return await _decided(here, arguments, granted=False)


async def _decided(here: Here, arguments: tuple[str, ...], *, granted: bool) -> Reply:
    public = arguments[0] if arguments else ""
    one = await proposed(here, public)
    if isinstance(one, Reply):
        return one
    said = _("Granted. The reporter reads of it at the next look-up.") if granted else _("Noted: no reward.")
    return Reply(done_screen(said), effects=[DecideReward(public, one.found.person.id, granted)])


@dataclass(frozen=True)
class Code(Question[str]):
    """A claim code as somebody shows it on paper."""

    title: str

    def prompt(self, so_far: Json) -> Prompt:  # noqa: ARG002
        return Prompt(_("Type the ten digits that the person shows. Do not ask who they are."))

    def take(self, event: Event, so_far: Json) -> tuple[Json, bool]:  # noqa: ARG002
        code = typed(event.text)
        if not code:
            raise Sorry(_("A code has ten digits."))
        return code, True

    def load(self, value: Json) -> str:
        return str(value)


async def begin_check(here: Here, arguments: tuple[str, ...] = ()) -> Reply:  # noqa: ARG001
    """ "Reward code", on the province's desk."""
    found = await admit(here, Right.REWARD_CODE, here.policy.province_station)
    return Reply(begin=Begin(CHECK), fresh=True) if isinstance(found, Admitted) else found


async def check(ask: Ask, here: Here) -> Reply:
    """Right or not right, once; of which tip."""
    found = await admit(here, Right.REWARD_CODE, here.policy.province_station)
    if not isinstance(found, Admitted):
        return found
    if (wait := await _wait(here)) > 0:
        minutes = ngettext("{n} minute", "{n} minutes", wait).format(n=wait)
        return Reply(done_screen(_("A little slower, please: try again in {minutes}.").format(minutes=minutes)))
    code = await ask("code", Code(_("Reward code")))
    public = await rewards.by_code(here.rows, here.keyring, code, here.now)
    card = await tips.card(here.rows, public) if public else None
    if card is None:
        return Reply(done_screen(_("Not right, or used already.")), effects=[CountMiss(here.to)])
    unit = (await here.stations())[card.station].name
    said = _("Right: of tip {label}, {unit}. It is noted as claimed; the code is used up.")
    return Reply(done_screen(said.format(label=card.label, unit=unit)), effects=[ClaimReward(code, found.person.id)])


async def _wait(here: Here) -> int:
    """Whole minutes until this chat may try another code."""
    chats = Seals(here.keyring).chat_ids(here.to.channel, here.to.chat, here.to.user, private=True, now=here.now)
    missed = [await own.misses(here.rows, chat) for chat in chats]
    return math.ceil(max((allowed_at(*one) - here.now for one in missed if one[0]), default=0.0) / 60)


def proposal_screen(label: str, public: str) -> Screen:
    """What a head gets: nothing of the tip."""
    text = _("A reward is proposed for {label}. You decide.").format(label=label)
    return Screen(text, ((_button(_("Look at it"), "reward_look", public),),), protect=True)


def _button(label: str, name: str, *arguments: object) -> Button:
    return Button(label, payload=action(name, *arguments))
