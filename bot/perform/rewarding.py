"""Rewards carried out: every check of the dialogue again under the lock, the code kept as a hash, no name anywhere."""

from __future__ import annotations

from bot.perform.desk import held_now, told
from bot.perform.doing import Doing
from bot.perform.submit import add_note
from content.locales import DEFAULT, _, speaking
from content.policy import next_news
from content.terms import RewardState
from handlers.effects import ClaimReward, DecideReward, GiveCode, ProposeReward
from handlers.messages import Lane, Show
from handlers.triage.permissions import Right, case_of, refusal
from handlers.triage.reward import ENTRY, proposal_screen
from handlers.triage.reward_rules import deciders, rewardable
from storage import own, people, rewards, tips
from storage.people import Person
from storage.tips import Card
from storage.tombstones import Kind, Tombstones
from storage.vault.receipt import Receipt


async def propose(doing: Doing, effect: ProposeReward) -> None:
    """Write it down and tell whoever decides."""
    found = await held_now(doing, Right.REWARD, effect.tip, effect.officer)
    row = await tips.row_id(doing.rows, effect.tip)
    if not found or row is None:
        return
    card, person = found
    heads = deciders(card, person.id, await _staff(doing, card), doing.policy)
    if not rewardable(card) or not heads or await rewards.of_tip(doing.rows, row, lock=True):
        _late(doing)
        return
    await rewards.propose(doing.rows, row, person.id, doing.now + doing.policy.reward_life)
    await add_note(doing, row, ENTRY, {"merit": effect.merit.value, "at": doing.now})
    doing.audit(person.id, "reward proposed", card.public)
    for head in heads:
        to = await doing.address_of(await doing.person(head))
        with speaking(DEFAULT):
            screen = proposal_screen(card.label, card.public)
        doing.posts.append(Show(to, f"reward:{card.public}", screen, fresh=True, lane=Lane.ALERT))


async def decide(doing: Doing, effect: DecideReward) -> None:
    """Granted, its reporter reads of it from the next 08:00 on, as of every other change (users.md A2)."""
    found = await held_now(doing, Right.DECIDE_REWARD, effect.tip, effect.officer)
    row = await tips.row_id(doing.rows, effect.tip)
    if not found or row is None:
        return
    card, person = found
    reward = await rewards.of_tip(doing.rows, row, lock=True)
    proposed = reward is not None and reward.state is RewardState.PROPOSED
    if (
        not reward
        or not proposed
        or person.id not in deciders(card, reward.proposer, await _staff(doing, card), doing.policy)
    ):
        _late(doing)
        return
    seen = next_news(doing.policy, doing.now)
    state = RewardState.GRANTED if effect.granted else RewardState.REFUSED
    await rewards.decide(doing.rows, row, state, seen, seen + doing.policy.reward_life)
    doing.audit(person.id, "reward granted" if effect.granted else "reward refused", card.public)
    if effect.granted:
        doing.count(card.station, "rewarded")


async def give_code(doing: Doing, effect: GiveCode) -> None:
    """With the receipt in hand: a citizen's act, so the audit has no line of it."""
    mine = await own.by_receipt(doing.rows, doing.keyring, Receipt(int(effect.receipt, 16)), doing.now)
    reward = await rewards.of_tip(doing.rows, mine.row, lock=True) if mine else None
    if mine and reward and reward.offered(doing.now):
        await rewards.give_code(doing.rows, mine.row, rewards.code_hash(doing.keyring, effect.code))


async def claim(doing: Doing, effect: ClaimReward) -> None:
    """Used up: of two who type it at once, one is told that it is not right any more."""
    person = await people.get(doing.rows, doing.keyring, effect.officer)
    case = case_of(person, doing.now, station=doing.policy.province_station)
    row = (
        None
        if refusal(Right.REWARD_CODE, case)
        else await rewards.claim(doing.rows, doing.keyring, effect.code, doing.now)
    )
    public = await tips.public_id(doing.rows, row) if row else None
    if row is None or public is None:
        with speaking(DEFAULT):
            told(doing, _("Not right, or used already."))
        return
    Tombstones(doing.keyring.folder).add(Kind.CLAIMED, [row.hex()])  # no older backup makes the code good again
    doing.audit(effect.officer, "reward claimed", public)


async def _staff(doing: Doing, card: Card) -> list[Person]:
    return list(await people.of_station(doing.rows, doing.keyring, *card.stations))


def _late(doing: Doing) -> None:
    with speaking(DEFAULT):
        told(doing, _("This was decided already."))
