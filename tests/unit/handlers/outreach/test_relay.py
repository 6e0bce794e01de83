"""A contact passes posts on: by a link that can't be forged, after agreeing, and what they say is counted apart."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from hashlib import blake2b

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from content.outreach_terms import DeliveryState, RelayAnswer, RunState
from content.terms import Role
from handlers.outreach.copies import code_of
from handlers.outreach.relay import RELAY_TEXT, members_in
from handlers.outreach.relay_link import LIFE, make, target_of
from storage import relays, subscriptions, targets
from storage.subscriptions import chat_of
from storage.tables import campaign, delivery, run
from storage.times import micros
from storage.vault.keyring import Keyring
from tests.unit.handlers.outreach.test_desk import enlisted
from tests.unit.handlers.outreach.test_joining import SCHOOL
from tests.unit.handlers.triage.chats import Chat
from tests.world import COMMUNE, PROVINCE, World, member

DAY = date(2027, 1, 15)


def test_a_link_holds_its_target_for_thirty_days_and_fits(keyring: Keyring) -> None:
    word = make(keyring, "th-" + "a" * 37, DAY)
    assert len(word) <= 64
    assert target_of(keyring, word, DAY + LIFE) == "th-" + "a" * 37
    assert target_of(keyring, word, DAY + LIFE + timedelta(days=1)) is None


def test_a_link_that_was_changed_anywhere_is_none(keyring: Keyring) -> None:
    word = make(keyring, SCHOOL.id, DAY)
    for place in range(len(word)):
        other = "b" if word[place] != "b" else "c"
        assert target_of(keyring, word[:place] + other + word[place + 1 :], DAY) is None


@given(st.text(max_size=12))
def test_a_number_of_members_is_a_number_that_a_group_can_have(text: str) -> None:
    found = members_in(text)
    assert found is None or 0 < found <= 100_000


@pytest.mark.parametrize(("text", "number"), [("45", 45), (" 1.200 ", 1200), ("0", None), ("²", None), ("nhiều", None)])
def test_numbers_as_people_type_them(text: str, number: int | None) -> None:
    assert members_in(text) == number


@pytest.fixture
async def contact(world: World) -> Chat:
    """Somebody who opened the link that an officer made, and agreed."""
    await world.doors_open(PROVINCE)
    async with world.database.write() as rows:
        await targets.save(rows, world.keyring, [SCHOOL])
    officer = await enlisted(world, COMMUNE, 40, Role.OUTREACH)
    await officer.command("tuyentruyen")
    await officer.press("Link cho đầu mối")
    await officer.say(SCHOOL.id)
    word = officer.main.rpartition("/start ")[2].strip()
    chat = Chat(world, member(700))
    await chat.command("start", word)
    assert "Trường Hoa Sen" in chat.main
    await chat.press("Tôi chuyển giùm")
    return chat


async def handed(contact: Chat) -> bytes:
    """A post of a campaign that reached the contact: its run."""
    world, one, number = contact.world, secrets.token_bytes(16), secrets.token_bytes(16)
    author = (await world.officer(PROVINCE, 90, Role.ADMIN)).row
    async with world.database.write() as rows:
        chat = chat_of(world.keyring, "telegram", "700", relay=True)
        found = await subscriptions.by_chat(rows, world.keyring, chat)
        assert found is not None
        made = {"id": number, "state": "approved", "station": PROVINCE, "author": author, "body": b"", "digest": b""}
        await rows.execute(sa.insert(campaign).values(**made, version=1, made_at=0))
        begun = {"id": one, "campaign": number, "number": 1, "state": RunState.SENDING.value, "body": b""}
        await rows.execute(sa.insert(run).values(**begun, due_at=0, began_at=micros(world.now)))
        copy = {"run": one, "subscription": found.id, "channel": "telegram", "state": DeliveryState.SENT.value}
        await rows.execute(sa.insert(delivery).values(**copy))
    return one


async def figures(contact: Chat, one: bytes) -> tuple[dict[str, int], int]:
    async with contact.world.database.read() as rows:
        found = await relays.of_run(rows, one)
    return {answer.value: count for answer, count in found.answers.items() if count}, found.members


async def test_posted_asks_for_the_members_and_counts_once(contact: Chat) -> None:
    one = await handed(contact)
    for typed in ("45", "50"):
        await contact.payload(f"a:posted:{code_of(one)}")
        await contact.say(typed)
    assert contact.main.startswith("Đã ghi.")
    assert await figures(contact, one) == ({"posted": 1}, 50)


async def test_what_is_no_number_is_asked_once_more_and_need_not_be_known(contact: Chat) -> None:
    one = await handed(contact)
    await contact.payload(f"a:posted:{code_of(one)}")
    await contact.say("đông lắm")
    assert "như 45" in contact.main
    await contact.press("Không rõ")
    assert await figures(contact, one) == ({"posted": 1}, 0)


@pytest.mark.parametrize(("word", "answer"), [("other", RelayAnswer.OTHER), ("skip", RelayAnswer.SKIPPED)])
async def test_the_other_answers_are_counted_apart(contact: Chat, word: str, answer: RelayAnswer) -> None:
    one = await handed(contact)
    await contact.payload(f"a:{word}:{code_of(one)}")
    assert await figures(contact, one) == ({answer.value: 1}, 0)


async def test_nobody_answers_for_a_post_that_was_not_handed_to_them(contact: Chat) -> None:
    one = await handed(contact)
    stranger = Chat(contact.world, member(701))
    for payload in (f"a:posted:{code_of(one)}", f"a:skip:{code_of(one)}", "a:other:x", "a:posted"):
        await stranger.payload(payload)
        assert not stranger.effects
    await contact.payload(f"a:skip:{code_of(secrets.token_bytes(16))}")
    assert await figures(contact, one) == ({}, 0)


async def test_a_contact_stops_with_one_word(contact: Chat) -> None:
    await contact.command("dung")
    async with contact.world.database.read() as rows:
        chat = chat_of(contact.world.keyring, "telegram", "700", relay=True)
        assert await subscriptions.by_chat(rows, contact.world.keyring, chat) is None


async def test_a_forged_link_brings_the_welcome(world: World) -> None:
    await world.doors_open(PROVINCE)
    chat = Chat(world, member(700))
    await chat.command("start", "r740000" + "A" * 16 + SCHOOL.id)
    assert chat.main.startswith("Chào bạn")
    assert not chat.effects


async def test_what_a_contact_agrees_to_carries_its_version(contact: Chat) -> None:
    await contact.command("start", make(contact.world.keyring, SCHOOL.id, DAY))
    digest = blake2b(contact.main.encode(), digest_size=4).hexdigest()
    assert (RELAY_TEXT, digest) == ("dau-moi-1", "17fc0394"), "new words need a new version"
