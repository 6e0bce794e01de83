"""Groups and channels subscribe, stop, are held, lost and moved: each is written down once, whoever tells it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bot.perform.doing import Doing
from content.library.terms import Audience
from content.locales import _, speaking
from content.outreach_terms import Reason, SubscriptionKind, SubscriptionState
from handlers.messages import Address, Remove, Screen, Show
from handlers.outreach.effects import AskStanding, ConfirmGroup, HoldChat, RefuseGroup, ReleaseChat, Wish
from handlers.outreach.joining import (
    CONSENT,
    CONSENT_TEXT,
    agreed_screen,
    not_in_charge,
    refused_screen,
    stopped_screen,
)
from handlers.triage.groups import LINE, LINE_LASTS_S
from handlers.triage.permissions import Right, case_of, refusal
from storage import people, stations, subscriptions, targets
from storage.subscriptions import Subscription, Wanted
from storage.targets import Target
from storage.tombstones import Kind, Tombstones

STANDING = "standing"


async def ask_standing(doing: Doing, effect: AskStanding) -> None:
    """Order the question to the platform: {address, wish, target, language}."""
    payload = {"wish": effect.wish.value, "target": effect.target, "language": effect.language}
    await doing.order(STANDING, {"address": asdict(effect.address), **payload})


async def known(doing: Doing, payload: dict[str, Any]) -> None:
    """The platform has said who it was. Nobody agrees for others; to stop, it is enough that it does not deny it."""
    to, said = Address(**payload["address"]), payload["result"]
    with speaking(payload["language"]):
        in_charge = said.get("in_charge")
        if payload["wish"] == Wish.STOP and in_charge is not False:
            await stop(doing, to)
        elif payload["wish"] == Wish.AGREE and in_charge is True:
            await _agreed(doing, to, payload["target"], payload["language"], said)
        else:
            doing.posts.append(Show(bare(to), LINE, not_in_charge(), fresh=True, lasts_s=LINE_LASTS_S))


async def _agreed(doing: Doing, to: Address, code: str, language: str, said: dict[str, Any]) -> None:
    """What was asked before is asked again: a duty group gets none, and the target must be there still."""
    if await stations.of_group(
        doing.rows, doing.seals.chat_ids(to.channel, to.chat, "", private=False, now=doing.now)[0]
    ):
        return
    target = await targets.get(doing.rows, doing.keyring, code) if code else None
    reason = held_because(channel=said["channel"], we_lead=said["we_lead"], may_write=said["may_write"])
    state = SubscriptionState.WAITING
    if target:
        state = SubscriptionState.HELD if reason else SubscriptionState.ACTIVE
    wanted = Wanted(
        SubscriptionKind.CHANNEL if said["channel"] else SubscriptionKind.GROUP,
        asdict(bare(to)),
        target.id if target else None,
        target.area if target else None,
        target.audience if target else Audience.EVERYONE,
        language, state, reason, CONSENT_TEXT, said["title"],
    )  # fmt: skip
    made = await subscriptions.subscribe(doing.rows, doing.keyring, wanted, doing.now)
    if said["members"] is not None:
        await subscriptions.set_members(doing.rows, made.id, said["members"], doing.now)
    doing.audit("", "group subscribed" if target else "group waits", target.id if target else "")
    agreed = agreed_screen(_named(target), waits=target is None, held=reason)
    doing.posts += [Remove(bare(to), LINE), Show(bare(to), CONSENT, agreed)]  # no sample stays under the answer


def held_because(*, channel: bool, we_lead: bool, may_write: bool) -> Reason:
    """Why nothing may be sent there yet: as a group's administrator we could read it; a channel needs the right to post."""
    if we_lead and not channel:
        return Reason.ADMIN
    return Reason.NONE if may_write else Reason.RIGHTS


async def stop(doing: Doing, to: Address) -> None:
    """The group wants no more. Whoever had none is told the same."""
    found = await of_chat(doing, to)
    if found:
        await ended(doing, found, Reason.ASKED)
    doing.posts.append(Show(bare(to), CONSENT, stopped_screen()))


async def ended(doing: Doing, found: Subscription, reason: Reason) -> None:
    """Stopped for good, also in a database restored from an older backup."""
    Tombstones(doing.keyring.folder).add(Kind.UNSUBSCRIBED, [found.id.hex()])
    stopped = await subscriptions.stop(doing.rows, doing.keyring, found.id, reason, doing.now)
    if stopped and found.kind not in subscriptions.ACCOUNTS:
        doing.audit("", "group stopped", found.target or "")


async def hold(doing: Doing, effect: HoldChat) -> None:
    found = await of_chat(doing, effect.address)
    if found:
        await subscriptions.hold(doing.rows, found.id, effect.reason, doing.now)


async def release(doing: Doing, effect: ReleaseChat) -> None:
    found = await of_chat(doing, effect.address)
    if found and await subscriptions.release(doing.rows, found.id, doing.now) and found.target:
        target = await targets.get(doing.rows, doing.keyring, found.target)
        doing.posts.append(Show(bare(effect.address), CONSENT, agreed_screen(_named(target))))


async def lost(doing: Doing, to: Address, reason: Reason) -> None:
    """Nobody is reached there any more, as the platform says unasked."""
    for relay in (False, True):
        found = await of_chat(doing, to, relay=relay)
        if found:
            await subscriptions.lose(doing.rows, doing.keyring, found.id, reason, doing.now)


async def moved(doing: Doing, to: Address, chat: str) -> None:
    """A group has another id."""
    found = await of_chat(doing, to)
    if found:
        await subscriptions.move(doing.rows, doing.keyring, found.id, chat, doing.now)


async def confirm(doing: Doing, effect: ConfirmGroup) -> None:
    """Asked again under the lock: it still waits, and the target is there."""
    if not await may(doing, effect.by, Right.SUBSCRIBERS):
        return
    row = bytes.fromhex(effect.subscription)
    target = await targets.get(doing.rows, doing.keyring, effect.target)
    if target is None or not await subscriptions.confirm(
        doing.rows, row, target.id, target.area, target.audience, doing.now
    ):
        return
    doing.audit(effect.by, "group confirmed", target.id)
    found = await subscriptions.get(doing.rows, doing.keyring, row)
    assert found is not None
    with speaking(found.language):
        await _tell(doing, row, agreed_screen(target.name, held=found.reason))


async def refuse(doing: Doing, effect: RefuseGroup) -> None:
    """It gets nothing, and is told; whoever runs it may ask again with the right link."""
    if not await may(doing, effect.by, Right.SUBSCRIBERS):
        return
    row = bytes.fromhex(effect.subscription)
    found = await subscriptions.get(doing.rows, doing.keyring, row)
    if found is None or found.state is not SubscriptionState.WAITING:
        return
    with speaking(found.language):
        await _tell(doing, row, refused_screen())
    await ended(doing, found, Reason.REFUSED)
    doing.audit(effect.by, "group refused")


async def may(doing: Doing, by: str, right: Right) -> bool:
    """Whether a member of staff still has a right of prevention."""
    person = await people.get(doing.rows, doing.keyring, by)
    return refusal(right, case_of(person, doing.now)) is None


async def _tell(doing: Doing, row: bytes, screen: Screen) -> None:
    to = await subscriptions.address(doing.rows, doing.keyring, row)
    if to:
        doing.posts.append(Show(Address(**to), CONSENT, screen))


async def of_chat(doing: Doing, to: Address, *, relay: bool = False) -> Subscription | None:
    """The row of a chat, held until the transaction ends."""
    chat = subscriptions.chat_of(doing.keyring, to.channel, to.chat, relay=relay)
    return await subscriptions.by_chat(doing.rows, doing.keyring, chat, lock=True)


def bare(to: Address) -> Address:
    """The group itself, without whoever pressed in it."""
    return Address(to.channel, to.chat, thread=to.thread, private=to.private)


def _named(target: Target | None) -> str:
    return target.name if target else _("its members")
