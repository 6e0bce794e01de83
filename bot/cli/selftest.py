"""`hotline selftest`: a citizen whose every trace is marked sends a tip through the real code, in a training ground of its
own; then every byte on the disk is searched for the marks.

The log is written at its most talkative level. That the search works is shown by the emulated platform, which sees all.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import typer

from bot import logs
from bot.cli.terminal import Wrong, say
from bot.cli.traces import Mark, found_in, new_marks
from bot.sandbox.platform import Upload
from bot.sandbox.server import Sandbox
from bot.training import HOME
from bot.training.ground import training_ground
from bot.training.looking import labels, shows
from content.areas import shipped
from content.locales import DEFAULT, _, speaking
from content.terms import N_
from storage.backup import back_up
from storage.engine import Database
from storage.records import dump
from storage.tables import inbox, job, outbox
from storage.vault.keyring import Keyring

QUIET_S = 30.0
LOOK_S = 0.05
INSIDE = N_("inside the backup")


def command() -> None:
    with tempfile.TemporaryDirectory(prefix="hotline-selftest-") as folder:
        found = asyncio.run(selftest(Path(folder)))
    if any(found.values()):
        raise typer.Exit(1)
    say(_("Nothing that points at the citizen was left anywhere."))


@dataclass(frozen=True)
class Evidence:
    """What a run left: the bytes inside the backup's seal, what the platform saw, and what lay on the disk meanwhile."""

    inside: bytes = field(repr=False)
    seen: bytes = field(repr=False)
    while_running: Mapping[str, list[str]]


async def selftest(folder: Path) -> Mapping[str, list[str]]:
    """For each place that was searched, the marks found there; every place is said. Raises Wrong where it came to no end."""
    say(_("A marked citizen sends a tip, a contact, a forwarded message and a file."))
    marks = new_marks()
    with (folder / "hotline.log").open("w") as log:
        logs.setup("DEBUG", stream=log)
        try:
            evidence = await live(folder, marks)
        except TimeoutError:
            raise Wrong(_("The test did not come to an end.")) from None
        finally:
            logs.setup("WARNING")
    if missed := [mark.name for mark in marks if not found_in(evidence.seen, [mark])]:
        raise Wrong(_("The test itself is broken: never sent were {marks}.").format(marks=", ".join(missed)))
    found = {**evidence.while_running, INSIDE: found_in(evidence.inside, marks)}
    for place, hits in search(folder, marks).items():
        found[place] = sorted({*found.get(place, []), *hits})
    for place, hits in found.items():
        say(f"{_(place)}: " + (_("FOUND: {marks}").format(marks=", ".join(hits)) if hits else _("clean")))
    return found


async def live(folder: Path, marks: list[Mark]) -> Evidence:
    """The training ground from its beginning to its end, with the citizen in it; their account number joins the marks."""
    account = _("account number")
    with speaking(DEFAULT):
        async with training_ground(folder) as sandbox:
            marks.append(Mark(account, str(await plant(sandbox, marks))))
            database = await Database.open(f"sqlite:///{folder / 'hotline.db'}")
            try:
                await quiet(database)
                inside = await copy(database, folder, sandbox.clock.now())
            finally:
                await database.close()
            seen = json.dumps([one.json() for one in sandbox.traffic.after(0)], default=str, ensure_ascii=False)
            files = b"".join(one.data for one in sandbox.telegram.files.values())
            return Evidence(inside, seen.encode() + files, search(folder, marks))


async def plant(sandbox: Sandbox, marks: list[Mark]) -> int:
    """The citizen's whole way to a receipt, then everything else that could tell who they are; their account number."""
    said = {mark.key: mark.text for mark in marks}
    friend = sandbox.person(said["friend"])
    citizen = sandbox.person(said["first"], last_name=said["last"], username=said["username"])
    home = next(one for one in shipped().versions if one.code == HOME and one.valid_to is None)
    sandbox.act(citizen, "send", text=f"co nguoi ban ma tuy gan nha {said['story']}")
    sandbox.act(citizen, "send", text=home.name)
    for wanted in (_("Many know it"), _("Send")):
        bubble = await shows(sandbox, citizen, partial(offers, wanted))
        sandbox.act(citizen, "press", message_id=bubble["id"], text=wanted)
    await shows(sandbox, citizen, partial(offers, _("I have copied it")))
    sandbox.act(citizen, "send", contact={"phone_number": f"+84{said['phone']}", "first_name": said["first"]})
    message = sandbox.act(friend, "send", text=f"nghe noi {said['heard']}")
    forwarded = {"from_chat_id": friend, "message_id": message["message_id"]}
    sandbox.act(citizen, "forward", **forwarded)
    file = Upload(f"{said['file']}.txt", "text/plain", said["content"].encode())
    sandbox.act(citizen, "send", file, kind="document")
    return citizen


def offers(wanted: str, message: dict[str, Any]) -> bool:
    """Whether a message has this button."""
    return wanted in labels(message)


async def quiet(database: Database) -> None:
    """Until nothing is under way. Raises TimeoutError where that does not come."""
    waiting = {
        "inbox": sa.select(sa.func.count()).where(inbox.c.state == "waiting"),
        "outbox": sa.select(sa.func.count()).where(outbox.c.state.in_(("queued", "sending"))),
        "jobs": sa.select(sa.func.count()).select_from(job),
    }
    for _look in range(int(QUIET_S / LOOK_S)):
        await asyncio.sleep(LOOK_S)
        async with database.read() as rows:
            if not any([await rows.scalar(query) for query in waiting.values()]):
                return
    raise TimeoutError


async def copy(database: Database, folder: Path, now: float) -> bytes:
    """A real backup in the folder; returns what lies inside its seal."""
    keyring = Keyring.open(folder / "keyring")
    await back_up(database, keyring.backup_public, 0, folder, now)
    async with database.read() as rows:
        return await rows.run_sync(lambda sync: b"".join(dump(sync, {})))


def search(folder: Path, marks: list[Mark]) -> dict[str, list[str]]:
    """Every file under a folder, by what it is: the marks found in it."""
    found: dict[str, list[str]] = {}
    for place, path in _places(folder):
        found[place] = found.get(place, []) + found_in(path.read_bytes(), marks)
    return found


def _places(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield _place(path), path


def _place(path: Path) -> str:
    """What a file is, as a message of the catalogue."""
    if path.name.startswith("hotline.db"):
        return N_("write-ahead log of the database") if path.name.endswith("-wal") else N_("database")
    if path.suffix == ".backup":
        return N_("backup")
    return N_("log") if path.suffix == ".log" else N_("keyring")
