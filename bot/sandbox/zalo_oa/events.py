"""The bodies of webhook events, field by field as they were captured or documented. Pure."""

from typing import Any

from bot.sandbox.platform import Json
from bot.sandbox.zalo_oa.settings import OaSettings
from bot.sandbox.zalo_oa.state import Person

_NUMBERS = frozenset(("id", "app_id", "oa_id", "user_id", "user_id_by_app", "timestamp", "admin_id", "group_id"))


def from_user(settings: OaSettings, person: Person, event: str, message: Json, at: float) -> Json:
    """`user_send_*` and what else a person does in their chat; anonymous visitors have no id in the app."""
    body: Json = {"app_id": settings.app_id, "sender": {"id": person.id}, "recipient": {"id": settings.oa_id}}
    if not person.conversation_id:
        body |= _by_app(settings, person)
    return _wire(settings, {**body, "event_name": event, "message": message, "timestamp": millis(at)})


def from_oa(
    settings: OaSettings, person: Person, event: str, message: Json | None, at: float, admin_id: str = ""
) -> Json:
    """`oa_send_*` echoes and receipts: sender and recipient swapped. `admin_id`: a human in the chat tool wrote it."""
    sender = {"id": settings.oa_id, **({"admin_id": admin_id} if admin_id else {})}
    body: Json = {"app_id": settings.app_id, "sender": sender, "recipient": {"id": person.id}}
    if not person.conversation_id:
        body |= _by_app(settings, person)
    return _wire(settings, {**body, "event_name": event, "message": message or {}, "timestamp": millis(at)})


def followed(settings: OaSettings, person: Person, event: str, source: str, at: float) -> Json:
    """`follow` and `unfollow`."""
    return _wire(
        settings,
        {
            "oa_id": settings.oa_id,
            "follower": {"id": person.id},
            **_by_app(settings, person),
            "event_name": event,
            "source": source,
            "app_id": settings.app_id,
            "timestamp": millis(at),
        },
    )


def about_user(settings: OaSettings, person: Person, event: str, at: float, **more: Any) -> Json:
    """`user_withdraw`, `user_click_chatnow`: the person is named, there is no message."""
    return _wire(
        settings,
        {
            "app_id": settings.app_id,
            "oa_id": settings.oa_id,
            "user_id": person.id,
            **_by_app(settings, person),
            "event_name": event,
            **more,
            "timestamp": millis(at),
        },
    )


def in_group(settings: OaSettings, person: Person, group_id: str, event: str, message: Json | None, at: float) -> Json:
    """`user_send_group_*` and who comes and goes: the recipient is the group."""
    return _wire(
        settings,
        {
            "app_id": settings.app_id,
            "oa_id": settings.oa_id,
            "sender": {"id": person.id},
            "recipient": {"id": group_id},
            "event_name": event,
            **({} if message is None else {"message": message}),
            "timestamp": millis(at),
        },
    )


def millis(at: float) -> str:
    return str(int(at * 1000))


def _by_app(settings: OaSettings, person: Person) -> Json:
    return {"user_id_by_app": person.id_by_app} if settings.user_id_by_app else {}


def _wire(settings: OaSettings, body: Json) -> Json:
    """All ids and times are strings, unless the setting makes numbers of those that can be."""
    return _numbered(body) if settings.ids_as_numbers else body


def _numbered(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {
        name: int(inner) if name in _NUMBERS and isinstance(inner, str) and inner.isdigit() else _numbered(inner)
        for name, inner in value.items()
    }
