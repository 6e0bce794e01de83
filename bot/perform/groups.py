"""A station's group: linked, moved, lost. What was a group of prevention is told of it too: a group is either."""

from __future__ import annotations

from bot.perform.doing import Doing, seal_group
from bot.perform.outreach import subscribing
from content.locales import _
from content.outreach_terms import Reason
from handlers.effects import ForgetGroup, LinkGroup, MoveGroup
from handlers.messages import Address
from storage import screens, stations
from storage.stations import Station


def chat_id(doing: Doing, address: Address) -> bytes:
    """The keyed hash of a group."""
    return doing.seals.chat_ids(address.channel, address.chat, address.user, private=False, now=doing.now)[0]


def bare(address: Address) -> Address:
    """The group itself, without whoever pressed in it."""
    return Address(address.channel, address.chat, thread=address.thread, private=False)


async def link(doing: Doing, effect: LinkGroup) -> None:
    """The station's cards appear here from now on; the group it had before is forgotten."""
    await _set(doing, effect.station, bare(effect.address))
    doing.audit(effect.by, "group linked", effect.station)


async def forget(doing: Doing, effect: ForgetGroup) -> None:
    """The bot was removed: rings go on without the group, and a person has to look."""
    station = await _of(doing, effect.address)
    if station:
        await stations.set_group(doing.rows, station.id, group=None, chat=None)
        doing.audit("", "group lost", station.id)
        doing.alerts.append(("group", _("A station's group removed the bot; its cards no longer appear there.")))
    await subscribing.lost(doing, effect.address, Reason.REMOVED)


async def move(doing: Doing, effect: MoveGroup) -> None:
    """A group became a supergroup: it has another id, the same people, and its old cards can't be edited any more."""
    station = await _of(doing, effect.address)
    if station:
        new = Address(effect.address.channel, effect.chat, private=False)
        await _set(doing, station.id, new)
        await screens.rekey(doing.rows, doing.seals, chat_id(doing, effect.address), chat_id(doing, new), doing.now)
        doing.audit("", "group moved", station.id)
    await subscribing.moved(doing, effect.address, effect.chat)


async def _of(doing: Doing, address: Address) -> Station | None:
    return await stations.of_group(doing.rows, chat_id(doing, address))


async def _set(doing: Doing, station: str, address: Address) -> None:
    sealed = seal_group(doing.keyring, station, address)
    await stations.set_group(doing.rows, station, group=sealed, chat=chat_id(doing, address))
