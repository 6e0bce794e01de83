"""The door for files: bytes from a stranger in, bytes made anew out, or a reason why not.

This process looks at the first bytes to choose a cleaner and never loads a media library: the reading is done by
separate processes without keys (`cell.py`).
"""

from dataclasses import replace

from bot.files.cell import read_apart
from bot.files.limits import CleanLimits
from bot.files.outcome import Cleaned, Notice, Reason, Refused
from bot.files.sniff import sniff

DEFAULT_LIMITS = CleanLimits()
SAYS_NOTHING = ("", "application/octet-stream")


async def clean(
    source: bytes, *, declared: str, change_voice: bool = False, limits: CleanLimits = DEFAULT_LIMITS
) -> Cleaned | Refused:
    """Make the file anew without anything that tells on its sender, or refuse it.

    `declared` is the media type that the platform gave ("" if none): it decides nothing, a difference is a warning.
    `change_voice` shifts the voices in sound and video. Raises CleanerUnavailable if it could not be tried.
    """
    if len(source) > limits.source_bytes:
        return Refused(Reason.TOO_BIG)
    found = sniff(source)
    if found is None:
        return Refused(Reason.TYPE_NOT_ALLOWED)
    room, form = found.split("/")
    cpu_seconds = limits.moving_cpu_seconds if room == "media" else limits.still_cpu_seconds
    outcome = await read_apart(f"bot.files.{room}", form, source, limits, cpu_seconds, change_voice=change_voice)
    if isinstance(outcome, Cleaned) and differs(declared, outcome.media_type):
        return replace(outcome, warnings=(*outcome.warnings, Notice.NOT_AS_DECLARED))
    return outcome


def differs(declared: str, media_type: str) -> bool:
    """True where the sender's app promised another sort of thing (a picture, a sound, a text) than the bytes are."""
    return declared not in SAYS_NOTHING and declared.split("/")[0] != media_type.split("/")[0]
