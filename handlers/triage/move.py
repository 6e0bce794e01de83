"""The next step of a tip, or its end: what it must be told is asked for, one question a screen, then it is done.

Rights and the table of moves are asked again at every step, and once more under the lock.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from content.clocks import shipped
from content.locales import _
from content.terms import Ground, Kind, Stage, Verified
from handlers.dialogue import Ask
from handlers.effects import MoveTip
from handlers.here import Begin, Here, Reply
from handlers.messages import Remove
from handlers.questions import Choice, Text
from handlers.triage.ask import given
from handlers.triage.clock_rules import day_of
from handlers.triage.desk import desk_screen, done_screen
from handlers.triage.gate import AdmittedTo, admit_to, fresh_card
from handlers.triage.move_questions import Ahead, HowMany, Listed, Past
from handlers.triage.move_rules import METS, TABLE, Move, Need, needs
from handlers.triage.move_screens import MOVE_LABELS, barred_sentence, done_text
from handlers.triage.permissions import Right
from handlers.triage.read import readings_of
from handlers.triage.standing import allowed, deadlines, endings, events_after, receivers, right_of, standing_of
from handlers.triage.state_rules import SENTENCES, Barred, Given, Press, Standing, decide, running
from storage.tips import Card

STEP = "move_tip"
END = "close_tip"
FOR_GOOD = frozenset({Move.HAND_OVER})
"""Besides the ends: what can't be taken back is confirmed."""
LONGEST_REASON = 1000


async def begin_step(here: Here, arguments: tuple[str, ...]) -> Reply:
    """A step, on the card of a tip one has, or a superior's on a colleague's."""
    public, version, name = (*arguments, "", "", "")[:3]
    if name not in {move.value for move in MOVE_LABELS}:
        return Reply(toast=_("That button was from before."))
    move = Move(name)
    found = await admit_to(here, right_of(move), public, version or "-")
    if not isinstance(found, AdmittedTo):
        return found
    if move is Move.ASK or move not in allowed(found.card, found.person, await here.stations()):
        return await _not_now(here, found)
    return Reply(begin=Begin(STEP, {"tip": public, "version": found.card.version, "move": move.value}), fresh=True)


async def begin_end(here: Here, arguments: tuple[str, ...]) -> Reply:
    """ "Close the tip", on the card of a tip one has."""
    public, version = (*arguments, "", "")[:2]
    found = await admit_to(here, Right.MOVE, public, version or "-")
    if not isinstance(found, AdmittedTo):
        return found
    if not endings(allowed(found.card, found.person, await here.stations())):
        return await _not_now(here, found)
    return Reply(begin=Begin(END, {"tip": public, "version": found.card.version}), fresh=True)


async def move_tip(ask: Ask, here: Here) -> Reply:
    """The dialogue of a step."""
    public, version = given(ask)
    move = Move(str(ask.so_far("move")))
    found = await admit_to(here, right_of(move), public, version)
    return await _carry_out(ask, here, found, move) if isinstance(found, AdmittedTo) else found


async def close_tip(ask: Ask, here: Here) -> Reply:
    """The dialogue of an end: which one, then what it asks for."""
    public, version = given(ask)
    found = await admit_to(here, Right.MOVE, public, version)
    if not isinstance(found, AdmittedTo):
        return found
    ways = {
        move.value: _(MOVE_LABELS[move]) for move in endings(allowed(found.card, found.person, await here.stations()))
    }
    move = Move(await ask("outcome", Choice(_("How did it end?"), ways)))
    return await _carry_out(ask, here, found, move)


async def _carry_out(ask: Ask, here: Here, found: AdmittedTo, move: Move) -> Reply:
    """What is missing is asked for; then the rule decides, and says what happens next."""
    card = found.card
    told, reason = await _asked(ask, here, card, move)
    station = (await here.stations())[found.person.station]
    press = Press(move, found.person.role, station.kind, found.person.id, here.now, _today(here), card.version, told)
    after = decide(standing_of(card), press)
    if isinstance(after, Barred):
        return Reply(
            done_screen(barred_sentence(after, press, card)), posts=[await fresh_card(here, card, found.person)]
        )
    if (TABLE[move].outcome or move in FOR_GOOD) and await ask("outcome.sure", _sure(card, move)) != "yes":
        return Reply(await desk_screen(here, found.person))
    closed = after.stage is Stage.CLOSED
    readings = readings_of(here, card.public) if closed else []
    return Reply(
        done_screen(_said(here, card, press, after)),
        posts=[Remove(here.to, name) for name in readings],
        effects=[MoveTip(card.public, card.version, found.person.id, move, told, reason)],
    )


async def _asked(ask: Ask, here: Here, card: Card, move: Move) -> tuple[Given, str]:
    """Everything that the move must be told, in the order of `Need`; the words of a reason apart."""
    wanted, today = needs(move, indicator=card.indicator), _today(here)
    told, reason = Given(), ""
    if Need.KIND in wanted:
        kinds = {kind.value: _(kind.text) for kind in (Kind.TIP, Kind.ORDER)}  # nobody gives a name here
        told = replace(told, kind=Kind(await ask("kind", Choice(_("What kind of report is it?"), kinds, columns=1))))
    if Need.DAY in wanted:
        sent = day_of(card.submitted_hour, here.policy)
        day = await ask("day", Past(_("On which day was it done?"), today, sent))
        told = replace(told, day=day)
    if Need.UNTIL in wanted:
        until = await ask("until", Ahead(_("By which day does somebody look again?"), today))
        told = replace(told, until=until)
    if Need.REASON in wanted:
        text = _("Why? A few words; no state secrets, no name of whoever reported.")
        reason = await ask("reason", Text(_("Reason"), text, longest=LONGEST_REASON))
        told = replace(told, reason=bool(reason))
    if Need.GROUND in wanted:
        grounds = {ground.value: _(ground.text) for ground in Ground if ground in TABLE[move].grounds}
        told = replace(told, ground=Ground(await _one_of(ask, "ground", _("Which ground in law?"), grounds)))
    if Need.BODY in wanted:
        where = receivers(move, card, await here.stations(), today)
        told = replace(told, body=await _one_of(ask, "body", _("To whom?"), where))
    if Need.NUMBER in wanted:
        told = replace(told, number=await ask("number", HowMany(_("How many files of treatment or management?"))))
    if Need.VERIFIED in wanted:
        checked = {one.value: _(one.text) for one in Verified}
        text = _("Sea border and parcels: the plan asks whether every case was verified.")
        told = replace(told, verified=Verified(await ask("verified", Choice(_("Verified?"), checked, text, 1))))
    if Need.CLOCK in wanted:
        told = replace(
            told, clock=await _one_of(ask, "clock", _("For which deadline did the paper go out?"), _clocks(card))
        )
    return told, reason


async def _one_of(ask: Ask, key: str, title: str, lines: dict[str, str]) -> str:
    """One line of a list; a list of one is not asked about. "" where there is none: the rule then says what is missing."""
    if len(lines) < 2:
        return next(iter(lines), "")
    return await ask(key, Listed(title, lines))


def _clocks(card: Card) -> dict[str, str]:
    """The deadlines that run and that somebody has to note as met."""
    return {name: shipped()[name][-1].what for name in running(standing_of(card)) if name in METS}


def _sure(card: Card, move: Move) -> Choice:
    label = _(MOVE_LABELS[move])
    text = _("Close {label} as “{outcome}”? This can't be undone here.").format(label=card.label, outcome=label)
    yes = _("Close the tip")
    if move in FOR_GOOD:
        text = _("Hand {label} over? From then on only dates and outcomes are noted here.").format(label=card.label)
        yes = label
    return Choice(_("Close it?"), {"no": _("Not yet"), "yes": yes}, text)


def _said(here: Here, card: Card, press: Press, after: Standing) -> str:
    """Told of the card as it will stand: by the same rules that performing follows."""
    then = replace(
        card,
        stage=after.stage,
        outcome=after.outcome,
        extensions=after.extensions,
        until=after.until,
        kind=after.kind,
        events=events_after(card, press, after, here.policy),
    )
    return done_text(then, press.move, deadlines(then, here.policy), here.now, here.policy)


async def _not_now(here: Here, found: AdmittedTo) -> Reply:
    """The table does not allow it where the tip stands: said, with the card as it is."""
    card = await fresh_card(here, found.card, found.person)
    return Reply(toast=_(SENTENCES[Barred.STAGE]), alert=True, posts=[card])


def _today(here: Here) -> date:
    return day_of(here.now, here.policy)
