"""The parameters of one call, however they arrived: query, form, multipart or JSON, some with JSON in a string."""

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.sandbox.platform import Upload
from bot.sandbox.telegram.errors import Refused, bad_request


class Params:
    """Parameters by name, read as the type a method asks for. Absent, empty and `null` are the same thing."""

    __slots__ = ("files", "given")

    def __init__(self, given: Mapping[str, Any], files: Mapping[str, Upload] | None = None) -> None:
        self.given = given
        self.files: Mapping[str, Upload] = files or {}

    def has(self, name: str) -> bool:
        return self.given.get(name) not in (None, "")

    def text(self, name: str) -> str:
        value = self.given.get(name)
        return "" if value is None else str(value)

    def flag(self, name: str) -> bool:
        value = self.given.get(name)
        return value is True or (value is not None and str(value).lower() in ("true", "1", "yes"))

    def number(self, name: str, default: int = 0) -> int:
        try:
            return int(self.given.get(name) or default)
        except (TypeError, ValueError):
            return default

    def real(self, name: str) -> float | None:
        try:
            return float(self.given[name])
        except (KeyError, TypeError, ValueError):
            return None

    def json(self, name: str, what: str = "") -> Any:
        """A value that may be JSON in a string; None when absent; refused when it cannot be read."""
        value = self.given.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {what or name} JSON object") from None

    def mapping(self, name: str, what: str = "") -> Mapping[str, Any]:
        value = self.json(name, what)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise bad_request(f"can't parse {what or name} JSON object")
        return value

    def sequence(self, name: str) -> list[Any]:
        value = self.json(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise bad_request(f"can't parse {name}: expected an Array")
        return value

    def objects(self, name: str) -> list[dict[str, Any]]:
        values = self.sequence(name)
        if not all(isinstance(value, dict) for value in values):
            raise bad_request(f"can't parse {name}: expected an Object")
        return values

    def numbers(self, name: str) -> list[int]:
        try:
            return [int(value) for value in self.sequence(name)]
        except (TypeError, ValueError):
            raise bad_request(f"can't parse {name}: expected a Number") from None


async def read(request: web.Request) -> Params:
    """The parameters of a request; Refused when the body cannot be read or is larger than the server takes."""
    given: dict[str, Any] = dict(request.query)
    files: dict[str, Upload] = {}
    try:
        kind = request.content_type
        if kind == "application/json":
            body = await request.read()
            decoded = json.loads(body) if body else {}
            if not isinstance(decoded, dict):
                raise bad_request("can't parse request JSON object")
            given.update(decoded)
        elif kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
            for name, field in (await request.post()).items():
                if isinstance(field, web.FileField):
                    files[name] = Upload(field.filename, field.content_type, field.file.read())
                else:
                    given[name] = field if isinstance(field, str) else bytes(field).decode()
    except web.HTTPRequestEntityTooLarge:
        raise Refused(413, "Request Entity Too Large") from None
    except ValueError:
        raise bad_request("can't parse request JSON object") from None
    return Params(given, files)
