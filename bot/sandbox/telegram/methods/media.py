"""Messages with files, albums, and fetching a file."""

from bot.sandbox.telegram import access, files, text
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.methods.sending import put, send
from bot.sandbox.telegram.params import Params
from bot.sandbox.telegram.state import Json
from bot.sandbox.telegram.world import World

_ALBUM = range(2, 11)
_ALONE = ("document", "audio")
"""Kinds that an album holds only among themselves."""


def _sent(kind: str, world: World, p: Params) -> Json:
    access.writable(world, p)
    return send(world, p, _content(world, p, kind, p, p.text(kind) or kind)).json


def _content(world: World, call: Params, kind: str, item: Params, reference: str) -> Json:
    content = {**files.shown(files.given(world, call, kind, reference, item.given)), **text.caption(item)}
    if item.flag("has_spoiler"):
        content["has_media_spoiler"] = True
    return content


def send_photo(world: World, p: Params) -> Json:
    return _sent("photo", world, p)


def send_voice(world: World, p: Params) -> Json:
    return _sent("voice", world, p)


def send_video(world: World, p: Params) -> Json:
    return _sent("video", world, p)


def send_document(world: World, p: Params) -> Json:
    return _sent("document", world, p)


def send_audio(world: World, p: Params) -> Json:
    return _sent("audio", world, p)


def send_media_group(world: World, p: Params) -> list[Json]:
    room = access.writable(world, p)
    items = [Params(item, p.files) for item in p.objects("media")]
    if len(items) not in _ALBUM:
        raise bad_request("wrong number of messages in the album; the album must contain 2-10 messages")
    kinds = [item.text("type") for item in items]
    if not set(kinds) <= {"photo", "video", "document", "audio"}:
        raise bad_request("can't parse InputMedia: Media type is unsupported in the album")
    if len(set(kinds)) > 1 and set(kinds) & set(_ALONE):
        raise bad_request("document and audio can't be mixed with other media types")
    contents = [_content(world, p, kind, item, item.text("media")) for kind, item in zip(kinds, items, strict=True)]
    if world.flood is not None:
        for _ in contents:
            world.flood.check(world.clock.now(), room.id)
    album = {"media_group_id": str(world.new_number() + 13_000_000_000_000_000)}
    return [put(world, p, room, {**content, **album}).json for content in contents]


def get_file(world: World, p: Params) -> Json:
    if not p.has("file_id"):
        raise bad_request("file_id not specified")
    stored = files.found(world, p.text("file_id"))
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(stored.data) > files.DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {
        "file_id": p.text("file_id"),
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.data),
        "file_path": stored.path,
    }


METHODS = {
    "sendphoto": send_photo,
    "sendvoice": send_voice,
    "sendvideo": send_video,
    "senddocument": send_document,
    "sendaudio": send_audio,
    "sendmediagroup": send_media_group,
    "getfile": get_file,
}
