"""What comes of a file that a citizen sent: cleaned, or refused for a reason that can be said in a plain sentence."""

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What an officer is shown it as, decided by the bytes alone."""

    PHOTO = "photo"
    VOICE = "voice"
    VIDEO = "video"
    DOCUMENT = "document"


class Reason(StrEnum):
    """Why a file is refused. The sentence for the citizen is looked up by this value."""

    TYPE_NOT_ALLOWED = "type_not_allowed"  # a type that cannot be cleaned with confidence, or a locked PDF
    BROKEN = "broken"  # cut short or damaged
    TOO_BIG = "too_big"  # more bytes, pixels or pages than the limits allow
    TOO_LONG = "too_long"  # sound or video beyond the allowed minutes
    HOSTILE = "hostile"  # ate the memory it was given, crashed the reader, or made it answer nonsense
    TIMED_OUT = "timed_out"  # cleaning did not end in the time allowed


class Notice(StrEnum):
    """What was changed that an officer, or the citizen who is asked about it, should know."""

    MADE_SMALLER = "made_smaller"  # fewer pixels than the original
    FIRST_FRAME_ONLY = "first_frame_only"  # an animation became one picture
    PARTS_REMOVED = "parts_removed"  # a PDF lost scripts, forms, notes or attached files
    VOICE_CHANGED = "voice_changed"  # lowers the risk of being recognised, does not remove it
    NOT_AS_DECLARED = "not_as_declared"  # the bytes are of another type than the platform said


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A file made anew. Width and height in pixels, seconds of sound or video; None where they make no sense."""

    kind: Kind
    media_type: str
    content: bytes = field(repr=False)
    width: int | None = None
    height: int | None = None
    seconds: float | None = None
    warnings: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that nobody will see."""

    reason: Reason


class CleanerUnavailable(Exception):
    """The cleaning process could not start or was killed from outside: our fault, not the file's.

    The file is neither clean nor refused: keep it, try again later, tell the operator.
    """


class Rejected(Exception):
    """Raised inside the cleaning process to refuse the file."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason
