"""What a person's message holds: in the event that tells of it, and in the bubble on the phone."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.filestore import Stored
from bot.sandbox.platform import Json, Upload, Wrong
from bot.sandbox.zalo_oa.world import World

_LONGEST = 2_000
_KINDS = {"photo": "image", "gif": "gif", "voice": "audio", "audio": "audio", "video": "video", "document": "file"}
_ENDINGS = {"photo": "jpg", "gif": "gif", "video": "mp4"}


@dataclass(frozen=True, slots=True)
class Said:
    """`kind` ends the event's name, `told` is the event's message; the rest is the bubble's."""

    kind: str
    told: Json
    text: str = ""
    file: Stored | None = None
    shown: Json = field(default_factory=dict)


def words(text: str) -> Said:
    return Said("text", {"text": text}, text)


def contents(world: World, given: Mapping[str, Any], uploads: Sequence[Upload]) -> list[Said]:
    if uploads:
        return [_file(world, given, upload, first=place == 0) for place, upload in enumerate(uploads)]
    if "location" in given:
        return [_location(given["location"])]
    if "contact" in given:
        return [_card(given["contact"])]
    if "link" in given:
        return [_link(given["link"])]
    if "sticker" in given:
        return [_sticker(world, str(given["sticker"]))]
    said = str(given.get("text") or "").strip()
    if not said:
        raise Wrong("nothing to send: give text, location, contact, sticker, link or a file")
    return [words(said[start : start + _LONGEST]) for start in range(0, len(said), _LONGEST)]


def _file(world: World, given: Mapping[str, Any], upload: Upload, *, first: bool) -> Said:
    kind = str(given.get("kind") or "document")
    if kind not in _KINDS:
        raise Wrong(f"kind is one of {', '.join(_KINDS)}")
    duration = int(float(given["duration"])) if given.get("duration") else None
    stored = world.files.keep("voice" if kind == "audio" else kind, _ending(world, kind, upload), upload, duration)
    url = world.media_url(stored)
    payload: Json = {"url": url}
    if kind in ("photo", "gif"):
        payload = {"thumbnail": url, "url": url}
    elif kind == "video":
        payload = {"url": url, "thumbnail": url, "description": ""}
    elif kind == "document":
        payload = {
            "url": url,
            "size": str(len(upload.data)),
            "name": upload.name,
            "checksum": hashlib.md5(upload.data, usedforsecurity=False).hexdigest(),
            "type": stored.ending,
        }
    text = str(given.get("caption") or "").strip() if first else ""
    attachment = {"type": _KINDS[kind], "payload": payload}
    told = ({"text": text} if text else {}) | {"attachments": [attachment]}
    return Said(_KINDS[kind], told, text, stored)


def _ending(world: World, kind: str, upload: Upload) -> str:
    if kind in ("voice", "audio"):
        return world.settings.voice_ending
    own = upload.name.rpartition(".")[2].lower() if "." in upload.name else "bin"
    return _ENDINGS.get(kind, own[:8])


def _location(given: Any) -> Said:
    try:
        latitude, longitude = float(given["latitude"]), float(given["longitude"])
    except (KeyError, TypeError, ValueError):
        raise Wrong("a location has latitude and longitude") from None
    payload = {"coordinates": {"latitude": str(latitude), "longitude": str(longitude)}}
    shown = {"location": {"latitude": latitude, "longitude": longitude}}
    return Said("location", {"attachments": [{"type": "location", "payload": payload}]}, shown=shown)


def _card(given: Any) -> Said:
    """A business card comes as a link whose description is JSON with the phone number."""
    if not isinstance(given, dict) or not given.get("phone_number") or not given.get("first_name"):
        raise Wrong("a contact has phone_number and first_name")
    description = json.dumps({"phone": given["phone_number"], "qrCodeUrl": "https://qr-talk.zdn.vn/x"})
    payload = {"thumbnail": "https://s120-ava-talk.zadn.vn/x", "description": description, "url": ""}
    shown = {"contact": {name: given[name] for name in ("phone_number", "first_name")}}
    told = {"text": given["first_name"], "attachments": [{"type": "link", "payload": payload}]}
    return Said("business_card", told, shown=shown)


def _link(given: Any) -> Said:
    url = str(given.get("url") or "") if isinstance(given, dict) else str(given)
    if not url:
        raise Wrong("a link has a url")
    payload = {"thumbnail": "", "description": "", "url": url}
    return Said("link", {"text": url, "attachments": [{"type": "link", "payload": payload}]}, url)


def _sticker(world: World, emoji: str) -> Said:
    number = str(20_000 + sum(emoji.encode()))
    payload = {"url": f"{world.settings.media_host or world.url}/sticker/{number}.png", "id": number}
    told = {"attachments": [{"type": "sticker", "payload": payload}]}
    return Said("sticker", told, shown={"sticker": emoji or "🙂"})
