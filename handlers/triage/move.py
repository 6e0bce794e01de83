"""The next step of a tip, or its end: what it must be told is asked for, one question a screen, then it is done.

Rights and the table of moves are asked again at every step, and once more under the lock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from content.clocks import shipped
from content.locales import _
from content.terms import CitizenStatus, Ground, Kind, Stage, Verified
from handlers.admin.stations_rules import WhichStation
from handlers.dialogue import Ask
from handlers.effects import MoveTip, Refused
from handlers.here import Begin, Here, Reply
from handlers.messages import Remove
from handlers.questions import Choice, Text
from handlers.triage.ask import given
from handlers.triage.clock_rules import day_of
from handlers.triage.desk import desk_screen, done_screen
from handlers.triage.gate import AdmittedTo, admit_to, fresh_card
from handlers.triage.move_questions import Ahead, HowMany, Listed, Past
from handlers.triage.move_rules import METS, SAYS_WHICH, TABLE, Move, Need, needs
from handlers.triage.move_screens import MOVE_LABELS, barred_sentence, done_text, passed_text
from handlers.triage.permissions import Right
from handlers.triage.read import readings_of
from handlers.triage.routing_rules import SENTENCES as CLOSED
from handlers.triage.routing_rules import WAY_WORDS, Passing, Way, closed_below
from handlers.triage.standing import (
    WAYS_OF,
    after_press,
    allowed,
    deadlines,
    endings,
    events_after,
    passing_of,
    receivers,
    right_of,
    standing_of,
    units,
)
from handlers.triage.state_rules import SENTENCES, Barred, Given, Press, Standing, running
from storage.stations import Station
from storage.tips import Card

STEP = "move_tip"
END = "close_tip"
FOR_GOOD = frozenset({Move.HAND_OVER, Move.SEND_ON, Move.GIVE_BACK})
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
        return await _not_now(here, found, move)
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
    stations = await here.stations()
    station = stations[found.person.station]
    told, reason = await _asked(ask, here, card, move, station)
    press = Press(move, found.person.role, station.kind, found.person.id, here.now, _today(here), card.version, told)
    after = after_press(press, card, station, stations)
    if not isinstance(after, Standing):
        return Reply(
            done_screen(barred_sentence(after, press, card)),
            posts=[await fresh_card(here, card, found.person)],
            effects=[Refused(found.person.id, move.value, after.value)],
        )
    way = passing_of(press, card, station, stations)
    passed = way if isinstance(way, Passing) else None
    sure = _sure(card, move, stations[passed.taker].name if passed else "")
    if (TABLE[move].outcome or move in FOR_GOOD) and await ask("outcome.sure", sure) != "yes":
        return Reply(await desk_screen(here, found.person))
    gone = passed is not None and station.id not in passed.readers
    readings = readings_of(here, card.public) if gone or after.stage is Stage.CLOSED else []
    said = _said(here, card, press, after)
    if passed and move in FOR_GOOD:
        said = passed_text(card, stations[passed.taker], kept=not gone)
    return Reply(
        done_screen(said),
        posts=[Remove(here.to, name) for name in readings],
        effects=[MoveTip(card.public, card.version, found.person.id, move, told, reason)],
    )


async def _asked(ask: Ask, here: Here, card: Card, move: Move, station: Station) -> tuple[Given, str]:
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
        stations = await here.stations()
        if move in WAYS_OF:
            body = await _unit(ask, units(move, card, station, stations))
        else:
            body = await _one_of(ask, "body", _("To whom?"), receivers(move, stations, today))
        told = replace(told, body=body)
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
    if move in SAYS_WHICH:
        told = replace(told, unclear=await ask("reads", _sentence_to_read()) == CitizenStatus.UNCLEAR)
    return told, reason


def _sentence_to_read() -> Choice:
    """Which of the two fixed sentences the reporter reads at the end."""
    sentences = "\n".join(f"“{_(one.text)}”" for one in (CitizenStatus.CLOSED, CitizenStatus.UNCLEAR))
    told = _("From 08:00 on its reporter reads one of these. Choose by this tip alone, whatever others told:")
    ways = {CitizenStatus.CLOSED.value: _("Tell: finished"), CitizenStatus.UNCLEAR.value: _("Tell: not clear yet")}
    return Choice(_("What does its reporter read?"), ways, f"{told}\n{sentences}", columns=1)


async def _unit(ask: Ask, units: Mapping[Way, Sequence[Station]]) -> str:
    """Two taps: which way, then which unit there. What has one answer only is not asked. "" where no unit is left."""
    if not units:
        return ""
    way = next(iter(units))
    if len(units) > 1:
        ways = {one.value: _(WAY_WORDS[one]) for one in units}
        way = Way(await ask("way", Choice(_("To whom?"), ways, columns=1)))
    there = {one.id: one for one in units[way]}
    if len(there) < 2:
        return next(iter(there))
    return await ask("way.unit", WhichStation(_("Unit"), there))


async def _one_of(ask: Ask, key: str, title: str, lines: dict[str, str]) -> str:
    """One line of a list; a list of one is not asked about. "" where there is none: the rule then says what is missing."""
    if len(lines) < 2:
        return next(iter(lines), "")
    return await ask(key, Listed(title, lines))


def _clocks(card: Card) -> dict[str, str]:
    """The deadlines that run and that somebody has to note as met."""
    return {name: shipped()[name][-1].what for name in running(standing_of(card)) if name in METS}


def _sure(card: Card, move: Move, unit: str) -> Choice:
    label = _(MOVE_LABELS[move])
    if unit:
        text = _("Pass {label} on to {unit}? From then on it is theirs.").format(label=card.label, unit=unit)
        if move is Move.GIVE_BACK:
            text += " " + _("Not if it concerns anybody who works there.")
        return Choice(_("Send it on?"), {"no": _("Not yet"), "yes": _("Send it on")}, text)
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


async def _not_now(here: Here, found: AdmittedTo, move: Move | None = None) -> Reply:
    """The table does not allow it where the tip stands, or its author does not: said, with the card as it is."""
    card = await fresh_card(here, found.card, found.person)
    closed = closed_below(found.card) if move is Move.DELEGATE else None
    sentence = CLOSED[closed] if closed else SENTENCES[Barred.STAGE]
    refused = Refused(found.person.id, (move or Right.MOVE).value, (closed or Barred.STAGE).value)
    return Reply(toast=_(sentence), alert=True, posts=[card], effects=[refused])


def _today(here: Here) -> date:
    return day_of(here.now, here.policy)
