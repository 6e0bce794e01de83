"""A person gets pieces only after reading what is kept of them, and nothing is kept once they say so."""

from __future__ import annotations

from hashlib import blake2b

import pytest

from content.locales import speaking
from content.outreach_terms import SubscriptionState
from handlers.messages import Act
from handlers.outreach.personal import PERSON_TEXT
from storage import subscriptions
from storage.subscriptions import Subscription, chat_of
from storage.tombstones import Kind, Tombstones
from tests.unit.handlers.triage.chats import Chat
from tests.world import PROVINCE, World, member


@pytest.fixture
async def citizen(world: World) -> Chat:
    await world.doors_open(PROVINCE)
    return Chat(world, member(700))


async def row_of(world: World) -> Subscription | None:
    async with world.database.read() as rows:
        return await subscriptions.by_chat(rows, world.keyring, chat_of(world.keyring, "telegram", "700"))


async def to_the_end(citizen: Chat) -> None:
    await citizen.payload("a:tips")
    await citizen.press("Nhận bài mỗi tuần")
    await citizen.press("Mọi xã, phường")
    await citizen.press("Cha mẹ")
    await citizen.press("Tiếng Việt")


async def test_the_truth_is_told_before_there_is_a_row_and_no_comes_first(citizen: Chat) -> None:
    await to_the_end(citizen)
    for part in ("một dòng về bạn: tài khoản này, mọi xã, phường", "người giữ máy chủ vẫn mở được"):
        assert part in citizen.main
    assert citizen.labels()[:2] == ["Không nhận", "Đồng ý nhận"]
    await citizen.press("Không nhận")
    assert await row_of(citizen.world) is None


async def test_who_agrees_is_written_down_with_the_version_of_the_words_and_no_line_of_the_audit(
    citizen: Chat,
) -> None:
    await to_the_end(citizen)
    words = citizen.main
    await citizen.press("Đồng ý nhận")
    found = await row_of(citizen.world)
    assert found is not None
    assert (found.state, found.area, found.consent_text) == (SubscriptionState.ACTIVE, None, PERSON_TEXT)
    digest = blake2b(words.encode(), digest_size=4).hexdigest()
    assert (PERSON_TEXT, digest) == ("nguoi-1", "f768f270"), "new words need a new version"


async def test_a_commune_is_chosen_by_two_taps(citizen: Chat) -> None:
    await citizen.payload("a:weekly")
    await citizen.press("Thị xã Vĩnh Châu")
    await citizen.press(citizen.labels()[0])
    await citizen.press("Cha mẹ")
    await citizen.press("Tiếng Việt")
    await citizen.press("Đồng ý nhận")
    found = await row_of(citizen.world)
    assert found is not None
    assert found.area is not None
    await citizen.payload("a:weekly")
    assert "Cha mẹ" in citizen.main


@pytest.mark.parametrize("way", ["button", "word", "wipe", "block", "platform"])
async def test_every_way_out_leaves_nothing_that_leads_to_the_account(citizen: Chat, way: str) -> None:
    await to_the_end(citizen)
    await citizen.press("Đồng ý nhận")
    before = await row_of(citizen.world)
    assert before is not None
    if way == "button":
        await citizen.press("Thôi nhận")
    elif way == "word":
        await citizen.command("dung")
    elif way == "wipe":
        await citizen.payload("a:wiped")
    else:
        await citizen.act(Act.LEFT if way == "block" else Act.WITHDRAWN)
    assert await row_of(citizen.world) is None
    async with citizen.world.database.read() as rows:
        assert await subscriptions.address(rows, citizen.world.keyring, before.id) == {}
    stones = [one.subject for one in Tombstones(citizen.world.keyring.folder).read() if one.kind is Kind.UNSUBSCRIBED]
    assert stones == ([] if way == "block" else [before.id.hex()])


async def test_nobody_can_be_kept_as_somebody_who_quits_or_as_their_family(citizen: Chat) -> None:
    await citizen.payload("a:weekly")
    await citizen.press("Mọi xã, phường")
    assert not {"Nhà có người cai", "Người muốn cai", "Chùa, phum sóc"} & set(citizen.labels())
    await citizen.payload("q:2:quitting")
    assert "một dòng về bạn" not in citizen.main


async def test_dung_says_the_same_to_whoever_got_nothing(citizen: Chat) -> None:
    await citizen.command("dung")
    with speaking("vi"):
        assert citizen.main == "Xong. Không gửi bài vào đây nữa, cũng không giữ lại gì."
    assert not citizen.effects
