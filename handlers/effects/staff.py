"""What is wanted of people and their shifts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from content.terms import DutyPart, PersonState, Role
from handlers.messages import Address


@dataclass(frozen=True)
class Invite:
    """A single-use link for a new member of staff, for a day; only a keyed hash of the token is stored.

    `person`: the one member of staff who may use it, because they lost their PIN or their button.
    """

    token: str = field(repr=False)
    role: Role = Role.OFFICER
    station: str = ""
    by: str = ""
    training: bool = False
    person: str = ""


@dataclass(frozen=True)
class Enrol:
    """A new member of staff, known by the keyed hash of their account: WAITING, not enrolled until their PIN is set.

    Performing spends the invitation in the same transaction; where it is gone, nothing is written and the answer is
    `enrol.refused_screen()`. An account that is on the list already (a lost button or PIN) leaves its old row as by
    `Suspend(..., LEFT)`: nobody reads through two rows.
    """

    token: str = field(repr=False)
    person: str  # the id the newcomer gets; random, made by the dialogue
    address: Address
    name: str = field(default="", repr=False)


@dataclass(frozen=True)
class TryPin:
    """A typed PIN goes to the slow work; the failed attempt is committed before Argon2id runs.

    The outcome comes back to the chat as Act.NEWS named "pin", payload JSON {"result": ..., ...}, see
    `handlers/triage/news.py`: opened {until}, wrong {left}, wait {until}, again (ten failures: enrol again), enrolled
    {code} (waits for a colleague), active (enrolled, the first of a station, or an administrator of the first
    invitation), changed, locked_out (state forbids).
    """

    officer: str
    purpose: str  # "enrol", "open", "change"
    pin: str = field(repr=False)
    device: str = field(repr=False)  # the secret of the button, base64url
    address: Address
    new: str = field(default="", repr=False)  # the PIN that takes the old one's place


@dataclass(frozen=True)
class CloseShift:
    """Lock: the opened key is gone at once. The turn's posts take the readings off the screen."""

    officer: str


@dataclass(frozen=True)
class Approve:
    """A colleague on shift lets a newcomer read: the station's key is sealed to them too.

    Performing compares `code` with the code of the stored public key again: a key that was swapped after the call is
    refused. The newcomer is told through `approve.welcome_screen`.
    """

    officer: str
    newcomer: str
    code: str = field(repr=False)


@dataclass(frozen=True)
class Reject:
    """The codes differed, or nobody knows the newcomer: the waiting enrolment is deleted, its key with it."""

    officer: str
    newcomer: str


@dataclass(frozen=True)
class Suspend:
    """Somebody loses their rights now: SUSPENDED by a superior, or LEFT by themself.

    Shift and sealed keys are deleted, tips they hold go back to NEW and ring, what is open is sealed anew under a new
    station key.
    """

    person: str
    by: str
    to: PersonState = PersonState.SUSPENDED


@dataclass(frozen=True)
class Away:
    """Leave until the end of a local day, or its end (None). The shift closes, held tips go back to NEW and ring."""

    person: str
    by: str
    until: date | None


@dataclass(frozen=True)
class Train:
    """Into training, where somebody sees test tips only, or out of it. Real tips they hold go back to NEW and ring."""

    person: str
    by: str
    training: bool


@dataclass(frozen=True)
class SetDuty:
    """A head puts a colleague on the roster of their own station, or takes them off; a reminder goes with it."""

    by: str
    person: str
    day: date
    part: DutyPart
    on: bool
