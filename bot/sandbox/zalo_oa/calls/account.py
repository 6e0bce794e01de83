"""The account about itself, its quotas, and the profiles of people (which a tip-line never asks for)."""

import time
from collections.abc import Mapping
from typing import Any

from bot.sandbox.platform import Json
from bot.sandbox.zalo_oa import events
from bot.sandbox.zalo_oa.calls import sending
from bot.sandbox.zalo_oa.errors import invalid
from bot.sandbox.zalo_oa.world import World

_FURTHEST = 9_951
_PAGE = 50


async def getoa(world: World, given: Mapping[str, Any]) -> Json:  # noqa: ARG001  (calls are called alike)
    settings = world.settings
    return {
        "oaid": settings.oa_id,
        "name": settings.oa_name,
        "is_verified": settings.verified,
        "package_name": settings.package,
        "linked_ZCA": settings.zca_linked,
        "num_follower": sum(person.following for person in world.people.values()),
    }


async def quota(world: World, given: Mapping[str, Any]) -> Json:
    """`{user_id}`: when they last interacted, and what may still be sent to them."""
    person = sending.recipient(world, given.get("user_id")).person
    total = world.settings.replies_per_interaction or 8
    used = person.replies_since if world.settings.replies_per_interaction else 0
    left = world.left("broadcast", world.settings.broadcasts_per_month)
    seen = {} if person.last_interaction is None else {"last_interaction": events.millis(person.last_interaction)}
    return {
        **seen,
        "cs_reply": {"remain": max(0, total - used), "total": total},
        "promotion": {"remain": left, "total": world.settings.broadcasts_per_month},
    }


async def detail(world: World, given: Mapping[str, Any]) -> Json:
    """`{user_id}`: the whole profile, as the real call gives it away."""
    person = sending.recipient(world, given.get("user_id")).person
    last = person.last_interaction
    return {
        "user_id": person.id,
        "user_id_by_app": person.id_by_app,
        "user_external_id": "",
        "display_name": person.name,
        "user_alias": person.name,
        "is_sensitive": False,
        "user_last_interaction_date": "" if last is None else time.strftime("%d/%m/%Y", time.gmtime(last + 7 * 3600)),
        "user_is_follower": person.following,
        "avatar": f"{world.url}/media/nobody.jpg",
        "avatars": {"120": f"{world.url}/media/nobody.jpg", "240": f"{world.url}/media/nobody.jpg"},
        "dynamic_param": "",
        "tags_and_notes_info": {"notes": [], "tag_names": []},
        "shared_info": {"address": "", "city": "", "district": "", "phone": "", "name": ""},
    }


async def getlist(world: World, given: Mapping[str, Any]) -> Json:
    """`{offset, count}`: who has interacted."""
    try:
        start, count = int(given.get("offset", 0)), int(given.get("count", _PAGE))
    except (TypeError, ValueError):
        raise invalid("offset") from None
    if not 0 <= start <= _FURTHEST or not 1 <= count <= _PAGE:
        raise invalid("offset")
    people = [person for person in world.people.values() if person.last_interaction is not None]
    page = people[start : start + count]
    return {"total": len(people), "count": len(page), "offset": start, "users": [{"user_id": p.id} for p in page]}
