"""Uploads: pictures for an `attachment_id`, files for a token; both die after seven days."""

from collections.abc import Callable

from bot.sandbox.platform import Json, Upload
from bot.sandbox.zalo_oa.errors import invalid, too_long
from bot.sandbox.zalo_oa.state import Asset
from bot.sandbox.zalo_oa.world import World

_LIFETIME_S = 7 * 86_400
_IMAGE_BYTES = 1 << 20
_GIF_BYTES = 5 << 20
_FILE_BYTES = 5 << 20
_DOCUMENTS = ("pdf", "doc", "docx", "csv")


def _image(data: bytes) -> str:
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return "png"
    return "jpg" if data[:2] == b"\xff\xd8" else ""


def _gif(data: bytes) -> str:
    return "gif" if data[:4] == b"GIF8" else ""


def image(world: World, upload: Upload) -> Json:
    """JPEG or PNG up to 1 MiB."""
    return {"attachment_id": _keep(world, "image", upload, _IMAGE_BYTES, _image)}


def gif(world: World, upload: Upload) -> Json:
    return {"attachment_id": _keep(world, "gif", upload, _GIF_BYTES, _gif)}


def file(world: World, upload: Upload) -> Json:
    """PDF, DOC, DOCX or CSV up to 5 MiB, told apart by the ending of the name."""
    ending = upload.name.rpartition(".")[2].lower()
    return {"token": _keep(world, "file", upload, _FILE_BYTES, lambda _: ending if ending in _DOCUMENTS else "")}


def _keep(world: World, kind: str, upload: Upload, most: int, ending_of: Callable[[bytes], str]) -> str:
    ending = ending_of(upload.data)
    if not upload.data or not ending:
        raise invalid("file")
    if len(upload.data) > most:
        raise too_long("file")
    world.spend("upload", world.settings.uploads_per_month)
    shown_as = {"image": "photo", "file": "document"}.get(kind, kind)
    stored = world.files.keep(shown_as, ending, upload)
    asset = Asset(world.new_id(), kind, stored, world.clock.now() + _LIFETIME_S)
    world.assets[asset.id] = asset
    return asset.id
