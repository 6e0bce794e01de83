"""Acts and screens as JSON values for sealed rows, and back. Fields at their default are left out: a row stays short.

A field that a newer version wrote and this one does not know is ignored, so that two versions can run side by side
during an upgrade.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from handlers.messages import Act, Address, Attachment, Button, Incoming, Lane, Media, Screen, Show, Topic


def _short(value: Any, defaults: Mapping[str, Any]) -> dict[str, Any]:
    """The plain fields of a frozen record that differ from their default."""
    return {name: held for name, default in defaults.items() if (held := getattr(value, name)) != default}


def _plain_fields(kind: type, *nested: str) -> dict[str, Any]:
    return {one.name: one.default for one in fields(kind) if one.name not in nested}


def _known(stored: Mapping[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    return {name: held for name, held in stored.items() if name in defaults}


_ADDRESS = _plain_fields(Address)
_MEDIA = _plain_fields(Media)
_INCOMING = _plain_fields(Incoming, "address", "act", "media", "point", "show")
_BUTTON = _plain_fields(Button)
_ATTACHMENT = _plain_fields(Attachment)
_SCREEN = _plain_fields(Screen, "rows", "attachment")
_TOPIC = _plain_fields(Topic)
_SHOW = {name: default for name, default in _plain_fields(Show, "to", "screen", "topic").items() if name != "name"}


def address_to_json(address: Address) -> dict[str, Any]:
    return _short(address, _ADDRESS)


def address_from_json(stored: Mapping[str, Any]) -> Address:
    return Address(**_known(stored, _ADDRESS))


def incoming_to_json(incoming: Incoming) -> dict[str, Any]:
    """An act as it is sealed into the inbox."""
    value = _short(incoming, _INCOMING)
    value["address"] = address_to_json(incoming.address)
    value["act"] = incoming.act.value
    if incoming.media is not None:
        value["media"] = _short(incoming.media, _MEDIA)
    if incoming.point is not None:
        value["point"] = list(incoming.point)
    if incoming.show is not None:
        value["show"] = show_to_json(incoming.show)
    return value


def incoming_from_json(stored: Mapping[str, Any]) -> Incoming:
    """Raises KeyError, TypeError or ValueError where this was never written by `incoming_to_json`."""
    media, point, show = stored.get("media"), stored.get("point"), stored.get("show")
    address = address_from_json(stored["address"])
    return Incoming(
        address=address,
        act=Act(stored["act"]),
        show=show_from_json(address, show) if show else None,
        media=Media(**_known(media, _MEDIA)) if media else None,
        point=(float(point[0]), float(point[1])) if point else None,
        **_known(stored, _INCOMING),
    )


def screen_to_json(screen: Screen) -> dict[str, Any]:
    """A screen as it is sealed into the outbox."""
    value = _short(screen, _SCREEN)
    if screen.rows:
        value["rows"] = [[_short(button, _BUTTON) for button in row] for row in screen.rows]
    if screen.attachment is not None:
        value["attachment"] = _short(screen.attachment, _ATTACHMENT)
    return value


def screen_from_json(stored: Mapping[str, Any]) -> Screen:
    rows = tuple(tuple(Button(**_known(button, _BUTTON)) for button in row) for row in stored.get("rows", ()))
    attachment = stored.get("attachment")
    return Screen(
        rows=rows,
        attachment=Attachment(**_known(attachment, _ATTACHMENT)) if attachment else None,
        **_known(stored, _SCREEN),
    )


def topic_to_json(topic: Topic) -> dict[str, Any]:
    return _short(topic, _TOPIC)


def topic_from_json(stored: Mapping[str, Any]) -> Topic:
    return Topic(**_known(stored, _TOPIC))


def show_to_json(show: Show) -> dict[str, Any]:
    """A post to a person as it waits for its time or for its reader: everything but the address; they have no topics."""
    return {"name": show.name, "screen": screen_to_json(show.screen), **_short(show, _SHOW)}


def show_from_json(to: Address, stored: Mapping[str, Any]) -> Show:
    """The post, to this address."""
    more = _known(stored, _SHOW)
    if "lane" in more:
        more["lane"] = Lane(more["lane"])
    return Show(to, stored["name"], screen_from_json(stored["screen"]), **more)
