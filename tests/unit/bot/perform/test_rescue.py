"""What a broken turn would have lost is kept, and kept from those it may be about."""

from __future__ import annotations

from typing import Any

import pytest

from bot.perform.rescue import Rescuer
from handlers.conversation import Conversation
from handlers.dialogue import Talk
from handlers.messages import Act, Address, Incoming, Show
from storage import own
from storage.vault.receipt import Receipt, new_receipt, read
from tests.world import COMMUNE, INSPECTORATE, PROVINCE, World, member, open_tips


async def rescued(world: World, text: str, **state: Any) -> str:
    """What the person reads after the turn of this text has failed three times."""
    incoming = Incoming(member(700), Act.TEXT, text=text, at=world.now)
    async with world.database.write() as rows:
        posts = await Rescuer(world.performer).rescue(rows, incoming, Conversation(**state).to_json(), world.now)
    (shown,) = [post for post in posts if isinstance(post, Show) and post.to == member(700)]
    return shown.screen.text


async def stations_of_tips(world: World) -> list[str]:
    async with world.database.read() as rows:
        return [card.station for card in await open_tips(rows, COMMUNE, PROVINCE, INSPECTORATE)]


@pytest.mark.parametrize(
    ("text", "station"),
    [("co nguoi ban ma tuy gan cho", PROVINCE), ("công an bao che cho nó bán ma túy", INSPECTORATE)],
)
async def test_what_was_told_goes_up_and_never_to_those_it_is_about(world: World, text: str, station: str) -> None:
    await world.officer(PROVINCE, 11)
    await world.officer(INSPECTORATE, 14)
    assert " – " in await rescued(world, text)
    assert await stations_of_tips(world) == [station]


async def test_a_receipt_whose_look_up_failed_is_nobody_elses_to_read(world: World) -> None:
    await world.officer(PROVINCE, 11)
    receipt = new_receipt()
    looking = {"talks": [Talk("lookup", spill="add")], "focused": True}
    assert " – " not in await rescued(world, " ".join(receipt.words()))
    assert " – " not in await rescued(world, receipt.digits())
    assert " – " not in await rescued(world, " ".join(receipt.words()[:8]), **looking)
    assert await stations_of_tips(world) == []


async def test_a_rescued_draft_keeps_its_lines_and_a_voice_in_it_is_changed_first(world: World) -> None:
    await world.officer(PROVINCE, 11)
    blob = "ab" * 16
    parts = [{"kind": "text", "text": "o quan A"}, {"kind": "voice", "blob": blob, "key": "cd" * 32, "text": ""}]
    talk = Talk("report", {"story": [parts, True]}, spill="story")
    assert " – " in await rescued(world, "gan cho", talks=[talk], focused=True)
    assert await stations_of_tips(world) == [PROVINCE]


async def test_where_nobody_could_open_it_nothing_is_kept_and_nothing_is_called_kept(world: World) -> None:
    said = await rescued(world, "co nguoi ban ma tuy gan cho")
    assert " – " not in said
    assert said.startswith("Chào bạn. Kênh này chưa mở")
    assert await stations_of_tips(world) == []


async def unheard(world: World, **state: Any) -> list[Show]:
    """What is said to somebody whom no answer can reach."""
    incoming = Incoming(member(700), Act.UNHEARD, at=world.now)
    async with world.database.write() as rows:
        posts = await Rescuer(world.performer).rescue(rows, incoming, Conversation(**state).to_json(), world.now)
    return [post for post in posts if isinstance(post, Show) and post.to == member(700)]


async def test_what_somebody_told_whom_no_answer_can_reach_goes_with_the_place_they_named(world: World) -> None:
    await world.officer(PROVINCE, 11)
    told = [{"kind": "text", "text": "co nguoi ban ma tuy"}]
    answers = {"story": [told, True], "place": [{"by": "text", "text": "cho Vinh Chau", "tried": []}, True]}
    (shown,) = await unheard(world, talks=[Talk("report", answers, spill="story")], focused=True)
    lines = shown.screen.text.splitlines()
    receipt = read(" ".join(line for line in lines if " – " in line).replace(" – ", " "))
    assert isinstance(receipt, Receipt)
    async with world.database.read() as rows:
        mine = await own.by_receipt(rows, world.keyring, receipt, world.now)
    assert mine is not None
    assert [part["text"] for part in mine.story["parts"]] == ["co nguoi ban ma tuy", "cho Vinh Chau"]


async def test_somebody_whom_no_answer_can_reach_and_who_told_nothing_is_left_alone(world: World) -> None:
    await world.officer(PROVINCE, 11)
    assert await unheard(world) == []
    assert await stations_of_tips(world) == []


async def test_a_receipt_that_nobody_has_copied_yet_is_said_once_more(world: World) -> None:
    await world.officer(PROVINCE, 11)
    waits = new_receipt()
    said = await rescued(world, "", talks=[Talk("receipt", {"receipt": [waits.packed().hex(), True]})])
    assert " – ".join(waits.words()[:3]) in said


@pytest.mark.parametrize(("act", "answered"), [(Act.PRESS, True), (Act.COMMAND, True), (Act.TEXT, False)])
async def test_who_pressed_in_a_group_is_answered_and_chatter_there_is_not(
    world: World, act: Act, answered: bool
) -> None:
    await world.officer(PROVINCE, 11)
    incoming = Incoming(Address("telegram", "-100", "10", private=False), act, text="gi vay", at=world.now)
    async with world.database.write() as rows:
        posts = await Rescuer(world.performer).rescue(rows, incoming, {}, world.now)
    assert [type(post) for post in posts] == [Show] * answered
    assert await stations_of_tips(world) == []
