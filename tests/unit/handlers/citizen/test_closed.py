"""Before the province has an officer nobody could open a tip: that is said, nothing is kept, nobody gets a receipt."""

from __future__ import annotations

import pytest

from handlers.effects import DropFiles, Fetch, SubmitTip, TurnedAway
from tests.unit.handlers.citizen.phone import Phone
from tests.world import COMMUNE, PROVINCE, World

CLOSED = "Chào bạn. Kênh này chưa mở"
STORY = "co nguoi ban ma tuy gan cho"


def told_and_forgotten(phone: Phone) -> bool:
    """The truth with the emergency number; nothing of the story is left anywhere."""
    kept = STORY in str(phone.state) or phone.done(SubmitTip)
    return phone.main.startswith(CLOSED) and "\n113\n" in phone.main and not kept


async def test_words_are_not_taken_in_and_the_operator_is_told(empty: World) -> None:
    phone = Phone(empty)
    await phone.say(STORY)
    assert told_and_forgotten(phone)
    assert phone.done(TurnedAway)


async def test_a_photo_is_dropped_before_it_is_fetched(empty: World) -> None:
    phone = Phone(empty)
    await phone.send("photo", STORY)
    assert told_and_forgotten(phone)
    (fetch,) = phone.done(Fetch)
    assert phone.done(DropFiles) == [DropFiles((fetch.blob,))]


@pytest.mark.parametrize("way", ["report", "urgent", "try"])
async def test_no_button_opens_a_report(empty: World, way: str) -> None:
    phone = Phone(empty)
    await phone.payload(f"a:{way}")
    assert told_and_forgotten(phone)
    assert not phone.talks()


async def test_the_first_screen_says_it_too(empty: World) -> None:
    phone = Phone(empty)
    await phone.command("start")
    assert told_and_forgotten(phone)


async def test_a_commune_alone_opens_nothing_the_province_does(empty: World) -> None:
    phone = Phone(empty)
    await empty.doors_open(COMMUNE)
    await phone.say(STORY)
    assert told_and_forgotten(phone)
    await empty.doors_open(PROVINCE)
    await phone.say(STORY)
    assert phone.main.startswith("Ở khúc nào?")
    assert phone.talks()["report"]["story"]


async def test_a_report_begun_before_the_last_station_closed_is_not_called_sent(empty: World) -> None:
    """A restored database may be older than the province's key."""
    talk = {"dialogue": "report", "answers": {"story": [[{"kind": "text", "text": STORY}], True]}}
    phone = Phone(empty, state={"talks": [talk], "focused": True})
    await phone.say("phuong vinh chau")
    assert told_and_forgotten(phone)
