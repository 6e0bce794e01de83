"""Papers over real rows: made while the shift is open, sealed where they lie, gone after a quarter of an hour."""

from __future__ import annotations

import io
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

import pyzipper
import sqlalchemy as sa
from docx import Document

from bot.papers import Papers
from handlers import effects
from handlers.messages import Post, Remove, Show
from handlers.triage.export_rules import Form
from handlers.triage.move_rules import Move
from storage import audit, blobs, jobs
from storage.jobs import Job
from storage.tables import blob, job
from storage.tables import blob_state as states
from tests.unit.bot.perform.test_moving import Tip, taken
from tests.world import World, member

JPEG = b"\xff\xd8\xff\xe0" + bytes(500)


@dataclass
class Bureau:
    """The slow work on one database, a step at a time."""

    world: World

    async def order(self, one: Tip, form: Form = Form.DOSSIER) -> Job | None:
        await self.world.do(effects.ExportTip(one.public, one.officer.id, form, token_hex(16)), by=member(10))
        async with self.world.database.write() as rows:
            waiting = await jobs.claim(rows, self.world.tools.seals, 10, 60, self.world.now)
        return next((found for found in waiting if found.kind == "export"), None)

    async def work(self, ordered: Job) -> dict[str, Any]:
        assert ordered.payload is not None
        return await Papers(self.world.database, self.world.tools).make(ordered.payload, self.world.now)

    async def deliver(self, ordered: Job, result: dict[str, Any]) -> list[Post]:
        assert ordered.payload is not None
        async with self.world.database.write() as rows:
            given = {**ordered.payload, "result": result}
            return await self.world.performer.occur(rows, "job.export", given, self.world.now)

    async def content(self, post: Show) -> bytes:
        file = post.screen.attachment
        assert file is not None
        async with self.world.database.read() as rows:
            chunks = await blobs.read(rows, bytes.fromhex(file.blob))
        return blobs.open_chunks(bytes.fromhex(file.blob), bytes.fromhex(file.key), chunks)

    async def actions(self) -> list[str]:
        async with self.world.database.read() as rows:
            return [line.action async for _seq, line, _mac in audit.read(rows)]


ACCOUNT = 7_001_234_567


async def with_photo(world: World) -> Tip:
    """A tip in the book that has one clean photo."""
    which, key = token_hex(16), token_hex(32)
    async with world.database.write() as rows:
        await blobs.begin(rows, bytes.fromhex(which), world.now)
        await blobs.keep(rows, bytes.fromhex(which), blobs.seal_chunks(bytes.fromhex(which), bytes.fromhex(key), JPEG))
    one = await taken(
        world, way_back=member(ACCOUNT), files=({"kind": "photo", "blob": which, "key": key, "text": ""},)
    )
    await one.walk(Move.BOOK)
    return one


async def test_the_officer_gets_the_paper_and_the_files_under_a_password_that_comes_apart(world: World) -> None:
    one, bureau = await with_photo(world), Bureau(world)
    ordered = await bureau.order(one)
    assert ordered is not None
    file, password = await bureau.deliver(ordered, await bureau.work(ordered))
    assert isinstance(file, Show)
    assert isinstance(password, Show)
    assert not file.screen.protect  # it is there to be saved
    assert password.screen.protect
    label = (await one.card()).label
    with pyzipper.AESZipFile(io.BytesIO(await bureau.content(file))) as archive:
        assert sorted(archive.namelist()) == [f"{label}-1.jpg", f"{label}.docx"]
        archive.setpassword(password.screen.text.splitlines()[1].encode())
        assert archive.read(f"{label}-1.jpg") == JPEG
        document = Document(io.BytesIO(archive.read(f"{label}.docx")))
    assert any("co nguoi ban ma tuy" in line.text for line in document.paragraphs)
    assert "exported" in await bureau.actions()


async def test_nothing_in_the_papers_leads_to_whoever_sent_the_tip(world: World) -> None:
    one, bureau = await with_photo(world), Bureau(world)
    ordered = await bureau.order(one)
    assert ordered is not None
    assert ordered.payload is not None
    file, _password = await bureau.deliver(ordered, await bureau.work(ordered))
    assert isinstance(file, Show)
    with pyzipper.AESZipFile(io.BytesIO(await bureau.content(file))) as archive:
        archive.setpassword(ordered.payload["password"].encode())
        whole = archive.read(archive.namelist()[0])
    with pyzipper.ZipFile(io.BytesIO(whole)) as parts:
        inside = b"".join(parts.read(name) for name in parts.namelist()).decode("utf8", "replace").lower()
    for trace in (str(ACCOUNT), "telegram", "zalo", one.public.lower(), "python"):
        assert trace not in inside, trace


async def test_what_lies_in_the_database_is_sealed_and_destroyed_after_a_quarter_of_an_hour(world: World) -> None:
    one, bureau = await with_photo(world), Bureau(world)
    ordered = await bureau.order(one)
    assert ordered is not None
    assert ordered.payload is not None
    which = bytes.fromhex(ordered.payload["blob"])
    await bureau.deliver(ordered, await bureau.work(ordered))
    async with world.database.read() as rows:
        assert b"PK\x03\x04" not in b"".join(await blobs.read(rows, which))
    world.now += world.policy.read_time
    async with world.database.write() as rows:
        gone = {"blob": which.hex(), "address": ordered.payload["address"]}
        posts = await world.performer.occur(rows, "export_gone", gone, world.now)
    assert len([post for post in posts if isinstance(post, Remove)]) == 2
    async with world.database.read() as rows:
        for table in (blob, states):
            assert await rows.scalar(sa.select(sa.func.count()).select_from(table).where(table.c.id == which)) == 0


async def test_work_that_is_done_twice_gives_one_file_with_one_password(world: World) -> None:
    one, bureau = await with_photo(world), Bureau(world)
    ordered = await bureau.order(one)
    assert ordered is not None
    assert await bureau.work(ordered) == await bureau.work(ordered)


async def test_a_shift_that_ended_meanwhile_gets_nothing(world: World) -> None:
    one, bureau = await with_photo(world), Bureau(world)
    ordered = await bureau.order(one)
    assert ordered is not None
    await world.do(effects.CloseShift(one.officer.id))
    (post,) = await bureau.deliver(ordered, await bureau.work(ordered))
    assert isinstance(post, Show)
    assert post.screen.attachment is None
    assert "exported" not in await bureau.actions()


async def test_papers_that_were_made_do_not_go_out_to_a_locked_chat(world: World) -> None:
    one, bureau = await with_photo(world), Bureau(world)
    ordered = await bureau.order(one)
    assert ordered is not None
    result = await bureau.work(ordered)
    await world.do(effects.CloseShift(one.officer.id))
    (post,) = await bureau.deliver(ordered, result)
    assert isinstance(post, Show)
    assert post.screen.attachment is None


async def test_a_forged_order_for_a_tip_that_is_not_in_the_book_makes_no_work(world: World) -> None:
    one = await taken(world)
    assert await Bureau(world).order(one) is None
    async with world.database.read() as rows:
        assert await rows.scalar(sa.select(sa.func.count()).select_from(job).where(job.c.kind == "export")) == 0


async def test_the_list_holds_ids_only_and_needs_no_password(world: World) -> None:
    one, bureau = await with_photo(world), Bureau(world)
    ordered = await bureau.order(one, Form.LIST)
    assert ordered is not None
    (file,) = await bureau.deliver(ordered, await bureau.work(ordered))
    assert isinstance(file, Show)
    document = Document(io.BytesIO(await bureau.content(file)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert (await one.card()).label in cells
    assert not any("ma tuy" in text for text in [*cells, *(line.text for line in document.paragraphs)])
    assert "listed" in await bureau.actions()
