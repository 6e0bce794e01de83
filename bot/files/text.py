"""A plain text: decoded and encoded anew, without characters that are not seen."""

import codecs
import unicodedata

from bot.files.limits import CleanLimits
from bot.files.outcome import Cleaned, Kind, Reason, Rejected

KEPT = "\n\t\u200b\u200c\u200d"
"""Unseen but meant: line ends, tabs, and the joints and word spaces of Khmer."""


def clean(source: bytes, form: str, limits: CleanLimits, change_voice: bool) -> Cleaned:
    """UTF-8 (or UTF-16 that says so) -> UTF-8 without control, direction and private characters, lines ending in LF."""
    del form, change_voice
    if len(source) > limits.text_bytes:
        raise Rejected(Reason.TOO_BIG)
    try:
        text = source.decode("utf-16" if source.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8")
    except UnicodeDecodeError:
        raise Rejected(Reason.TYPE_NOT_ALLOWED) from None
    seen = "".join(char for char in text.replace("\r\n", "\n").replace("\r", "\n") if is_seen(char))
    return Cleaned(Kind.DOCUMENT, "text/plain", seen.encode())


def is_seen(char: str) -> bool:
    """False for every character of the categories Cc, Cf, Cn, Co and Cs that is not meant."""
    return char in KEPT or not unicodedata.category(char).startswith("C")
