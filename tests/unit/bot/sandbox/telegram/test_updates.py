"""Offsets, redelivery, expiry and faults of the queue of updates."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.events import EventLog
from bot.sandbox.telegram.errors import Refused
from bot.sandbox.telegram.world import World

from ..ground import HOUR, Ground


async def take(ground: Ground, offset: int = 0, limit: int = 100, timeout_s: int = 0) -> list[tuple[int, str]]:
    """(id, text) of one getUpdates."""
    batch = await ground.world.long_poll.take(offset, limit, timeout_s)
    return [(entry.id, entry.payload["text"]) for entry in batch]


def say(ground: Ground, *said: str) -> None:
    who = next(iter(ground.world.chats), None) or ground.citizen()
    for text in said:
        ground.do(who, "send", text=text)


async def test_updates_come_again_until_an_offset_confirms_them(ground: Ground) -> None:
    say(ground, "một", "hai")
    first = await take(ground)
    assert await take(ground) == first
    last = first[-1][0]
    assert await take(ground, offset=last) == first[-1:]
    assert await take(ground, offset=last + 1) == []


async def test_the_limit_cuts_a_batch_and_the_rest_follows(ground: Ground) -> None:
    say(ground, *"abcd")
    batch = await take(ground, limit=3)
    assert [text for _, text in batch] == ["a", "b", "c"]
    assert [text for _, text in await take(ground, offset=batch[-1][0] + 1, limit=3)] == ["d"]


async def test_a_negative_offset_keeps_only_the_last(ground: Ground) -> None:
    say(ground, *"abcd")
    assert [text for _, text in await take(ground, offset=-1)] == ["d"]
    assert [text for _, text in await take(ground)] == ["d"]


async def test_an_offset_far_in_the_future_confirms_nothing(ground: Ground) -> None:
    say(ground, "một")
    first = await take(ground)
    assert await take(ground, offset=first[-1][0] + 1000) == first


def test_ids_are_new_after_a_restart_of_the_emulator() -> None:
    before, after = Ground(), Ground()
    say(before, *"abc")
    after.clock.advance(60)
    restarted = World("1:x", after.clock, after.faults, after.traffic, EventLog(), username="b")
    restarted.updates.put("message", {}, 1)
    assert restarted.updates.waiting()[0].id > before.world.updates.waiting()[-1].id


async def test_a_long_poll_is_woken_by_an_update(ground: Ground) -> None:
    ground.citizen()
    poll = asyncio.create_task(take(ground, timeout_s=50))
    await asyncio.sleep(0)
    say(ground, "chào")
    assert [text for _, text in await poll] == ["chào"]


async def test_a_long_poll_ends_empty_by_the_virtual_clock(ground: Ground) -> None:
    poll = asyncio.create_task(take(ground, timeout_s=30))
    await asyncio.sleep(0)
    ground.clock.advance(29)
    await asyncio.sleep(0)
    assert not poll.done()
    ground.clock.advance(1)
    assert await poll == []


async def test_a_second_poller_ends_the_first_with_409(ground: Ground) -> None:
    first = asyncio.create_task(take(ground, timeout_s=50))
    await asyncio.sleep(0)
    assert await take(ground) == []
    with pytest.raises(Refused, match="terminated by other getUpdates request") as refused:
        await first
    assert refused.value.code == 409


def test_a_message_expires_after_a_day(ground: Ground) -> None:
    say(ground, "chào")
    ground.clock.advance(24 * HOUR - 1)
    assert len(ground.world.updates.waiting()) == 1
    ground.clock.advance(1)
    assert ground.world.updates.waiting() == []


def test_a_press_expires_after_150_seconds(ground: Ground) -> None:
    ba = ground.citizen()
    card = ground.call("sendMessage", chat_id=ba, text="x")
    ground.do(ba, "press", message_id=card["message_id"], data="a")
    ground.clock.advance(149)
    assert ground.kinds() == ["callback_query"]
    ground.do(ba, "press", message_id=card["message_id"], data="a")
    ground.clock.advance(150)
    assert ground.updates() == []


async def test_a_duplicated_update_comes_again_although_confirmed(ground: Ground) -> None:
    ground.citizen()
    ground.faults.add([{"method": "update.message", "nth": 1, "duplicate": True}])
    say(ground, "một", "hai")
    first = await take(ground)
    again = await take(ground, offset=first[-1][0] + 1)
    assert again == first[:1]
    assert await take(ground, offset=first[-1][0] + 1) == []


async def test_a_reordered_update_goes_behind_the_next(ground: Ground) -> None:
    ground.citizen()
    ground.faults.add([{"method": "update", "nth": 1, "reorder": True}])
    say(ground, "một", "hai", "ba")
    assert [text for _, text in await take(ground)] == ["hai", "một", "ba"]


async def test_a_reordered_update_that_nothing_follows_goes_out_alone(ground: Ground) -> None:
    ground.citizen()
    ground.faults.add([{"method": "update", "nth": 1, "reorder": True}])
    say(ground, "một")
    assert await take(ground) == []
    ground.clock.advance(2)
    assert [text for _, text in await take(ground)] == ["một"]


async def test_a_confirmed_offset_does_not_lose_an_update_that_was_held_back(ground: Ground) -> None:
    ground.citizen()
    ground.faults.add([{"method": "update", "nth": 1, "delay": 60}])
    say(ground, "một", "hai")
    (later, _), *_ = await take(ground)
    ground.clock.advance(60)
    assert [text for _, text in await take(ground, offset=later + 1)] == ["một"]
    assert await take(ground, offset=later + 1) == []


def test_kinds_that_were_not_asked_for_are_not_kept(ground: Ground) -> None:
    chief = ground.citizen()
    chat = ground.group(chief, kind="supergroup", bot="administrator")
    guest = ground.person("Năm")
    ground.do(chat, "join", by=guest)
    assert ground.kinds() == ["new_chat_members"]
    ground.world.updates.allowed = frozenset({"chat_member"})
    ground.do(chat, "leave", by=guest)
    assert ground.kinds() == ["chat_member"]


@given(st.lists(st.one_of(st.just("say"), st.integers(0, 6)), max_size=40), st.integers(1, 5))
def test_whatever_order_of_saying_and_confirming_nothing_is_lost(steps: list[str | int], limit: int) -> None:
    """A poller that confirms only what it has handled, sometimes going back a little, handles all of it."""

    async def walk() -> None:
        ground = Ground()
        ground.citizen()
        said, handled, top = 0, set[str](), 0
        for step in [*steps, *[0] * 60]:
            if isinstance(step, str):
                said += 1
                say(ground, f"tin {said}")
                continue
            batch = await take(ground, offset=max(0, top - step), limit=limit)
            handled |= {text for _, text in batch}
            top = max([top, *(number + 1 for number, _ in batch)])
        assert handled == {f"tin {n}" for n in range(1, said + 1)}
        ground.clock.stop()

    asyncio.run(walk())
