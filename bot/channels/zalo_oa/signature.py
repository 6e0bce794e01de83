"""Whether an event truly comes from Zalo: SHA-256 over app id, the raw bytes, the event's time and a secret.

Which secret signs is told differently by different sources: the OA secret key (most), or the app secret. Both are known
to Zalo and to us alone, so either is taken.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

REPLAY_S = 3 * 3600.0
"""Zalo's ladder of retries ends before two hours; what is signed for longer ago was recorded by somebody."""


def mac(app_id: str, body: bytes, timestamp: str, secret: str) -> str:
    """The signature of a body: 64 lower-case hexadecimal digits."""
    return hashlib.sha256(app_id.encode() + body + timestamp.encode() + secret.encode()).hexdigest()


def signed_with(app_id: str, body: bytes, timestamp: str, given: str, secrets: Mapping[str, str]) -> str:
    """The name of the secret that made the header `given` (`mac=` before it or not); "" where none did.

    Takes as long for every answer. An empty secret signs nothing.
    """
    claimed = given.strip().removeprefix("mac=").encode()
    found = ""
    for name, secret in secrets.items():
        right = hmac.compare_digest(mac(app_id, body, timestamp, secret).encode(), claimed)
        if right and secret:
            found = found or name
    return found


def fresh(timestamp: str, now: float) -> bool:
    """Whether an event's own time (milliseconds, as text) is near enough to be no recording."""
    return timestamp.isdecimal() and len(timestamp) < 16 and abs(now - int(timestamp) / 1000) <= REPLAY_S
