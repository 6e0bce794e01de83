"""The keyring's folder on the disk: files for their owner alone, written once and whole, destroyed by overwriting."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from content.locales import _
from storage.vault.keys import KEY_BYTES, VaultError

FOLDER_MODE = 0o700
FILE_MODE = 0o400
NEW = ".new-"
DEAD = ".dead-"
TRIES = 5


class KeyringError(VaultError):
    """The keyring cannot be used as it is; the sentence tells the operator what to change."""


def make_folder(folder: Path) -> None:
    """Make an empty folder for keys. Raises KeyringError where there is one with keys in it."""
    folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise KeyringError(
            _("The folder {folder} is not empty; a new keyring needs an empty one.").format(folder=folder)
        )
    folder.chmod(FOLDER_MODE)


def check_folder(folder: Path) -> None:
    """Raises KeyringError where others than this user could reach the folder."""
    if not folder.is_dir():
        raise KeyringError(_("There is no keyring in {folder}. Make one: hotline init").format(folder=folder))
    found = folder.stat()
    if stat.S_IMODE(found.st_mode) != FOLDER_MODE:
        raise KeyringError(_("The keyring {folder} is open to others; run: chmod 700 {folder}").format(folder=folder))
    if found.st_uid != os.geteuid():
        raise KeyringError(
            _("The keyring {folder} belongs to another user; give it to the hotline's own user.").format(folder=folder)
        )


def names(folder: Path) -> list[str]:
    """The names of whole keys in the folder, sorted."""
    return sorted(name for name in os.listdir(folder) if not name.startswith("."))


def read(path: Path) -> bytes:
    """The 32 bytes of a key file.

    Raises KeyringError for a wrong mode, owner, kind or length; FileNotFoundError where it is gone.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        raise
    except OSError:
        raise KeyringError(
            _("The key file {path} cannot be read by this user, or is a link.").format(path=path)
        ) from None
    with os.fdopen(handle, "rb") as file:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode) or stat.S_IMODE(found.st_mode) != FILE_MODE:
            raise KeyringError(
                _("The key file {path} is open to others or to change; run: chmod 400 {path}").format(path=path)
            )
        if found.st_uid != os.geteuid():
            raise KeyringError(_("The key file {path} belongs to another user than the hotline's.").format(path=path))
        content = file.read(KEY_BYTES + 1)
    if len(content) != KEY_BYTES:
        raise KeyringError(
            _("The key file {path} is damaged: it should hold {count} bytes.").format(path=path, count=KEY_BYTES)
        )
    return content


def read_folder(folder: Path) -> dict[str, bytes]:
    """Every key of a folder by its file's name. Raises KeyringError where something is open to others or damaged."""
    check_folder(folder)
    files = {}
    for name in names(folder):
        with suppress(FileNotFoundError):  # destroyed by another replica in this moment
            files[name] = read(folder / name)
    return files


def create_once(path: Path, content: bytes) -> bool:
    """Write a key durably; False where somebody else was first, whose key then counts. Readers never see half a file.

    Raises OSError where the disk does not take it.
    """
    for _try in range(TRIES):
        draft = path.with_name(NEW + secrets.token_hex(8))
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, FILE_MODE)
        try:
            with os.fdopen(handle, "wb") as file:
                os.fchmod(handle, FILE_MODE)
                file.write(content)
                file.flush()
                os.fsync(handle)
            os.link(draft, path)
        except FileExistsError:
            return False
        except FileNotFoundError:
            continue  # another replica took the draft for a leftover
        except PermissionError:
            raise KeyringError(
                _("The disk of {folder} cannot link files; keep the keyring on a local disk.").format(
                    folder=path.parent
                )
            ) from None
        else:
            return True
        finally:
            draft.unlink(missing_ok=True)
            sync_folder(path.parent)
    raise KeyringError(_("The key file {path} could not be written.").format(path=path))


def destroy(path: Path) -> None:
    """Overwrite a key, then remove it.

    What a disk keeps beneath its files (flash, snapshots) is out of reach: see docs/threat-model.md.
    """
    dead = path.with_name(DEAD + secrets.token_hex(8))
    with suppress(FileNotFoundError):  # another replica was first
        path.rename(dead)
        _wipe(dead)


def clear_leftovers(folder: Path) -> None:
    """Finish what a crash left: drafts whose bytes are no key, or are one under its own name; keys half destroyed."""
    for name in os.listdir(folder):
        if name.startswith(NEW):
            (folder / name).unlink(missing_ok=True)
        elif name.startswith(DEAD):
            _wipe(folder / name)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _wipe(path: Path) -> None:
    with suppress(FileNotFoundError):  # another replica was first
        path.chmod(0o600)
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    sync_folder(path.parent)
