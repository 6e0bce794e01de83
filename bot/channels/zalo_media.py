"""Where files that people sent on Zalo may be fetched from: Zalo's own hosts, over https, and nowhere else.

An event is signed, but what it names is still only a text: an address of another machine could make us ask our own
network for something, or tell a stranger who we are.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from bot.channels.base import Unfetchable
from bot.channels.lines import Lost, Unsent
from bot.channels.network import Network, NoFile, TooBig

LONGEST = 2048


async def fetch_from_zalo(network: Network, ref: str, allowed: Sequence[str], most: int) -> bytes:
    """A file that somebody sent, at most so many bytes of it. `allowed` as below. Raises Unfetchable."""
    address = safe_address(ref, allowed)
    if not address:
        raise Unfetchable("gone")
    try:
        return await network.download(address, most)
    except TooBig:
        why = "too_big"
    except NoFile:
        why = "gone"
    except (Unsent, Lost):
        why = "unreachable"
    raise Unfetchable(why)


def safe_address(url: str, allowed: Sequence[str]) -> str:
    """The address to fetch, "" where it is not to be fetched.

    `allowed`: domains, with all names below them, over https (http is raised to https, as Zalo often writes it); or
    whole origins (`http://127.0.0.1:8081`), for the training ground.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    if len(url) > LONGEST or not url.isascii() or any(sign in url for sign in "\\ \t\r\n") or "@" in parts.netloc:
        return ""
    if f"{parts.scheme}://{parts.netloc}" in allowed:
        return url
    host = (parts.hostname or "").rstrip(".")
    ours = any(host == domain or host.endswith(f".{domain}") for domain in allowed if "://" not in domain)
    if parts.scheme not in ("http", "https") or not ours or port not in (None, 80 if parts.scheme == "http" else 443):
        return ""
    return parts._replace(scheme="https", netloc=host, fragment="").geturl()
