"""How the bot presents itself: name, descriptions, commands."""

import json
import re

from bot.sandbox.telegram import render
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.params import Params
from bot.sandbox.telegram.state import Json
from bot.sandbox.telegram.world import World

_NAME_LENGTH, _DESCRIPTION_LENGTH, _SHORT_LENGTH = 64, 512, 120
_COMMAND = re.compile(r"/?[a-z0-9_]{1,32}")


def get_me(world: World, p: Params) -> Json:  # noqa: ARG001  (every method is called alike)
    return {
        **render.user(world.bot),
        "can_join_groups": True,
        "can_read_all_group_messages": world.hears_all,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
    }


def _set(known: dict[str, str], p: Params, field: str, most: int) -> bool:
    value = p.text(field)
    if len(value) > most:
        raise bad_request(f"bot {field.replace('_', ' ')} is too long")
    language = p.text("language_code")
    if value:
        known[language] = value
    else:
        known.pop(language, None)
    return True


def _get(known: dict[str, str], p: Params, otherwise: str = "") -> str:
    return known.get(p.text("language_code")) or known.get("") or otherwise


def set_my_name(world: World, p: Params) -> bool:
    return _set(world.profile.names, p, "name", _NAME_LENGTH)


def get_my_name(world: World, p: Params) -> Json:
    return {"name": _get(world.profile.names, p, world.bot.first_name)}


def set_my_description(world: World, p: Params) -> bool:
    return _set(world.profile.descriptions, p, "description", _DESCRIPTION_LENGTH)


def get_my_description(world: World, p: Params) -> Json:
    return {"description": _get(world.profile.descriptions, p)}


def set_my_short_description(world: World, p: Params) -> bool:
    return _set(world.profile.short_descriptions, p, "short_description", _SHORT_LENGTH)


def get_my_short_description(world: World, p: Params) -> Json:
    return {"short_description": _get(world.profile.short_descriptions, p)}


def _place(p: Params) -> tuple[str, str]:
    return json.dumps(p.mapping("scope") or {"type": "default"}, sort_keys=True), p.text("language_code")


def set_my_commands(world: World, p: Params) -> bool:
    commands = [
        {name: str(command.get(name, "")) for name in ("command", "description")} for command in p.objects("commands")
    ]
    for command in commands:
        if not _COMMAND.fullmatch(command["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 0 < len(command["description"]) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        command["command"] = command["command"].removeprefix("/")
    if len(commands) > 100:
        raise bad_request("too many commands specified")
    world.profile.commands[_place(p)] = commands
    return True


def get_my_commands(world: World, p: Params) -> list[Json]:
    return world.profile.commands.get(_place(p), [])


def delete_my_commands(world: World, p: Params) -> bool:
    world.profile.commands.pop(_place(p), None)
    return True


METHODS = {
    "getme": get_me,
    "setmyname": set_my_name,
    "getmyname": get_my_name,
    "setmydescription": set_my_description,
    "getmydescription": get_my_description,
    "setmyshortdescription": set_my_short_description,
    "getmyshortdescription": get_my_short_description,
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "deletemycommands": delete_my_commands,
}
