"""The keyring: strict when it opens, in agreement between replicas, and empty of a key once its time has come."""

from __future__ import annotations

import os
import pickle
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.vault import padding
from storage.vault.envelope import Context, seal, unseal
from storage.vault.keyring import Keyring, KeyringError
from storage.vault.keys import Refused, fresh_secret

HOUR = 3600.0
DAY = 24 * HOUR
MIDNIGHT = 1_800_057_600.0  # 2027-01-16 00:00 UTC
NOON = MIDNIGHT + 12 * HOUR
BACKUP = bytes(range(32))
HERE = Context("inbox", "body", b"row", "intake")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Keyring.create(tmp_path / "keys", NOON, BACKUP)
    return tmp_path / "keys"


@pytest.fixture
def keyring(folder: Path) -> Keyring:
    return Keyring.open(folder)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_only_the_owner_may_read_and_nobody_may_write(folder: Path) -> None:
    assert mode(folder) == 0o700
    files = list(folder.iterdir())
    assert {mode(path) for path in files} == {0o400}
    assert sorted(path.name for path in files) == [
        "audit.key",
        "backup.pub",
        "day-2027-01-16.key",
        "lookup_pepper.key",
        "pin_pepper.key",
        "receipt_pepper-0001.key",
        "server-0001.key",
        "sketch-2027-01.key",
        "sketch-2027-02.key",
    ]


def test_a_narrow_umask_of_others_changes_nothing(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        Keyring.create(tmp_path / "keys", NOON, BACKUP)
    finally:
        os.umask(before)
    Keyring.open(tmp_path / "keys")


def test_every_key_is_another_one(keyring: Keyring) -> None:
    keys = [keyring.server, keyring.pin_pepper, keyring.lookup_pepper, keyring.receipt_pepper, keyring.audit]
    keys += [keyring.day_key(NOON), *keyring.sketch_keys(NOON)]
    assert len({key.secret for key in keys}) == len({key.id for key in keys}) == 8
    assert keyring.backup_public == BACKUP


def test_the_keyring_does_not_show_itself(keyring: Keyring) -> None:
    assert repr(keyring) == "<Keyring, hidden>"
    with pytest.raises(TypeError):
        pickle.dumps(keyring)


def _link(folder: Path) -> None:
    (folder / "audit.key").rename(folder.parent / "audit.key")
    (folder / "audit.key").symlink_to(folder.parent / "audit.key")


def _shorten(folder: Path) -> None:
    (folder / "server-0001.key").chmod(0o600)
    (folder / "server-0001.key").write_bytes(b"short")
    (folder / "server-0001.key").chmod(0o400)


def _stray(folder: Path) -> None:
    (folder / "notes.txt").write_bytes(bytes(32))
    (folder / "notes.txt").chmod(0o400)


SPOILED: dict[str, tuple[Callable[[Path], object], str]] = {
    "group may enter": (lambda folder: folder.chmod(0o750), "chmod 700"),
    "group may read a key": (lambda folder: (folder / "audit.key").chmod(0o440), "chmod 400"),
    "owner may write a key": (lambda folder: (folder / "audit.key").chmod(0o600), "chmod 400"),
    "a key is a link": (_link, "cannot be read"),
    "a key is damaged": (_shorten, "damaged"),
    "a key is missing": (lambda folder: (folder / "pin_pepper.key").unlink(), "lacks: pin_pepper.key"),
    "no server key": (lambda folder: (folder / "server-0001.key").unlink(), "lacks: server-0001.key"),
    "no backup key": (lambda folder: (folder / "backup.pub").unlink(), "lacks: backup.pub"),
    "a strange file": (_stray, "none of its keys: notes.txt"),
}


@pytest.mark.parametrize(("spoil", "says"), SPOILED.values(), ids=SPOILED)
def test_a_keyring_that_is_not_as_it_should_be_is_refused(
    folder: Path, spoil: Callable[[Path], object], says: str
) -> None:
    spoil(folder)
    with pytest.raises(KeyringError, match=says):
        Keyring.open(folder)


def test_a_keyring_of_another_user_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: folder.stat().st_uid + 1)
    with pytest.raises(KeyringError, match="another user"):
        Keyring.open(folder)


def test_no_keyring_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(KeyringError, match="hotline init"):
        Keyring.open(tmp_path / "none")


def test_a_keyring_is_never_made_over_another(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(KeyringError, match="not empty"):
        Keyring.create(folder, NOON, BACKUP)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_day_key_serves_one_day_of_utc(keyring: Keyring) -> None:
    today = keyring.day_key(MIDNIGHT)
    assert keyring.day_key(MIDNIGHT + DAY - 0.001) is today
    assert keyring.day_key(MIDNIGHT + DAY).id != today.id


def test_replicas_that_start_a_day_at_once_agree_on_its_key(folder: Path) -> None:
    replicas = [Keyring.open(folder) for _ in range(8)]
    start = threading.Barrier(len(replicas))
    found: list[bytes] = []

    def begin(replica: Keyring) -> None:
        start.wait()
        found.append(replica.day_key(NOON + DAY).secret)

    threads = [threading.Thread(target=begin, args=(replica,)) for replica in replicas]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == len(replicas)
    assert len(set(found)) == 1
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]


def test_a_replica_opens_what_another_sealed_with_a_key_it_has_not_seen(folder: Path, keyring: Keyring) -> None:
    other = Keyring.open(folder)
    by_day = seal(other.day_key(NOON + DAY), b"x", HERE, padding.inbox)
    by_new_server = seal(other.rotate_server(), b"y", HERE, padding.inbox)
    assert unseal(keyring, by_day, HERE) == b"x"
    assert unseal(keyring, by_new_server, HERE) == b"y"
    assert keyring.server.id == other.server.id


def test_a_replica_that_slept_knows_yesterdays_key_of_another(folder: Path, keyring: Keyring) -> None:
    awake = Keyring.open(folder)
    yesterday = awake.day_key(NOON + DAY)
    live = keyring.live_day_keys(NOON + 2 * DAY)
    assert yesterday.id in [key.id for key in live]


def test_live_day_keys_begin_with_today_even_if_a_fast_clock_made_tomorrows(folder: Path, keyring: Keyring) -> None:
    Keyring.open(folder).day_key(NOON + 2 * DAY)
    today = keyring.day_key(NOON + DAY)
    assert keyring.live_day_keys(NOON + DAY)[0].id == today.id
    assert len(keyring.live_day_keys(NOON + DAY)) == 3


def test_what_was_sealed_in_a_days_last_second_opens_for_72_hours_and_not_after(keyring: Keyring) -> None:
    sealed = seal(keyring.day_key(MIDNIGHT + DAY - 1), b"x", HERE, padding.inbox)
    keyring.destroy_old(MIDNIGHT + DAY + 72 * HOUR - 1)
    assert unseal(keyring, sealed, HERE) == b"x"
    assert keyring.destroy_old(MIDNIGHT + DAY + 72 * HOUR) == 1
    with pytest.raises(Refused, match="destroyed in time"):
        unseal(keyring, sealed, HERE)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.floats(0.1, 40.0), min_size=1, max_size=12))
def test_on_any_walk_through_time_a_day_key_lives_72_to_96_hours(
    tmp_path_factory: pytest.TempPathFactory, steps: list[float]
) -> None:
    keyring = Keyring.create(tmp_path_factory.mktemp("walk") / "keys", NOON, BACKUP)
    now, sealed = NOON, []
    for step in steps:
        sealed.append((now, seal(keyring.day_key(now), b"x", HERE, padding.exact)))
        now += step * HOUR
        keyring.destroy_old(now)
        for at, envelope in sealed:
            if now - at < 72 * HOUR:
                assert unseal(keyring, envelope, HERE) == b"x"
            elif now - at >= 96 * HOUR:
                with pytest.raises(Refused):
                    unseal(keyring, envelope, HERE)


def test_a_destroyed_key_is_overwritten_and_gone_in_every_replica(folder: Path, keyring: Keyring) -> None:
    slow = Keyring.open(folder)
    secret = keyring.day_key(NOON).secret
    sealed = seal(keyring.day_key(NOON), b"x", HERE, padding.inbox)
    path = folder / "day-2027-01-16.key"
    with path.open("rb") as watcher:
        keyring.destroy_old(NOON + 5 * DAY)
        assert watcher.read() != secret
    assert not path.exists()
    slow.destroy_old(NOON + 5 * DAY)
    for replica in (keyring, slow, Keyring.open(folder)):
        with pytest.raises(Refused):
            unseal(replica, sealed, HERE)


def test_what_a_crash_left_behind_is_finished(folder: Path, keyring: Keyring) -> None:
    os.link(folder / "audit.key", folder / ".new-0123")  # a draft that had just become a key
    (folder / "day-2027-01-16.key").rename(folder / ".dead-4567")  # a key that was being destroyed
    audit = keyring.audit.secret
    keyring.destroy_old(NOON)
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]
    assert Keyring.open(folder).audit.secret == audit


def test_a_folder_that_goes_bad_while_running_turns_nobody_away(folder: Path, keyring: Keyring) -> None:
    sealed = seal(keyring.day_key(NOON), b"x", HERE, padding.inbox)
    _stray(folder)
    assert keyring.find(b"none") is None
    assert keyring.day_key(NOON + DAY).id == keyring.live_day_keys(NOON + DAY)[0].id
    assert unseal(keyring, sealed, HERE) == b"x"


def test_a_rotated_server_key_seals_and_the_old_one_still_opens(folder: Path, keyring: Keyring) -> None:
    old = seal(keyring.server, b"old", HERE, padding.entry)
    assert keyring.rotate_server() is keyring.server
    assert old[1:5] != keyring.server.id
    for ring in (keyring, Keyring.open(folder)):
        assert unseal(ring, old, HERE) == b"old"
        assert unseal(ring, seal(keyring.server, b"new", HERE, padding.entry), HERE) == b"new"


def test_all_live_receipt_peppers_are_tried_until_one_is_retired(folder: Path, keyring: Keyring) -> None:
    first = keyring.receipt_pepper
    second = keyring.rotate_receipt_pepper()
    assert [pepper.id for pepper in keyring.receipt_peppers] == [second.id, first.id]
    keyring.retire_receipt_pepper(first.id)
    assert [pepper.id for pepper in keyring.receipt_peppers] == [second.id]
    assert [pepper.id for pepper in Keyring.open(folder).receipt_peppers] == [second.id]
    third = keyring.rotate_receipt_pepper()
    assert [pepper.id for pepper in keyring.receipt_peppers] == [third.id, second.id]


def test_the_pepper_of_new_receipts_cannot_be_retired(keyring: Keyring) -> None:
    with pytest.raises(KeyringError, match="rotate it first"):
        keyring.retire_receipt_pepper(keyring.receipt_pepper.id)
    with pytest.raises(KeyringError, match="no receipt key"):
        keyring.retire_receipt_pepper(b"none")


def test_next_months_sketch_key_is_this_one_a_month_later(keyring: Keyring) -> None:
    january, february = keyring.sketch_keys(NOON)
    next_of_january, march = keyring.sketch_keys(NOON + 31 * DAY)
    assert next_of_january.id == february.id
    assert len({january.id, february.id, march.id}) == 3


def test_a_sketch_key_is_destroyed_60_days_after_its_month_began(folder: Path, keyring: Keyring) -> None:
    keyring.sketch_keys(NOON)
    new_year = MIDNIGHT - 15 * DAY
    keyring.destroy_old(new_year + 60 * DAY - 1)
    assert (folder / "sketch-2027-01.key").exists()
    keyring.destroy_old(new_year + 60 * DAY)
    assert not (folder / "sketch-2027-01.key").exists()
    assert (folder / "sketch-2027-02.key").exists()


def test_a_sketch_key_is_no_key_for_envelopes(keyring: Keyring) -> None:
    sketch = keyring.sketch_keys(NOON)[0]
    assert keyring.find(sketch.id) is None
    assert keyring.find(fresh_secret()[:4]) is None
