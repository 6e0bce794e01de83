"""JSON as it is sealed and as it travels: short, UTF-8, by a fast library.

What the fast one refuses goes by Python's own: half a character, which a forged update may hold. Nothing that somebody
said is lost for the sake of speed.
"""

from __future__ import annotations

import json
from typing import Any

import orjson

_SLOW = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def dumps(value: Any) -> bytes:
    """A value as JSON. Half a character becomes a question mark.

    Raises ValueError for a number beyond 64 bits: it would come back as another one.
    """
    try:
        return orjson.dumps(value)
    except TypeError as error:
        if "64-bit" in str(error):
            raise ValueError("a number beyond 64 bits") from None
        return _SLOW.encode(value).encode("utf-8", "replace")


def loads(packed: bytes | str) -> Any:
    """The value again. Raises ValueError or RecursionError for what is no JSON."""
    try:
        return orjson.loads(packed)
    except orjson.JSONDecodeError:
        return json.loads(packed)
