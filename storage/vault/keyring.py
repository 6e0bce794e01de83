"""The keyring: the long-lived keys and the short-lived ones, in a folder of files that only the hotline's user may
read.

| file | for |
|---|---|
| server-N.key | the server's own key; the highest N seals, older ones only open |
| pin_pepper.key, lookup_pepper.key | officers' PINs; finding a tip by its receipt |
| receipt_pepper-N.key | citizens' key pairs; all live ones are tried, new receipts take the highest N |
| audit.key | the chain of the audit |
| backup.pub | the public key to which backups are sealed; its private key is kept offline |
| day-YYYY-MM-DD.key | what lives for hours: inbox, outbox, drafts, shifts |
| sketch-YYYY-MM.key | sketches that find duplicates |

A day is a day of UTC: whole numbers of 86,400 seconds, so that no setting of a time zone can make two replicas
disagree. In Vietnam it changes at 07:00. A day key is destroyed 72 hours after its day ended, so whatever was sealed
under it had its full 72 hours; a sketch key 60 days after its month began.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from storage.vault import keyfiles
from storage.vault.keyfiles import KeyringError
from storage.vault.keys import Hidden, Key, fresh_secret

DAY = 86_400
DAY_KEY_LIFE = 72 * 3_600
SKETCH_KEY_DAYS = 60
NUMBERED = re.compile(r"(server|receipt_pepper)-(\d{4})\.key")
DATED = re.compile(r"day-(\d{4}-\d\d-\d\d)\.key")
MONTHLY = re.compile(r"sketch-(\d{4}-\d\d)\.key")
SINGLE = ("pin_pepper", "lookup_pepper", "audit")
BACKUP = "backup.pub"


class Keyring(Hidden):
    """Every key of the server, held in memory. Replicas that share the folder agree on all of them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._single: dict[str, Key] = {}
        self._numbered: dict[str, dict[int, Key]] = {}
        self._days: dict[int, Key] = {}
        self._months: dict[date, Key] = {}
        self._sealing: dict[bytes, Key] = {}
        self._backup_public = b""

    @classmethod
    def create(cls, folder: Path, now: float, backup_public: bytes) -> Keyring:
        """Make a keyring in an empty folder.

        `backup_public`: 32 bytes; whoever made that pair keeps its private key offline.

        Raises KeyringError where the folder is in use, OSError where the disk refuses.
        """
        keyfiles.make_folder(folder)
        for name in (*(f"{single}.key" for single in SINGLE), "server-0001.key", "receipt_pepper-0001.key"):
            keyfiles.create_once(folder / name, fresh_secret())
        keyfiles.create_once(folder / BACKUP, backup_public)
        keyring = cls.open(folder)
        keyring.day_key(now)
        keyring.sketch_keys(now)
        return keyring

    @classmethod
    def open(cls, folder: Path) -> Keyring:
        """Read a keyring.

        Raises KeyringError, in a sentence for the operator, where it is missing, incomplete or open to others.
        """
        keyring = cls(folder)
        keyring._load()
        return keyring

    @property
    def server(self) -> Key:
        """The server's key that seals now."""
        return self._newest("server")

    @property
    def pin_pepper(self) -> Key:
        """Goes into every officer's key."""
        return self._single["pin_pepper"]

    @property
    def lookup_pepper(self) -> Key:
        """Goes into the tag of every receipt."""
        return self._single["lookup_pepper"]

    @property
    def receipt_pepper(self) -> Key:
        """Goes into the citizen's key pair of new receipts."""
        return self._newest("receipt_pepper")

    @property
    def receipt_peppers(self) -> tuple[Key, ...]:
        """Every live pepper, newest first: look-up tries them all."""
        peppers = self._numbered["receipt_pepper"]
        return tuple(peppers[number] for number in sorted(peppers, reverse=True))

    @property
    def audit(self) -> Key:
        """Keys the chain of the audit."""
        return self._single["audit"]

    @property
    def backup_public(self) -> bytes:
        """The X25519 public key to which backups are sealed."""
        return self._backup_public

    def find(self, key_id: bytes) -> Key | None:
        """The server or day key that an envelope names; looks into the folder once where another replica may have made
        it.
        """
        if key_id not in self._sealing:
            self._load()
        return self._sealing.get(key_id)

    def day_key(self, now: float) -> Key:
        """Today's key, made durably on the first call of the day. Raises OSError where the disk does not take it."""
        day = int(now // DAY)
        return self._days.get(day) or self._begin_day(day, now)

    def live_day_keys(self, now: float) -> tuple[Key, ...]:
        """Every day key whose time has not come, newest first: what is searched by a hash under a day key tries them
        all.
        """
        self.day_key(now)
        return tuple(self._days[day] for day in sorted(self._days, reverse=True) if not _day_is_over(day, now))

    def sketch_keys(self, now: float) -> tuple[Key, Key]:
        """This month's sketch key and the next one's: a new sketch is written under both."""
        this = datetime.fromtimestamp(now, UTC).date().replace(day=1)
        return self._month_key(this), self._month_key((this + timedelta(days=31)).replace(day=1))

    def destroy_old(self, now: float) -> int:
        """Destroy day and sketch keys whose time has come, on the disk and in memory; how many files were destroyed."""
        keyfiles.clear_leftovers(self._folder)
        over = [name for name in keyfiles.names(self._folder) if _is_over(name, now)]
        for name in over:
            keyfiles.destroy(self._folder / name)
        self._forget(now)
        return len(over)

    def rotate_server(self) -> Key:
        """A new server key seals from now on; the old ones still open.

        Other replicas take it up when they meet it or start again.
        """
        return self._add("server")

    def rotate_receipt_pepper(self) -> Key:
        """A new pepper for new receipts; those given out before still work."""
        return self._add("receipt_pepper")

    def retire_receipt_pepper(self, key_id: bytes) -> None:
        """Destroy an older pepper: every receipt made under it is dead for good.

        Raises KeyringError for the newest or an unknown one.
        """
        peppers = self._numbered["receipt_pepper"]
        number = next((number for number, pepper in peppers.items() if pepper.id == key_id), None)
        if number is None:
            raise KeyringError("There is no receipt pepper with this id.")
        if number == max(peppers):
            raise KeyringError("New receipts are made with this pepper; rotate it first.")
        keyfiles.destroy(self._folder / f"receipt_pepper-{number:04d}.key")
        del peppers[number]

    def _load(self) -> None:
        keyfiles.check_folder(self._folder)
        self._numbered = {"server": {}, "receipt_pepper": {}}
        for name in keyfiles.names(self._folder):
            try:
                self._keep(name, keyfiles.read(self._folder / name))
            except FileNotFoundError:
                continue  # destroyed by another replica in this moment
        missing = [name for name in SINGLE if name not in self._single]
        missing += [name for name, keys in self._numbered.items() if not keys]
        missing += [] if self._backup_public else [BACKUP]
        if missing:
            raise KeyringError(f"The keyring {self._folder} is not whole; it lacks: {', '.join(missing)}.")

    def _keep(self, name: str, content: bytes) -> None:
        """Take one file into memory by its name."""
        if name == BACKUP:
            self._backup_public = content
        elif name.removesuffix(".key") in SINGLE:
            self._single[name.removesuffix(".key")] = Key.of(content)
        elif match := NUMBERED.fullmatch(name):
            key = self._numbered[match[1]][int(match[2])] = Key.of(content)
            if match[1] == "server":
                self._sealing[key.id] = key
        elif match := DATED.fullmatch(name):
            key = self._days[_day_number(match[1])] = Key.of(content)
            self._sealing[key.id] = key
        elif match := MONTHLY.fullmatch(name):
            self._months[date.fromisoformat(f"{match[1]}-01")] = Key.of(content)
        else:
            raise KeyringError(f"The keyring holds a file that is none of its keys: {name}. Move it elsewhere.")

    def _begin_day(self, day: int, now: float) -> Key:
        self._create(f"day-{_date(day)}.key")
        self._load()
        self._forget(now)
        return self._days[day]

    def _month_key(self, month: date) -> Key:
        if month not in self._months:
            self._create(f"sketch-{month:%Y-%m}.key")
        return self._months[month]

    def _create(self, name: str) -> bool:
        created = keyfiles.create_once(self._folder / name, fresh_secret())
        self._keep(name, keyfiles.read(self._folder / name))
        return created

    def _add(self, kind: str) -> Key:
        self._load()
        if not self._create(f"{kind}-{max(self._numbered[kind]) + 1:04d}.key"):
            raise KeyringError("Somebody else is rotating this key at the same moment; look before you try again.")
        return self._newest(kind)

    def _newest(self, kind: str) -> Key:
        keys = self._numbered[kind]
        return keys[max(keys)]

    def _forget(self, now: float) -> None:
        """Drop from memory what is destroyed, or should be."""
        for day in [day for day in self._days if _day_is_over(day, now)]:
            self._sealing.pop(self._days.pop(day).id, None)
        for month in [month for month in self._months if _month_is_over(month, now)]:
            del self._months[month]


def _date(day: int) -> date:
    return date(1970, 1, 1) + timedelta(days=day)


def _day_number(text: str) -> int:
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


def _day_is_over(day: int, now: float) -> bool:
    return now >= (day + 1) * DAY + DAY_KEY_LIFE


def _month_is_over(month: date, now: float) -> bool:
    return now >= datetime(month.year, month.month, 1, tzinfo=UTC).timestamp() + SKETCH_KEY_DAYS * DAY


def _is_over(name: str, now: float) -> bool:
    if match := DATED.fullmatch(name):
        return _day_is_over(_day_number(match[1]), now)
    if match := MONTHLY.fullmatch(name):
        return _month_is_over(date.fromisoformat(f"{match[1]}-01"), now)
    return False
