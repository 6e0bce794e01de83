"""Polls: sending and stopping them."""

from bot.sandbox.telegram import access, markup
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.methods.sending import send
from bot.sandbox.telegram.params import Params
from bot.sandbox.telegram.posting import change, tell_poll
from bot.sandbox.telegram.state import Json, Poll
from bot.sandbox.telegram.world import World

_QUESTION_LENGTH, _OPTION_LENGTH, _MOST_OPTIONS = 300, 100, 12


def send_poll(world: World, p: Params) -> Json:
    question = p.text("question").strip()
    options = [str(o.get("text", "") if isinstance(o, dict) else o).strip() for o in p.sequence("options")]
    if not 0 < len(question) <= _QUESTION_LENGTH:
        raise bad_request(
            "poll question must be non-empty" if not question else "poll question length must not exceed 300"
        )
    if len(options) < 2:
        raise bad_request("poll must have at least 2 option")
    if len(options) > _MOST_OPTIONS:
        raise bad_request(f"poll can't have more than {_MOST_OPTIONS} options")
    if not all(0 < len(option) <= _OPTION_LENGTH for option in options):
        raise bad_request("poll options length must not exceed 100")
    number = str(world.new_number() + 5_100_000_000_000_000_000)
    shown: Json = {
        "id": number,
        "question": question,
        "options": [
            {"persistent_id": str(place), "text": option, "voter_count": 0} for place, option in enumerate(options)
        ],
        "total_voter_count": 0,
        "is_closed": p.flag("is_closed"),
        "is_anonymous": p.flag("is_anonymous") if p.has("is_anonymous") else True,
        "type": p.text("type") or "regular",
        "allows_multiple_answers": p.flag("allows_multiple_answers"),
        "allows_revoting": p.flag("allows_revoting") if p.has("allows_revoting") else True,
        "members_only": p.flag("members_only"),
    }
    message = send(world, p, {"poll": shown})
    world.polls[number] = Poll(number, message.chat_id, message.id, shown)
    return message.json


def stop_poll(world: World, p: Params) -> Json:
    room = access.readable(world, p)
    message = room.messages.get(p.number("message_id"))
    if message is None or message.deleted or "poll" not in message.json:
        raise bad_request("message with poll to stop not found")
    if message.sender_id != world.bot.id:
        raise bad_request("poll can't be stopped")
    if message.json["poll"]["is_closed"]:
        raise bad_request("poll has already been closed")
    closed = {**message.json["poll"], "is_closed": True}
    world.polls[closed["id"]].json = closed
    change(world, room, message, {"poll": closed, "reply_markup": markup.inline_keyboard(p)}, dated=False)
    tell_poll(world, "poll", closed, closed["id"])
    return closed


METHODS = {"sendpoll": send_poll, "stoppoll": stop_poll}
