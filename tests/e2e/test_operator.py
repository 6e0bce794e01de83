"""The operator's days at a real terminal: beginning, running, looking what is wrong, losing the machine, getting it back."""

from __future__ import annotations

import asyncio
import re
import shutil
import signal
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import aiohttp
import asyncpg
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from bot.sandbox.server import Sandbox
from storage import audit
from storage.anchors import Anchor, Anchors, code_of
from storage.engine import Database
from storage.tables import tip
from storage.times import hours
from storage.vault.keyring import Keyring
from tests.e2e.phones import Citizen, Officer, until
from tests.e2e.terminal import Operator, Session, copies_papers
from tests.world import COMMUNE, INSPECTORATE, PIN, PROVINCE

UNITS = """id,name,kind,area,parent
PC04,PC04 Cần Thơ,province,,
31783,Công an phường Vĩnh Châu,commune,31783,PC04
31804,Công an phường Vĩnh Phước,commune,31804,PC04
"""
RUNS = r"The hotline runs"


@pytest.fixture
async def ground() -> AsyncIterator[Sandbox]:
    async with Sandbox() as sandbox:
        yield sandbox


@dataclass(frozen=True)
class Beginning:
    """An installation that `init` has just made: its folder, the first administrator's word, the province's papers."""

    folder: Path
    word: str
    papers: tuple[str, str]


@pytest.fixture(scope="module")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Beginning:
    """Made once, by the verb itself; every test works on a copy."""

    async def begin() -> Beginning:
        async with Sandbox() as sandbox:
            somebody = Operator(tmp_path_factory.mktemp("beginning"), settings("sqlite:///data/hotline.db", sandbox))
            return await begun(somebody)

    return asyncio.run(begin())


@pytest.fixture
def newcomer(ground: Sandbox, tmp_path: Path) -> Operator:
    """Somebody with a machine of nothing, a token, and a file of units."""
    return Operator(tmp_path, settings("sqlite:///data/hotline.db", ground))


@pytest.fixture
def anywhere(empty_url: str, ground: Sandbox, tmp_path: Path) -> Operator:
    """The same on each engine, for what each engine does in its own way."""
    return Operator(tmp_path, settings(empty_url, ground))


@pytest.fixture
def operator(beginning: Beginning, newcomer: Operator) -> Operator:
    """Somebody who has begun."""
    shutil.copytree(beginning.folder, newcomer.folder, dirs_exist_ok=True)
    return newcomer


def settings(url: str, ground: Sandbox) -> dict[str, str]:
    return {
        "DATABASE_URL": url,
        "KEYRING": "keys",
        "TELEGRAM_TOKEN": ground.token,
        "TELEGRAM_API_URL": ground.telegram_url,
        "HTTP_PORT": "0",
        "ALERT_CHAT": "-1001",
    }


async def begun(operator: Operator) -> Beginning:
    """`init`, with everything written down and read back."""
    (operator.folder / "units.csv").write_text(UNITS)
    (operator.folder / "backups").mkdir()
    async with operator.session("init", "--stations", "units.csv", "--backup-key", "backup.key") as session:
        papers = await copies_papers(session)
        await copies_papers(session)
        said = await session.ends()
    assert said.code == 0, said.text
    return Beginning(operator.folder, re.search(r"start=(i\S{22})", said.out)[1], papers)  # type: ignore[index]


async def database_of(operator: Operator) -> Database:
    return await Database.open(operator.settings["DATABASE_URL"].replace("sqlite:///", f"sqlite:///{operator.folder}/"))


@asynccontextmanager
async def running(operator: Operator) -> AsyncIterator[Session]:
    async with operator.session("run") as session:
        await session.sees(RUNS)
        yield session


async def invited(operator: Operator, station: str) -> str:
    role = "inspector" if station == INSPECTORATE else "officer"
    said = await operator.types("invite", role, "--station", station)
    return re.search(r"start=(i\S{22})", said.out)[1]  # type: ignore[index]


async def enrolled(operator: Operator, ground: Sandbox, station: str, name: str) -> Officer:
    """An officer let in by the operator's link, who chose a PIN in chat."""
    number = ground.person(name)
    officer = Officer(ground, number, number, "vi")
    await officer.enrol(await invited(operator, station), name, PIN)
    await officer.sees("Your PIN is set. You can open your shift now.")
    return officer


def citizen(ground: Sandbox) -> Citizen:
    number = ground.person("Ba")
    return Citizen(ground, number, number, "vi")


# --- beginning -------------------------------------------------------------------------------------------------------


async def test_init_begins_once_and_keeps_its_keys_to_itself(anywhere: Operator) -> None:
    assert (await begun(anywhere)).word
    assert stat.S_IMODE((anywhere.folder / "keys").stat().st_mode) == 0o700
    assert stat.S_IMODE((anywhere.folder / "backup.key").stat().st_mode) == 0o400
    again = await anywhere.types("init", "--backup-key", "other.key")
    assert again.code == 2
    assert "init runs once" in again.err
    assert not (anywhere.folder / "other.key").exists()


async def test_init_without_its_papers_read_back_makes_nothing(newcomer: Operator) -> None:
    async with newcomer.session("init") as session:
        await session.sees("see them once more")
        await session.types("")
        await session.sees("not shown again")
        await session.types("")
        for _question in range(4):
            await session.sees(r"Paper \d, group \d+:")
            await session.types("AAAA")
        await session.sees("Something differs")
        said = await session.ends()
    assert said.code == 2
    assert "Nobody answers" in said.err
    assert not (newcomer.folder / "keys").exists()
    assert (await newcomer.types("purge")).code == 2


async def test_the_first_administrator_comes_in_by_the_link(
    operator: Operator, ground: Sandbox, beginning: Beginning
) -> None:
    async with running(operator):
        number = ground.person("Sáu")
        admin = Officer(ground, number, number, "vi")
        await admin.enrol(beginning.word, "Đ/c Sáu", PIN)
        await admin.sees("Your PIN is set. You can open your shift now.")


# --- running ---------------------------------------------------------------------------------------------------------


async def test_run_stops_when_told_and_says_so(operator: Operator) -> None:
    async with running(operator) as session:
        session.process.send_signal(signal.SIGTERM)
        said = await session.ends()
    assert said.code == 0
    assert "The hotline has stopped." in said.out
    assert "Traceback" not in said.text


async def test_run_refuses_before_init(newcomer: Operator) -> None:
    said = await newcomer.types("run")
    assert said.code == 2
    assert "hotline init" in said.err
    assert len(said.err.strip().splitlines()) == 1


# --- doctor ----------------------------------------------------------------------------------------------------------


async def test_doctor_finds_a_healthy_house_healthy(anywhere: Operator, ground: Sandbox) -> None:
    await begun(anywhere)
    async with running(anywhere):
        await enrolled(anywhere, ground, PROVINCE, "Đ/c Ba")
        await enrolled(anywhere, ground, INSPECTORATE, "Đ/c Tư")
        said = await anywhere.types("doctor")
    assert said.code == 0, said.out
    assert "WRONG" not in said.out
    for line in ("Telegram DNS", "Telegram TCP", "Clock: right.", f"@{ground.telegram.bot.username}", "are polled"):
        assert line in said.out
    assert "Ask the firewall team for:" in said.out
    assert ground.token not in said.text


async def test_doctor_sounds_the_alarm_over_a_foreign_webhook(operator: Operator, ground: Sandbox) -> None:
    await set_webhook(ground, "https://evil.example/steal")
    said = await operator.types("doctor")
    assert said.code == 1
    assert "foreign address" in said.out


async def test_doctor_tells_a_wrong_token_from_a_wrong_way(operator: Operator) -> None:
    operator.settings["TELEGRAM_TOKEN"] = "123456:" + "x" * 35
    said = await operator.types("doctor")
    assert said.code == 1
    assert "does not know our token" in said.out
    operator.settings["TELEGRAM_API_URL"] = "https://nowhere.invalid"
    said = await operator.types("doctor")
    assert "WRONG  Telegram DNS" in said.out
    assert "does not know our token" not in said.out


async def test_doctor_speaks_vietnamese(newcomer: Operator) -> None:
    newcomer.settings["LANG"] = "vi"
    said = await newcomer.types("doctor")
    assert said.code == 1
    assert "SAI" in said.out
    assert "Đề nghị bên tường lửa mở:" in said.out


async def set_webhook(ground: Sandbox, url: str) -> None:
    call = f"{ground.telegram_url}/bot{ground.token}/setWebhook"
    async with aiohttp.ClientSession() as session, session.post(call, json={"url": url}) as answer:
        assert (await answer.json())["ok"]


# --- losing the machine ----------------------------------------------------------------------------------------------


async def test_a_killed_and_lost_hotline_comes_back_from_its_backup(
    anywhere: Operator, ground: Sandbox, empty_url: str
) -> None:
    """Tips go in, a backup is made while it runs, the process is killed and its database destroyed, and it is restored."""
    await begun(anywhere)
    async with running(anywhere) as session:
        officer = await enrolled(anywhere, ground, PROVINCE, "Đ/c Ba")
        await enrolled(anywhere, ground, COMMUNE, "Đ/c Năm")
        reporter = citizen(ground)
        receipt = await reporter.report("co nguoi ban ma tuy gan cho")
        await reporter.copied()
        said = await anywhere.types("backup", "backups")
        assert said.code == 0, said.text
        session.process.kill()
        await session.process.wait()
    await destroy(empty_url)
    (backup,) = (anywhere.folder / "backups").iterdir()
    assert (await anywhere.types("doctor")).code == 1
    said = await anywhere.types("restore", str(backup), "--key", "backup.key")
    assert said.code == 0, said.text
    assert (await anywhere.types("audit", "verify")).code == 0
    async with running(anywhere):
        await officer.open_shift(PIN)
        await reporter.look_up(receipt)
        await reporter.sees("Received.")


async def test_a_restore_with_the_wrong_key_leaves_nothing_behind(
    anywhere: Operator, ground: Sandbox, empty_url: str
) -> None:
    await begun(anywhere)
    assert (await anywhere.types("backup", "backups")).code == 0
    await destroy(empty_url)
    (backup,) = (anywhere.folder / "backups").iterdir()
    other = anywhere.folder / "other.key"
    other.write_text("AAAA AAAA")
    for key in ("other.key", "nowhere.key"):
        said = await anywhere.types("restore", str(backup), "--key", key)
        assert said.code == 2
        assert len(said.err.strip().splitlines()) == 1
    assert (await anywhere.types("restore", str(backup), "--key", "backup.key")).code == 0
    assert (await anywhere.types("restore", str(backup), "--key", "backup.key")).code == 2


async def destroy(url: str) -> None:
    """The disk is gone."""
    if url.startswith("sqlite"):
        file = Path(make_url(url).database or "")
        for one in file.parent.glob(f"{file.name}*"):
            one.unlink()
        return
    conn = await asyncpg.connect(url)
    await conn.execute("DROP SCHEMA public CASCADE")
    await conn.execute("CREATE SCHEMA public")
    await conn.close()


# --- everyday verbs --------------------------------------------------------------------------------------------------


async def test_units_are_tried_first_and_then_taken(operator: Operator) -> None:
    (operator.folder / "more.csv").write_text(
        "id,name,kind,area,parent\n31783,Công an Vĩnh Châu,commune,31783,\n31519,Công an phường Sóc Trăng,commune,31507,\n"
    )
    tried = await operator.types("stations", "import", "more.csv", "--dry-run")
    assert "Changed: 31783 " in tried.out, tried.text
    assert "→ “Công an Vĩnh Châu”" in tried.out
    assert "dry run" in tried.out
    assert "Changed: 31783" in (await operator.types("stations", "import", "more.csv")).out
    assert "Unchanged: 2" in (await operator.types("stations", "import", "more.csv")).out


async def test_targets_are_tried_first_and_then_taken_with_every_commune(operator: Operator) -> None:
    (operator.folder / "targets.csv").write_text((await operator.types("targets", "import", "--template")).out)
    tried = await operator.types("targets", "import", "targets.csv", "--dry-run")
    assert "New: th-hoa-sen" in tried.out, tried.text
    assert "New: xa-vinh-chau" in (await operator.types("targets", "import", "targets.csv")).out
    assert "Unchanged: 151" in (await operator.types("targets", "import", "targets.csv")).out
    printed = await operator.types("qr", "--target", "th-hoa-sen", "--bot", "xom_binh_an_bot")
    assert printed.out.split() == ["th-hoa-sen-a4.pdf", "th-hoa-sen-a6.pdf"], printed.text
    assert (operator.folder / "th-hoa-sen-a6.pdf").read_bytes().startswith(b"%PDF")
    assert "no commune of today" in (await operator.types("qr", "--area", "92", "--bot", "xom_binh_an_bot")).text


async def test_areas_are_there_from_the_beginning(operator: Operator) -> None:
    said = await operator.types("areas", "import", "--dry-run")
    assert said.code == 0
    assert "Nothing changes." in said.out


async def test_an_invitation_to_nowhere_is_refused(operator: Operator) -> None:
    said = await operator.types("invite", "officer", "--station", "XYZ")
    assert (said.code, said.err.strip()) == (2, "There is no unit XYZ. Its id stands in the units' file.")


async def test_nobody_is_invited_to_a_seat_that_a_unit_does_not_have(operator: Operator) -> None:
    said = await operator.types("invite", "auditor", "--station", COMMUNE)
    assert (said.code, said.err.strip()[:13]) == (2, "Auditor: not ")


async def test_migrate_says_that_nothing_is_to_be_done(operator: Operator) -> None:
    said = await operator.types("migrate")
    assert said.code == 0
    assert "up to date" in said.out


async def test_rotated_keys_open_what_the_old_ones_sealed(operator: Operator, ground: Sandbox) -> None:
    async with running(operator):
        officer = await enrolled(operator, ground, PROVINCE, "Đ/c Ba")
        await enrolled(operator, ground, COMMUNE, "Đ/c Năm")
        reporter = citizen(ground)
        receipt = await reporter.report("co nguoi ban ma tuy gan cho")
        await reporter.copied()
    assert (await operator.types("keys", "rotate", "server")).code == 0
    said = await operator.types("keys", "rotate", "receipts")
    old = re.search(r"old (\w{8})", said.out)[1]  # type: ignore[index]
    async with running(operator):
        await officer.open_shift(PIN)
        await reporter.look_up(receipt)
        await reporter.sees("Received.")
    async with operator.session("keys", "rotate", "receipts", "--retire", old) as session:
        await session.sees(r"\[yes/no\]")
        await session.types("no")
        assert (await session.ends()).code == 2
    assert len(Keyring.open(operator.folder / "keys").receipt_peppers) == 2
    async with operator.session("keys", "rotate", "receipts", "--retire", old) as session:
        await session.types("yes")
        assert (await session.ends()).code == 0
    assert len(Keyring.open(operator.folder / "keys").receipt_peppers) == 1


async def test_a_changed_line_of_the_audit_is_found(operator: Operator) -> None:
    assert "whole" in (await operator.types("audit", "verify")).out
    database = await database_of(operator)
    async with database.write() as rows:
        await rows.execute(sa.text("UPDATE audit SET action = 'nothing' WHERE seq = 2"))
    await database.close()
    said = await operator.types("audit", "verify")
    assert said.code == 1
    assert "was changed" in said.out


async def test_a_tail_that_was_cut_off_the_audit_is_found_by_what_stands_beside_the_keyring(operator: Operator) -> None:
    database = await database_of(operator)
    keyring = Keyring.open(operator.folder / "keys")
    async with database.write() as rows:
        lines, mac = await audit.head(rows)
        code = code_of(keyring.audit, lines, mac)
        Anchors(keyring.folder).add(Anchor(date(2027, 1, 15), lines, code))
    said = await operator.types("audit", "verify", "--anchor", code.lower())
    assert (said.code, f"The code {code.lower()} fits." in said.out) == (0, True)
    async with database.write() as rows:
        await rows.execute(sa.text(f"DELETE FROM audit WHERE seq = {lines}"))
    await database.close()
    said = await operator.types("audit", "verify")
    assert said.code == 1
    assert "on the morning of 15/01/2027 there were" in said.out
    assert (await operator.types("audit", "verify", "--anchor", code)).code == 1
    assert (await operator.types("audit", "verify", "--anchor", "ABC")).code == 2


async def test_a_purge_is_tried_first(operator: Operator, ground: Sandbox) -> None:
    async with running(operator):
        await enrolled(operator, ground, PROVINCE, "Đ/c Ba")
        await enrolled(operator, ground, COMMUNE, "Đ/c Năm")
        await citizen(ground).report("co nguoi ban ma tuy gan cho")
    database = await database_of(operator)
    async with database.write() as rows:
        await rows.execute(sa.update(tip).values(stage="closed", closed_hour=hours(1_600_000_000)))
    await database.close()
    assert "Would go: 1 tips" in (await operator.types("purge", "--dry-run")).out
    assert "Gone for good: 1 tips" in (await operator.types("purge")).out
    assert "Gone for good: 0 tips" in (await operator.types("purge")).out


async def test_both_papers_open_a_unit_whose_officers_are_gone(
    operator: Operator, ground: Sandbox, beginning: Beginning
) -> None:
    async with running(operator):
        await enrolled(operator, ground, PROVINCE, "Đ/c Ba")
        await enrolled(operator, ground, COMMUNE, "Đ/c Năm")
        await citizen(ground).report("co nguoi ban ma tuy gan cho")
        number = ground.person("Bảy")
        newcomer = Officer(ground, number, number, "vi")
        await newcomer.enrol(await invited(operator, COMMUNE), "Đ/c Bảy", PIN)
        code = (await until(lambda: re.search(r"\b\d{3} \d{3}\b", newcomer.text), lambda: newcomer.text))[0]
        async with operator.session("keys", "recover", "province") as session:
            await session.sees("Paper 1:")
            await session.types(beginning.papers[0].lower())
            await session.sees("Paper 2:")
            await session.types(beginning.papers[1].replace(" ", ""))
            await session.sees(r"Who gets the key\?")
            await session.types("1")
            assert (await session.sees(r"must be: (\d{3} \d{3})"))[1] == code
            await session.types("yes")
            fresh = await copies_papers(session)
            said = await session.ends()
        assert said.code == 0, said.text
        await newcomer.open_shift(PIN)
        async with operator.session("keys", "recover", "province") as session:
            said = await session.ends()
        assert "Nobody waits" in said.err
    assert fresh != beginning.papers


async def test_selftest_finds_no_trace(operator: Operator) -> None:
    said = await operator.types("selftest")
    assert said.code == 0, said.text
    assert "inside the backup: clean" in said.out
    assert "Nothing that points at the citizen was left anywhere." in said.out


async def test_sandbox_says_how_to_reach_it(operator: Operator) -> None:
    async with operator.session("sandbox", "--telegram-port", "0", "--zalo-port", "0") as session:
        await session.sees(r"HOTLINE_TELEGRAM_API_URL=http://127\.0\.0\.1:\d+")
        await session.sees(r"HOTLINE_ZALO_OA_API_URL=http://127\.0\.0\.1:\d+")
        await session.sees(r"HOTLINE_ZALO_BOT_TOKEN=\d+:")
        session.process.send_signal(signal.SIGINT)
        assert (await session.ends()).code == 0
