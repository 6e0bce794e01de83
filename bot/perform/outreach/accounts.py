"""People who get pieces for themselves, and contacts who pass posts on: their rows begin and end here."""

from __future__ import annotations

from dataclasses import asdict

from bot.perform.doing import Doing
from bot.perform.outreach.subscribing import ended, lost, of_chat
from content.outreach_terms import Reason, RelayAnswer, SubscriptionKind
from handlers.outreach.effects import AnswerPost, EndMine, SubscribePerson, SubscribeRelay
from handlers.outreach.personal import PERSON_TEXT
from handlers.outreach.relay import RELAY_TEXT
from storage import relays, subscriptions, targets
from storage.subscriptions import LIVING, Wanted


async def person(doing: Doing, effect: SubscribePerson) -> None:
    """No line of the audit: what a citizen does is not written down twice."""
    wanted = Wanted(
        SubscriptionKind.PERSON, asdict(effect.address), area=effect.area, audience=effect.audience,
        language=effect.language, consent_text=PERSON_TEXT,
    )  # fmt: skip
    await subscriptions.subscribe(doing.rows, doing.keyring, wanted, doing.now)


async def relay(doing: Doing, effect: SubscribeRelay) -> None:
    """The target must be there still."""
    target = await targets.get(doing.rows, doing.keyring, effect.target)
    if target is None:
        return
    wanted = Wanted(
        SubscriptionKind.RELAY, asdict(effect.address), target.id, target.area, target.audience,
        consent_text=RELAY_TEXT,
    )  # fmt: skip
    await subscriptions.subscribe(doing.rows, doing.keyring, wanted, doing.now)
    doing.audit("", "contact agreed", target.id)


async def end(doing: Doing, effect: EndMine) -> None:
    """Both of an account's rows; an account that blocked us is lost, one that asked has stopped."""
    if effect.reason is Reason.BLOCKED:
        await lost(doing, effect.address, effect.reason)
        return
    for passes_on in (False, True):
        found = await of_chat(doing, effect.address, relay=passes_on)
        if found and found.state in LIVING:
            await ended(doing, found, effect.reason)


async def answered(doing: Doing, effect: AnswerPost) -> None:
    """Asked again: a contact's answer counts for a post that they were handed."""
    found = await of_chat(doing, effect.address, relay=True)
    if found is None or not await relays.was_handed(doing.rows, effect.run, found.id):
        return
    await relays.put(doing.rows, effect.run, found.id, effect.answer, effect.members, doing.now)
    if effect.answer is RelayAnswer.POSTED and effect.members:
        await subscriptions.set_members(doing.rows, found.id, effect.members, doing.now)
