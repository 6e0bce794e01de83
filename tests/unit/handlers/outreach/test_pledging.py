"""Papers with signatures are entered by tapping, undone by whoever entered them, and never added to taps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.outreach_terms import PledgeKind
from content.terms import Role
from handlers.outreach.pledge_questions import matches
from storage import audit, pledges, targets
from tests.unit.handlers.outreach.test_desk import enlisted
from tests.unit.handlers.triage.chats import Chat
from tests.unit.storage.test_subscriptions import SCHOOL
from tests.world import COMMUNE, NEIGHBOUR, PROVINCE, World

OTHER = replace(SCHOOL, id="thcs-hoa-sung", name="Trường THCS Hoa Súng")
HOUSEHOLD = PledgeKind.HOUSEHOLD
AWAY = "th-noi-khac"


@pytest.fixture
async def officer(world: World) -> Chat:
    async with world.database.write() as rows:
        here = [replace(one, area=world.area(COMMUNE)) for one in (SCHOOL, OTHER)]
        await targets.save(rows, world.keyring, [*here, replace(SCHOOL, id=AWAY, area=world.area(NEIGHBOUR))])
        for place in (AWAY, world.area(NEIGHBOUR)):
            who = pledges.presser(world.keyring, HOUSEHOLD, place, "telegram", "8")
            await pledges.make(rows, HOUSEHOLD, place, who, "household-1", date(2027, 1, 15), world.now)
        who = pledges.presser(world.keyring, HOUSEHOLD, SCHOOL.id, "telegram", "7")
        await pledges.make(rows, HOUSEHOLD, SCHOOL.id, who, "household-1", date(2027, 1, 15), world.now)
    chat = await enlisted(world, COMMUNE, 40, Role.OUTREACH)
    await chat.command("tuyentruyen")
    await chat.press("Cam kết")
    return chat


async def on_paper(world: World) -> dict[str, int]:
    async with world.database.read() as rows:
        return dict(await pledges.on_paper(rows, HOUSEHOLD))


async def test_papers_are_entered_by_tapping_and_stand_beside_the_taps(world: World, officer: Chat) -> None:
    await officer.press("Nhập bản đã ký")
    await officer.press("Không trồng cây cấm")
    await officer.say("hoa")
    assert "1. Trường Tiểu học Hoa Sen" in officer.main
    await officer.press("1")
    await officer.say("40")
    await officer.press("Hôm nay")
    assert "40 bản đã ký của Trường Tiểu học Hoa Sen, ký ngày 15/01/2027" in officer.main
    await officer.press("Đúng, nhập")
    assert await on_paper(world) == {SCHOOL.id: 40}
    await officer.payload("a:pledges")
    assert "lượt bấm cam kết trên kênh: 1, ở 1 nơi" in officer.main
    assert "bản cam kết đã ký: 40, của 1 nơi" in officer.main
    async with world.database.read() as rows:
        assert "papers entered" in [line.action async for _seq, line, _mac in audit.read(rows)]


@pytest.mark.parametrize(
    ("key", "typed", "says"),
    [
        ("target", "Đại học", "Không có trường, nơi nào tên hay mã như vậy."),
        ("number", "bốn mươi", "Gõ một số, như 40. Không ghi tên ai."),
        ("number", "0", "Gõ một số, như 40. Không ghi tên ai."),
        ("number", "900000", "Gõ một số, như 40. Không ghi tên ai."),
        ("day", "16/01/2027", "Ngày đó chưa tới. Đồng chí nhập ngày đã làm."),
        ("day", "01/01/2020", "Ngày đó đã hơn một năm."),
        ("day", "hôm kia", "Đồng chí gõ ngày và tháng, ví dụ 21/11."),
    ],
)
async def test_bad_input_gets_a_plain_sentence_and_the_question_stays(
    officer: Chat, key: str, typed: str, says: str
) -> None:
    await officer.press("Nhập bản đã ký")
    await officer.press("Không trồng cây cấm")
    for asked, right in (("target", SCHOOL.id), ("number", "40"), ("day", "")):
        if asked == key:
            break
        await officer.say(right)
    await officer.say(typed)
    assert officer.main.startswith(says)


async def test_whoever_entered_papers_undoes_it_and_nobody_else(world: World, officer: Chat) -> None:
    await officer.press("Nhập bản đã ký")
    await officer.press("Không trồng cây cấm")
    for answer in (SCHOOL.id, "40"):
        await officer.say(answer)
    await officer.press("Hôm qua")
    await officer.press("Đúng, nhập")
    undo = officer.button("Nhập nhầm, bỏ").payload
    other = await enlisted(world, COMMUNE, 41, Role.OUTREACH)
    for forged in (undo, "a:strike", "a:strike:zz"):
        await other.payload(forged)
    assert await on_paper(world) == {SCHOOL.id: 40}
    await officer.payload(undo)
    assert await on_paper(world) == {}
    assert officer.main == "Đã bỏ, không còn tính."


@pytest.mark.parametrize(
    ("station", "words"),
    [(COMMUNE, "kênh: 1, ở 1 nơi"), (NEIGHBOUR, "kênh: 2, ở 2 nơi"), (PROVINCE, "kênh: 3, ở 3 nơi")],
)
async def test_a_commune_reads_its_own_pledges_and_the_province_all(
    world: World, officer: Chat, station: str, words: str
) -> None:
    chat = await enlisted(world, station, 43, Role.OUTREACH)
    await chat.payload("a:pledges")
    assert words in chat.main
    assert ("Chỉ tính" in chat.main) is (station != PROVINCE)
    assert officer.main


async def test_a_commander_reads_the_figures_and_enters_nothing(world: World, officer: Chat) -> None:
    chat = await enlisted(world, COMMUNE, 42, Role.COMMANDER)
    await chat.payload("a:pledges")
    assert chat.labels() == ["Quay lại"]
    await chat.payload("a:signed")
    assert chat.toast == "Việc này không thuộc phần của đồng chí."
    assert officer.labels()[0] == "Nhập bản đã ký"


NAMES = {SCHOOL.id: SCHOOL.name, OTHER.id: OTHER.name, "hoa": "Trường khác"}


def test_a_code_is_taken_at_its_word_and_a_name_without_its_marks() -> None:
    assert matches("HOA", NAMES) == ["hoa"]
    assert matches("hoa sung", NAMES) == [OTHER.id]
    assert matches("truong", NAMES) == list(NAMES)


@given(st.text(max_size=30))
def test_nothing_that_is_typed_finds_what_is_not_there(typed: str) -> None:
    assert set(matches(typed, NAMES)) <= set(NAMES)
