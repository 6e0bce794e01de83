"""The keyring: the long-lived and the short-lived keys, in a folder of files that only the hotline's user may read.

`ring.py` lists the files. A day is a day of UTC: whole numbers of 86,400 seconds, so that no setting of a time zone can
make two replicas disagree; in Vietnam it changes at 07:00. A day key is destroyed 72 hours after its day ended, a
sketch key 60 days after its month began. Replicas that share the folder agree on every key: the first to write it wins.
"""

from __future__ import annotations

from pathlib import Path

from content.locales import _
from storage.vault import keyfiles
from storage.vault.keyfiles import KeyringError
from storage.vault.keys import KEY_BYTES, Hidden, Key, fresh_secret
from storage.vault.ring import (
    BACKUP,
    DAY,
    RECEIPT_PEPPER,
    SERVER,
    SINGLE,
    Ring,
    day_ends_at,
    day_name,
    ends_at,
    month_name,
    month_of,
    next_month,
    numbered_name,
)

__all__ = ["Keyring", "KeyringError"]


class Keyring(Hidden):
    """Every key of the server, held in memory."""

    def __init__(self, folder: Path, files: dict[str, bytes]) -> None:
        """`files`: name -> 32 bytes, as `open` reads them."""
        self._folder = folder
        self._files = files
        self._ring = Ring.of(files)

    @classmethod
    def create(cls, folder: Path, now: float, backup_public: bytes) -> Keyring:
        """Make a keyring in an empty folder. `backup_public`: 32 bytes; its private key is kept offline, never here.

        Raises KeyringError where the folder is in use, OSError where the disk refuses.
        """
        if len(backup_public) != KEY_BYTES:
            raise KeyringError("The public key for backups has 32 bytes.")
        keyfiles.make_folder(folder)
        numbered = [numbered_name(kind, 1) for kind in (SERVER, RECEIPT_PEPPER)]
        for name in [*(f"{single}.key" for single in SINGLE), *numbered]:
            keyfiles.create_once(folder / name, fresh_secret())
        keyfiles.create_once(folder / BACKUP, backup_public)
        keyring = cls.open(folder)
        keyring.day_key(now)
        keyring.sketch_keys(now)
        return keyring

    @classmethod
    def open(cls, folder: Path) -> Keyring:
        """Read a keyring.

        Raises KeyringError, in a sentence for the operator, where it is missing, not whole, or open to others.
        """
        return cls(folder, keyfiles.read_folder(folder))

    @property
    def folder(self) -> Path:
        """Where it lies; what belongs beside it (tombstones) is found from here."""
        return self._folder

    @property
    def server(self) -> Key:
        """The server's key that seals now."""
        return self._ring.newest(SERVER)

    @property
    def pin_pepper(self) -> Key:
        """Goes into every officer's key."""
        return self._ring.single["pin_pepper"]

    @property
    def lookup_pepper(self) -> Key:
        """Goes into the tag of every receipt, and into names that must last. Never rotated."""
        return self._ring.single["lookup_pepper"]

    @property
    def receipt_pepper(self) -> Key:
        """Goes into the citizen's key pair of new receipts."""
        return self._ring.newest(RECEIPT_PEPPER)

    @property
    def receipt_peppers(self) -> tuple[Key, ...]:
        """Every live pepper, newest first: look-up tries them all."""
        peppers = self._ring.numbered[RECEIPT_PEPPER]
        return tuple(peppers[number] for number in sorted(peppers, reverse=True))

    @property
    def audit(self) -> Key:
        """Keys the chain of the audit."""
        return self._ring.single["audit"]

    @property
    def backup_public(self) -> bytes:
        """The X25519 public key to which backups are sealed."""
        return self._files[BACKUP]

    def find(self, key_id: bytes) -> Key | None:
        """The server or day key that an envelope names; the folder is asked for one that another replica made."""
        if key_id not in self._ring.sealing:
            self._look_again()
        return self._ring.sealing.get(key_id)

    def day_key(self, now: float) -> Key:
        """Today's key, made durably on the first call of the day. Raises OSError where the disk does not take it."""
        day = int(now // DAY)
        return self._ring.days.get(day) or self._begin_day(day)

    def live_day_keys(self, now: float) -> tuple[Key, ...]:
        """Every day key whose time has not come, today's first, then the newest: for what is found by a daily hash."""
        today = self.day_key(now)
        days = self._ring.days
        live = (days[day] for day in sorted(days, reverse=True) if day_ends_at(day) > now)
        return (today, *(key for key in live if key is not today))

    def sketch_keys(self, now: float) -> tuple[Key, Key]:
        """This month's sketch key and the next one's: a new sketch is written under both."""
        this = month_of(now)
        for month in (this, next_month(this)):
            if month not in self._ring.months:
                self._create(month_name(month))
        return self._ring.months[this], self._ring.months[next_month(this)]

    def live_sketch_keys(self, now: float) -> tuple[Key, ...]:
        """Every sketch key of this month and earlier whose time has not come, this month's first."""
        this, months = self.sketch_keys(now)[0], self._ring.months
        live = (
            months[month]
            for month in sorted(months, reverse=True)
            if month <= month_of(now) and ends_at(month_name(month)) > now
        )
        return (this, *(key for key in live if key is not this))

    def sketch_key_of(self, at: float, now: float) -> Key | None:
        """The sketch key of a moment's month, for as long as that lives; None once it has been destroyed for good."""
        month = month_of(at)
        if ends_at(month_name(month)) <= now:
            return None
        if month not in self._ring.months:
            self._create(month_name(month))
        return self._ring.months[month]

    def destroy_old(self, now: float) -> int:
        """Destroy day and sketch keys whose time has come, on the disk and in memory; how many files were destroyed."""
        keyfiles.clear_leftovers(self._folder)
        over = [name for name in keyfiles.names(self._folder) if ends_at(name) <= now]
        for name in over:
            keyfiles.destroy(self._folder / name)
        self._take({name: content for name, content in self._files.items() if ends_at(name) > now})
        return len(over)

    def rotate_server(self) -> Key:
        """A new server key seals from now on; the old ones still open.

        A running replica keeps sealing under the old one until it meets the new one or starts again.
        """
        self._add(SERVER)
        return self.server

    def rotate_receipt_pepper(self) -> Key:
        """A new pepper for new receipts; those given out before still work."""
        self._add(RECEIPT_PEPPER)
        return self.receipt_pepper

    def retire_receipt_pepper(self, key_id: bytes) -> None:
        """Destroy an older pepper: every receipt made under it is dead for good. Running replicas must start again.

        Raises KeyringError for the newest or an unknown one.
        """
        peppers = self._ring.numbered[RECEIPT_PEPPER]
        number = next((number for number, pepper in peppers.items() if pepper.id == key_id), None)
        if number is None:
            raise KeyringError(_("There is no receipt key with this id."))
        if number == max(peppers):
            raise KeyringError(_("New receipts are made with this key; rotate it first."))
        name = numbered_name(RECEIPT_PEPPER, number)
        keyfiles.destroy(self._folder / name)
        self._take({other: content for other, content in self._files.items() if other != name})

    def _take(self, files: dict[str, bytes]) -> None:
        """Hold these files and no others: keys that are gone from the disk leave the memory too."""
        self._ring = Ring.of(files)
        self._files = files

    def _look_again(self) -> None:
        """Take up what other replicas made or destroyed.

        A folder that went bad meanwhile is for `doctor` to report: the keys in memory still serve those who write now.
        """
        try:
            if set(keyfiles.names(self._folder)) != set(self._files):
                self._take(keyfiles.read_folder(self._folder))
        except (KeyringError, OSError):
            return

    def _begin_day(self, day: int) -> Key:
        self._create(day_name(day))
        self._look_again()
        return self._ring.days[day]

    def _create(self, name: str) -> bool:
        """Make a key unless somebody was first; whether it is ours."""
        ours = keyfiles.create_once(self._folder / name, fresh_secret())
        self._take({**self._files, name: keyfiles.read(self._folder / name)})
        return ours

    def _add(self, kind: str) -> None:
        self._take(keyfiles.read_folder(self._folder))
        if not self._create(numbered_name(kind, max(self._ring.numbered[kind]) + 1)):
            raise KeyringError(_("Somebody else is rotating this key at the same moment; look before you try again."))
