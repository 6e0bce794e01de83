"""The files that people and bots put into an emulated platform, served from its own host."""

import itertools
from dataclasses import dataclass
from typing import Any

from bot.sandbox.platform import Upload


@dataclass(frozen=True, slots=True)
class Stored:
    """A file; its bytes are kept as they came, which is harsher than the real platform, which draws them anew."""

    id: str
    kind: str
    """photo, gif, voice, video, document or sticker"""
    ending: str
    upload: Upload
    duration: int | None = None

    @property
    def path(self) -> str:
        """Its address below the platform's media host."""
        return f"media/{self.id}.{self.ending}"

    def shown(self, platform: str) -> dict[str, Any]:
        """As a phone shows it: what it is and where the page fetches it."""
        length = {} if self.duration is None else {"duration": self.duration}
        return {
            "kind": "photo" if self.kind == "gif" else self.kind,
            "url": f"/api/files/{platform}/{self.id}",
            "name": self.upload.name,
            "mime": self.upload.mime,
            "size": len(self.upload.data),
            "spoiler": False,
            **length,
        }


class FileStore:
    def __init__(self) -> None:
        self._files: dict[str, Stored] = {}
        self._numbers = itertools.count(1)

    def keep(self, kind: str, ending: str, upload: Upload, duration: int | None = None) -> Stored:
        stored = Stored(f"f{next(self._numbers):09d}", kind, ending, upload, duration)
        self._files[stored.id] = stored
        return stored

    def get(self, file_id: str) -> Stored | None:
        return self._files.get(file_id)

    def clear(self) -> None:
        self._files.clear()
