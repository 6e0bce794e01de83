"""Chats and who is in them."""

from bot.sandbox.telegram import access, render
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.params import Params
from bot.sandbox.telegram.posting import tell_membership
from bot.sandbox.telegram.state import Json, Member
from bot.sandbox.telegram.world import World


def get_chat(world: World, p: Params) -> Json:
    return render.full_chat(access.readable(world, p))


def get_chat_member(world: World, p: Params) -> Json:
    room = access.readable(world, p)
    user_id = p.number("user_id")
    if user_id not in world.users:
        raise bad_request("user not found" if p.has("user_id") else "invalid user_id specified")
    return render.member(room, world.member(room, user_id))


def get_chat_member_count(world: World, p: Params) -> int:
    return sum(member.present for member in access.readable(world, p).members.values())


def get_chat_administrators(world: World, p: Params) -> list[Json]:
    """Everybody in charge but other bots."""
    room = access.readable(world, p)
    if room.kind == "private":
        raise bad_request("there are no administrators in the private chat")
    return [render.member(room, member) for member in room.members.values() if member.in_charge]


def leave_chat(world: World, p: Params) -> bool:
    room = access.readable(world, p)
    if room.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    old = render.member(room, world.bot_in(room))
    room.members[world.bot.id] = Member(world.bot, "left")
    world.events.add("chat", platform="telegram", chat_id=room.id)
    tell_membership(world, room, world.bot, old, render.member(room, world.bot_in(room)))
    return True


METHODS = {
    "getchat": get_chat,
    "getchatmember": get_chat_member,
    "getchatmembercount": get_chat_member_count,
    "getchatadministrators": get_chat_administrators,
    "leavechat": leave_chat,
}
