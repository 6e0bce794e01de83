"""Every public key in the database carries a MAC of the server: a swapped one is refused before anything is sealed."""

from __future__ import annotations

from enum import Enum
from hmac import compare_digest

from storage.vault.keys import KEY_ID_BYTES, Key, Keys, Refused, framed

PURPOSE = "public key"
MAC_BYTES = 28


class Owner(Enum):
    """Whose public key it is."""

    TIP = "tip"
    CITIZEN = "citizen"
    STATION = "station"
    OFFICER = "officer"
    RECOVERY = "recovery"


def mac_public_key(server: Key, owner: Owner, owner_id: bytes, public: bytes) -> bytes:
    """32 bytes to store beside a public key: the server key's id, and 28 of the MAC."""
    return server.id + server.tag(PURPOSE, framed(owner.value.encode(), owner_id, public), MAC_BYTES)


def check_public_key(keys: Keys, owner: Owner, owner_id: bytes, public: bytes, mac: bytes) -> bytes:
    """The public key, if it is the one that was stored for this owner. Raises Refused for any other."""
    server = keys.find(mac[:KEY_ID_BYTES])
    if server is None or not compare_digest(mac, mac_public_key(server, owner, owner_id, public)):
        raise Refused("A stored public key is not the one that was put there.")
    return public
