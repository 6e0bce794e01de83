"""A station's group: linked, moved, lost, divided into topics. A group of prevention is told of it too: a group is either."""

from __future__ import annotations

from bot.perform import ringing
from bot.perform.doing import Doing, seal_group
from bot.perform.outreach import subscribing
from content.locales import DEFAULT, _, speaking
from content.outreach_terms import Reason
from content.terms import GroupTopics, PersonState, Role
from handlers.effects import ForgetGroup, KeepTopics, LinkGroup, MoveGroup, ShowAgain
from handlers.messages import Address, Lane, Screen, Show
from storage import people, screens, stations, tips
from storage.stations import Station
from storage.tips import Place


def chat_id(doing: Doing, address: Address) -> bytes:
    """The keyed hash of a group."""
    return doing.seals.chat_ids(address.channel, address.chat, address.user, private=False, now=doing.now)[0]


def bare(address: Address) -> Address:
    """The group itself, without whoever pressed in it."""
    return Address(address.channel, address.chat, thread=address.thread, private=False)


async def link(doing: Doing, effect: LinkGroup) -> None:
    """The station's cards appear here from now on; the group it had before is forgotten."""
    topics = GroupTopics.KEPT if effect.forum else GroupTopics.NONE
    await _set(doing, effect.station, bare(effect.address), topics)
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


async def keep_topics(doing: Doing, effect: KeepTopics) -> None:
    """Cards follow when they are shown the next time; whoever can give the right back hears of it once."""
    unit = await stations.get(doing.rows, effect.station)
    if unit is None or unit.topics is effect.topics:
        return
    await stations.set_topics(doing.rows, unit.id, effect.topics)
    doing.audit("", f"topics {effect.topics or 'ended'}", unit.id)
    if unit.topics is not GroupTopics.KEPT or effect.topics is not GroupTopics.REFUSED:
        return
    with speaking(DEFAULT):
        text = _("The bot may not manage topics in the group of {unit}: cards appear in the chat itself.")
        cure = _("To have a topic for each tip, make the bot an admin with the right to manage topics only.")
        screen = Screen(f"{text.format(unit=unit.name)}\n{cure}")
    doing.alerts.append((f"topics.{unit.id}", screen.text))
    for one in await people.of_station(doing.rows, doing.keyring, unit.id):
        if one.role is Role.HEAD and one.state is PersonState.ACTIVE:
            to = await doing.address_of(one)
            doing.posts.append(Show(to, f"topics:{unit.id}", screen, fresh=True, lane=Lane.ALERT))


async def show_again(doing: Doing, effect: ShowAgain) -> None:
    """A tip's topic is gone: the card is brought up to date wherever it stands, and makes itself a new one."""
    card = await tips.card(doing.rows, effect.tip)
    if card and Place(effect.station) in await tips.shown(doing.rows, effect.tip):
        await ringing.refresh(doing, card)


async def _of(doing: Doing, address: Address) -> Station | None:
    return await stations.of_group(doing.rows, chat_id(doing, address))


async def _set(doing: Doing, station: str, address: Address, topics: GroupTopics = GroupTopics.NONE) -> None:
    sealed = seal_group(doing.keyring, station, address)
    await stations.set_group(doing.rows, station, group=sealed, chat=chat_id(doing, address), topics=topics)
