"""The keys of a folder by the names of their files, and how long each of them lives. Pure: `keyring` reads the files.

| file | for |
|---|---|
| server-N.key | the server's own key; the highest N seals, older ones only open |
| pin_pepper.key, lookup_pepper.key | officers' PINs; finding a tip by its receipt |
| receipt_pepper-N.key | citizens' key pairs; all live ones are tried, new receipts take the highest N |
| audit.key | the chain of the audit |
| backup.pub | the public key to which backups are sealed; its private key is kept offline |
| day-YYYY-MM-DD.key | what lives for hours: inbox, outbox, drafts, shifts |
| sketch-YYYY-MM.key | sketches that find duplicates |
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from content.locales import _
from storage.vault.keyfiles import KeyringError
from storage.vault.keys import Hidden, Key

DAY = 86_400
DAY_KEY_LIFE = 72 * 3_600
SKETCH_KEY_LIFE = 60 * DAY
SINGLE = ("pin_pepper", "lookup_pepper", "audit")
SERVER, RECEIPT_PEPPER = "server", "receipt_pepper"
BACKUP = "backup.pub"
NAME = re.compile(
    r"(?P<single>pin_pepper|lookup_pepper|audit)\.key"
    r"|(?P<kind>server|receipt_pepper)-(?P<number>\d{4})\.key"
    r"|day-(?P<day>\d{4}-\d\d-\d\d)\.key"
    r"|sketch-(?P<month>\d{4}-\d\d)\.key"
)


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Ring(Hidden):
    """Every key by what it is for. Days count from 1970, months are their first day."""

    single: dict[str, Key] = field(default_factory=dict)
    numbered: dict[str, dict[int, Key]] = field(default_factory=lambda: {SERVER: {}, RECEIPT_PEPPER: {}})
    days: dict[int, Key] = field(default_factory=dict)
    months: dict[date, Key] = field(default_factory=dict)
    sealing: dict[bytes, Key] = field(default_factory=dict)  # by id: what an envelope may name

    @staticmethod
    def of(files: Mapping[str, bytes]) -> Ring:
        """The ring of these files. Raises KeyringError where one is missing or is no key."""
        ring = Ring()
        for name, content in files.items():
            if name != BACKUP:
                ring._put(name, Key.of(content))
        lacking = [f"{name}.key" for name in SINGLE if name not in ring.single]
        lacking += [f"{name}-0001.key" for name, keys in ring.numbered.items() if not keys]
        lacking += [] if BACKUP in files else [BACKUP]
        if lacking:
            raise KeyringError(_("The keyring is not whole; it lacks: {names}.").format(names=", ".join(lacking)))
        return ring

    def newest(self, kind: str) -> Key:
        """The numbered key that is used for what is new."""
        keys = self.numbered[kind]
        return keys[max(keys)]

    def _put(self, name: str, key: Key) -> None:
        match = NAME.fullmatch(name)
        if match is None:
            raise KeyringError(
                _("The keyring holds a file that is none of its keys: {name}. Move it elsewhere.").format(name=name)
            )
        if match["single"]:
            self.single[match["single"]] = key
        elif match["kind"]:
            self.numbered[match["kind"]][int(match["number"])] = key
        elif match["day"]:
            self.days[_day_number(match["day"])] = key
        else:
            self.months[date.fromisoformat(f"{match['month']}-01")] = key
        if match["day"] or match["kind"] == SERVER:
            self.sealing[key.id] = key


def numbered_name(kind: str, number: int) -> str:
    """The file of the n-th key of a kind."""
    return f"{kind}-{number:04d}.key"


def day_name(day: int) -> str:
    """The file of a day's key."""
    return f"day-{date(1970, 1, 1) + timedelta(days=day)}.key"


def month_name(month: date) -> str:
    """The file of a month's sketch key."""
    return f"sketch-{month:%Y-%m}.key"


def month_of(now: float) -> date:
    """The first day of a moment's month."""
    return datetime.fromtimestamp(now, UTC).date().replace(day=1)


def next_month(month: date) -> date:
    """The first day of the month after."""
    return (month + timedelta(days=31)).replace(day=1)


def ends_at(name: str) -> float:
    """When the key in a file has to be destroyed, in seconds since 1970; infinite for a key that stays."""
    match = NAME.fullmatch(name)
    if match and match["day"]:
        return day_ends_at(_day_number(match["day"]))
    if match and match["month"]:
        year, month = match["month"].split("-")
        return datetime(int(year), int(month), 1, tzinfo=UTC).timestamp() + SKETCH_KEY_LIFE
    return math.inf


def day_ends_at(day: int) -> float:
    """72 hours after the day ended: whatever was sealed under its key had its full 72 hours."""
    return float((day + 1) * DAY + DAY_KEY_LIFE)


def _day_number(text: str) -> int:
    return (date.fromisoformat(text) - date(1970, 1, 1)).days
