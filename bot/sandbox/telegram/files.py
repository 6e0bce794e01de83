"""Files: what is uploaded, what is told of it, and where a bot fetches it."""

import io
import struct
from collections.abc import Mapping
from typing import Any

from bot.sandbox.platform import Json, Upload
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.params import Params
from bot.sandbox.telegram.state import File
from bot.sandbox.telegram.world import World

DOWNLOAD_LIMIT = 20 << 20
UPLOAD_LIMIT = 50 << 20
PHOTO_LIMIT = 10 << 20
_FOLDER = {
    "photo": ("photos", "jpg"),
    "voice": ("voice", "oga"),
    "video": ("videos", "mp4"),
    "audio": ("music", "mp3"),
    "document": ("documents", "bin"),
    "sticker": ("stickers", "webp"),
    "animation": ("animations", "mp4"),
    "video_note": ("video_notes", "mp4"),
}
_CALLED = {"photo": "Photo", "voice": "VoiceNote", "video": "Video", "audio": "Audio", "document": "Document"}
_THUMBNAIL_SIDE = 320
_UNREADABLE_SIZE = (800, 600)


def keep(world: World, kind: str, upload: Upload, facts: Mapping[str, Any] | None = None) -> File:
    """Store an upload as `kind`. Bytes are kept as they came: harsher than Telegram, which draws photos anew."""
    number = world.new_number()
    folder, ending = _FOLDER[kind]
    if kind in ("document", "audio", "animation") and "." in upload.name:
        ending = upload.name.rpartition(".")[2].lower()[:8]
    identity = f"{kind[:2].upper()}gAD{number:08d}"
    stored = File(
        id=f"BQACAgUAAxkB{identity}Q",
        unique_id=f"Ag{identity}",
        kind=kind,
        path=f"{folder}/file_{number}.{ending}",
        name=upload.name,
        mime=upload.mime,
        data=upload.data,
        facts=_facts(kind, upload, facts or {}),
    )
    world.files[stored.id] = stored
    return stored


def shown(stored: File) -> Json:
    """The field of a message that carries this file: `{"photo": [...]}`, `{"voice": {...}}`, .."""
    told = {
        "file_id": stored.id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.data),
        **stored.facts,
    }
    if stored.kind == "photo":
        return {"photo": _sizes(told)}
    if stored.kind == "animation":
        document = {key: told[key] for key in told if key not in ("width", "height", "duration")}
        return {"animation": told, "document": document}
    return {stored.kind: told}


def found(world: World, file_id: str) -> File | None:
    """A file by any of its ids; the small size of a photo is the same file."""
    return world.files.get(file_id.removesuffix("-s"))


def given(world: World, p: Params, kind: str, reference: str, facts: Mapping[str, Any]) -> File:
    """The file a bot sends: attached to the call, or known by its file_id. Addresses on the web cannot be reached."""
    upload = p.files.get(reference.removeprefix("attach://") if reference.startswith("attach://") else reference)
    if upload is not None:
        return _uploaded(world, kind, upload, facts)
    if not reference:
        raise bad_request(f"there is no {kind} in the request")
    if reference.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    known = found(world, reference)
    if known is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if known.kind != kind:
        raise bad_request(f"can't use file of type {_CALLED.get(known.kind, known.kind)} as {_CALLED.get(kind, kind)}")
    return known


def _uploaded(world: World, kind: str, upload: Upload, facts: Mapping[str, Any]) -> File:
    if not upload.data:
        raise bad_request("file must be non-empty")
    if kind == "photo" and len(upload.data) > PHOTO_LIMIT:
        raise bad_request(
            f"file of size {len(upload.data)} bytes is too big for a photo; the maximum size is {PHOTO_LIMIT} bytes"
        )
    if kind == "photo" and image_size(upload.data) is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    return keep(world, kind, upload, facts)


def _facts(kind: str, upload: Upload, told: Mapping[str, Any]) -> Json:
    facts: Json = {}
    if kind in ("photo", "video", "sticker", "animation"):
        width, height = image_size(upload.data) or _UNREADABLE_SIZE
        facts |= {"width": int(told.get("width") or width), "height": int(told.get("height") or height)}
    if kind in ("voice", "video", "audio", "animation", "video_note"):
        facts["duration"] = int(float(told.get("duration") or 1))
    if kind == "video_note":
        facts["length"] = int(told.get("length") or 240)
    if kind in ("voice", "video", "audio", "document", "animation"):
        facts["mime_type"] = upload.mime or "application/octet-stream"
    if kind in ("video", "audio", "document", "animation") and upload.name:
        facts["file_name"] = upload.name
    if kind == "sticker":
        facts |= {"type": "regular", "is_animated": False, "is_video": False, "emoji": told.get("emoji") or "🙂"}
    return facts


def _sizes(told: Json) -> list[Json]:
    """A small and the full size; both lead to the same bytes."""
    longest = max(told["width"], told["height"])
    if longest <= _THUMBNAIL_SIDE:
        return [told]
    small = {
        **told,
        "file_id": told["file_id"] + "-s",
        "file_unique_id": told["file_unique_id"] + "s",
        "width": max(1, told["width"] * _THUMBNAIL_SIDE // longest),
        "height": max(1, told["height"] * _THUMBNAIL_SIDE // longest),
    }
    return [small, told]


def image_size(data: bytes) -> tuple[int, int] | None:
    """(width, height) of a JPEG, PNG, GIF or WebP; None for anything else. Reads headers only."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if data[:4] == b"GIF8" and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return width, height
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return 512, 512
    return _jpeg_size(data) if data[:2] == b"\xff\xd8" else None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    stream = io.BytesIO(data[2:])
    while len(head := stream.read(4)) == 4 and head[0] == 0xFF:
        marker, length = head[1], int.from_bytes(head[2:], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            frame = stream.read(5)
            return (int.from_bytes(frame[3:5], "big"), int.from_bytes(frame[1:3], "big")) if len(frame) == 5 else None
        stream.seek(length - 2, io.SEEK_CUR)
    return None
