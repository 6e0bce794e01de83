"""What the app may call, by HTTP method and path."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.sandbox.platform import Json, Upload
from bot.sandbox.zalo_oa.calls import account, groups, messages, older, uploads
from bot.sandbox.zalo_oa.world import World

Call = Callable[[World, Mapping[str, Any]], Awaitable[Json]]

POSTS: Mapping[str, Call] = {
    "/v3.0/oa/message/cs": messages.consult,
    "/v3.0/oa/message/template": messages.template,
    "/v2.0/oa/message": older.message,
    "/v3.0/oa/group/message": groups.message,
    "/v3.0/oa/quota/message": account.quota,
    "/v3.0/oa/quota/group": groups.quota,
}
"""With a JSON body; each returns what stands in `data`."""

GETS: Mapping[str, Call] = {
    "/v2.0/oa/getoa": account.getoa,
    "/v3.0/oa/user/detail": account.detail,
    "/v3.0/oa/user/getlist": account.getlist,
    "/v3.0/oa/group/getgroupsofoa": groups.listed,
    "/v3.0/oa/group/listmember": groups.members,
}
"""With the one query parameter `data`, JSON."""

UPLOADS: Mapping[str, Callable[[World, Upload], Json]] = {
    "/v2.0/oa/upload/image": uploads.image,
    "/v2.0/oa/upload/gif": uploads.gif,
    "/v2.0/oa/upload/file": uploads.file,
}
"""Multipart with the file in the field `file`."""


def name_of(path: str) -> str:
    """How traffic and fault script call it: `message/cs`, `upload/image`, `getoa`, .."""
    return path.partition("/oa/")[2] or path.strip("/")
