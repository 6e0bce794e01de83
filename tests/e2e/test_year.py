"""A year of account by script: from nothing to 100 %, with a late session, a returned one, a reform, and the year's close.

Every figure that the year publishes is read where people read it, and checked against the list kept by hand here.
"""

from __future__ import annotations

import io
import re
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, date, datetime

import pytest
from docx import Document
from openpyxl import load_workbook

from bot.cli.targets import OF_COMMUNE
from bot.sandbox.server import Sandbox
from content import areas
from content.coverage_terms import Reading
from content.library.terms import Audience
from content.outreach_terms import SubscriptionKind, TargetKind
from content.terms import Role
from storage import areas as stored_areas
from storage import subscriptions, targets
from storage.subscriptions import Wanted
from storage.targets import Target
from storage.vault.keyring import Keyring
from tests.e2e.house import House, open_house, running_clock
from tests.e2e.phones import Officer, Phone, until
from tests.e2e.test_campaign import TEXT, without_pin
from tests.world import COMMUNE, PROVINCE

YEAR = 2025
BEGUN = datetime(2024, 12, 2, 2, tzinfo=UTC)  # 09:00 there
COMMUNES = ("p-1-vinh-chau", "x-lac-hoa-vinh-chau", "p-2-vinh-chau", "p-vinh-phuoc-vinh-chau", "x-vinh-tan-vinh-chau")
"""Of the town Vĩnh Châu; on 1 July 2025 the first three became the ward vinh-chau, the other two vinh-phuoc."""
WARDS = ("vinh-chau", "vinh-phuoc")
SCHOOLS = ("hoa-sen", "bong-trang", "ca-lang")
READ = re.compile(r"^(K2[ab]) · .+?: (\d+/\d+)", re.MULTILINE)

Figures = Mapping[str, Mapping[Reading, str]]


def commune(area: str) -> Target:
    lives = [one for one in areas.shipped().versions if one.area == area]
    name, first, last = lives[0].name, lives[0].valid_from, lives[-1].valid_to
    return Target(OF_COMMUNE + area, TargetKind.COMMUNE, name, area, Audience.EVERYONE, first, last)


def school(name: str) -> Target:
    return Target(name, TargetKind.SCHOOL, f"Trường {name}", None, Audience.PARENTS, date(2022, 1, 1))


@pytest.fixture
async def house(url: str, keyring: Keyring) -> AsyncIterator[House]:
    ground = Sandbox(clock=running_clock(BEGUN.timestamp()), keep_traffic=200_000)
    async with open_house(url, keyring, "polling" if url.startswith("sqlite") else "webhook", sandbox=ground) as opened:
        await opened.doors_open(PROVINCE)
        async with opened.database.write() as rows:
            known = [*map(commune, (*COMMUNES, *WARDS)), *map(school, SCHOOLS)]
            await stored_areas.apply_import(rows, areas.shipped(), ())
            await targets.save(rows, keyring, known)
        yield opened


async def comes(house: House, day: str) -> None:
    """Nine in the morning of a day ahead."""
    wanted = datetime.strptime(f"{day} 02:00", "%d/%m/%Y %H:%M").replace(tzinfo=UTC)
    await house.pass_time(wanted.timestamp() - house.now)


async def fixes(officer: Officer, indicator: str, paper: str) -> None:
    await officer.say("/kehoach")
    await officer.press("Lists")
    await officer.press(indicator)
    await officer.press("Fix the list")
    await officer.say(paper)
    await officer.say("2/12/2024")
    await officer.press("30/11/2025")
    await officer.press("Fix the list")
    await officer.sees("The list is fixed.")


async def holds(officer: Officer, place: str, day: str = "") -> None:
    """Writes a session down, of today or of a day before."""
    await officer.say("/kehoach")
    await officer.press("Record a session")
    await officer.say(place)
    await (officer.say(day) if day else officer.press("Today"))
    await officer.press("A talk")
    await officer.say("45")
    await officer.press("Women")
    await officer.press("Synthetic drugs")
    await officer.sees("Written down:")


async def accepts(officer: Officer) -> None:
    """The one that waits."""
    await _looks_at_the_one_that_waits(officer)
    await officer.press("Accept")
    await officer.sees("Accepted: {session}")


async def returns(officer: Officer, reason: str) -> None:
    await _looks_at_the_one_that_waits(officer)
    await officer.press("Return it")
    await officer.say(reason)
    await officer.sees("Returned: {session}")


async def _looks_at_the_one_that_waits(officer: Officer) -> None:
    await officer.say("/kehoach")
    await officer.press("Buổi chờ duyệt: 1")
    await officer.press("1")


async def group_of(house: House, place: str) -> Phone:
    """A group of a place that has agreed to get messages, as somebody in it sees it."""
    parent = await house.citizen(name="Phụ huynh")
    chat = int(
        house.sandbox.phones.new_group({"title": place, "owner": parent.user, "bot": "member", "members": []})[
            "chat_id"
        ]
    )
    await house.quiet()
    address = {"channel": "telegram", "chat": str(chat), "user": "", "thread": "", "private": False}
    async with house.database.write() as rows:
        wanted = Wanted(SubscriptionKind.GROUP, address, target=place, title=place)
        await subscriptions.subscribe(rows, house.keyring, wanted, house.now)
    return parent.at(chat)


async def sends(officer: Officer, chief: Officer) -> None:
    await officer.say("/kehoach")
    await officer.press("Back")
    await officer.press("Write a campaign")
    await officer.press("I write it myself")
    await officer.say(TEXT)
    for label in ("No question", "All who subscribed", "Once approved", "Done", "Send for approval"):
        await officer.press(label)
    await chief.press("The campaign")
    await chief.press("Approve")
    await officer.sees("Finished: {sent} delivered, {failed} failed, {unknown} uncertain.")


async def published(officer: Officer) -> Figures:
    """What /phu says of the year, under each reading that has a figure."""
    found: dict[str, dict[Reading, str]] = {}
    for reading in Reading:
        await officer.say("/kehoach")
        await officer.press("Covered, not covered")
        if officer.has(reading.text):
            await officer.press(reading.text)
        head = officer.label("Covered in {year} · {reading}", year=YEAR, reading=officer.label(reading.text))
        await until(lambda head=head: head in officer.text or None, lambda: officer.text)
        screen = next(text for text in reversed(officer.texts) if head in text)
        for indicator, figure in READ.findall(screen):
            found.setdefault(indicator, {})[reading] = figure
    return found


async def papers(house: House, chief: Officer) -> tuple[dict[str, str], dict[str, int]]:
    """What the Word file of the closed year says of each indicator, and what the rows of the Excel file add up to."""
    await chief.say("/baocao")
    files = house.sandbox.telegram.files

    async def made(label: str, ending: str) -> io.BytesIO:
        await chief.press(label)
        (file,) = await until(
            lambda: [one.data for one in files.values() if one.name.endswith(ending)] or None, lambda: chief.text
        )
        await chief.press("Back")
        return io.BytesIO(file)

    table = next(one for one in Document(await made("Report (Word)", ".docx")).tables if one.cell(0, 0).text == "Mã")
    said = {row.cells[0].text: row.cells[4].text for row in table.rows if row.cells[0].text in ("K2a", "K2b")}
    rows = load_workbook(await made("Rows (Excel)", ".xlsx"))["Độ phủ"].iter_rows(min_row=3, values_only=True)
    fixed = [row for row in rows if row[1] == chief.label(Reading.FROZEN.text)]
    return said, {name: sum(int(str(row[4])) for row in fixed if row[0] == name) for name in said}


def of(then: str, now_all: str, now_any: str, frozen: str) -> Mapping[Reading, str]:
    return {Reading.THEN: then, Reading.NOW_ALL: now_all, Reading.NOW_ANY: now_any, Reading.FROZEN: frozen}


async def test_a_year_goes_from_nothing_to_everything_and_stays_as_it_was_closed(house: House) -> None:
    lan = await without_pin(house, COMMUNE, Role.OUTREACH, "Đ/c Lan")
    mai = await without_pin(house, PROVINCE, Role.OUTREACH, "Đ/c Mai")
    chief = await without_pin(house, PROVINCE, Role.COMMANDER, "Đ/c Chỉ huy")
    await fixes(mai, "K2a", "12/KH-BCĐ")
    await fixes(mai, "K2b", "12/KH-BCĐ")
    assert await published(mai) == {"K2a": of("0/5", "0/5", "0/5", "0/5"), "K2b": of("0/3", "0/3", "0/3", "0/3")}

    await comes(house, "10/01/2025")
    await holds(lan, "xa-p-1-vinh-chau")
    assert (await published(mai))["K2a"][Reading.FROZEN] == "0/5", "nobody has accepted it"
    await accepts(mai)
    await holds(lan, "xa-x-lac-hoa-vinh-chau")
    await returns(mai, "Danh sách ký có 15 người")
    group = await group_of(house, "xa-p-2-vinh-chau")
    await sends(mai, chief)
    assert (await published(mai))["K2a"] == of("1/5", "1/5", "1/5", "1/5"), "what was only sent counts for nothing"
    await group.press("Seen")
    assert (await published(mai))["K2a"] == of("2/5", "2/5", "2/5", "2/5")

    # The reform: of vinh-chau two parts of three were covered, of vinh-phuoc none.
    await comes(house, "05/07/2025")
    assert (await published(mai))["K2a"] == of("2/7", "0/2", "1/2", "2/5")
    await holds(lan, "xa-vinh-phuoc")
    await accepts(mai)
    assert (await published(mai))["K2a"] == of("3/7", "1/2", "2/2", "4/5"), (
        "who heard it in the new ward lives in the old two"
    )

    await holds(lan, "xa-x-lac-hoa-vinh-chau", "20/06/2025")  # told late, of a commune that is no more
    await accepts(mai)
    assert (await published(mai))["K2a"] == of("4/7", "2/2", "2/2", "5/5")
    for place in SCHOOLS[:2]:
        await holds(lan, place)
        await accepts(mai)
    school_group = await group_of(house, "ca-lang")
    await sends(mai, chief)
    assert (await published(mai))["K2b"] == of("2/3", "2/3", "2/3", "2/3")

    # A session still waits when the year is over: it is decided first.
    await comes(house, "14/11/2025")
    await holds(lan, "ca-lang")
    await comes(house, "17/11/2025")
    await chief.say("/kehoach")
    await chief.press("Close the year")
    await until(
        lambda: chief.toast == chief.label("Something still waits for a second person. Decide that first.") or None,
        lambda: chief.toast,
    )
    await returns(mai, "Trường nghỉ lũ hôm đó")
    await chief.press("Close the year")
    await chief.press(f"Khóa năm {YEAR}")
    await chief.sees("The year {year} is closed.")
    closed = {"K2a": of("4/7", "2/2", "2/2", "5/5"), "K2b": of("2/3", "2/3", "2/3", "2/3")}
    assert await published(mai) == closed

    await group.press("Seen")
    await school_group.press("Seen")
    assert await published(mai) == closed, "a press after the close moves nothing"
    assert await papers(house, chief) == ({"K2a": "100 % (5/5)", "K2b": "66,7 % (2/3)"}, {"K2a": 5, "K2b": 2})
