import asyncio

from bot.sandbox.events import EventLog
from bot.sandbox.traffic import Traffic


def logged(traffic: Traffic, count: int) -> None:
    for n in range(count):
        traffic.add(float(n), "telegram", "request", "getMe", {}, 200, {"ok": True})


def test_traffic_goes_on_where_the_reader_left_off() -> None:
    traffic = Traffic()
    logged(traffic, 5)
    assert [exchange.n for exchange in traffic.after(3)] == [4, 5]
    assert traffic.after(5) == []


def test_the_log_keeps_the_newest_only() -> None:
    traffic = Traffic(keep=3)
    logged(traffic, 10)
    assert [exchange.n for exchange in traffic.after(0)] == [8, 9, 10]


def test_numbers_go_on_after_clearing() -> None:
    traffic = Traffic()
    logged(traffic, 2)
    traffic.clear()
    logged(traffic, 1)
    assert [exchange.n for exchange in traffic.after(2)] == [3]


async def test_a_reader_is_woken_by_the_next_event() -> None:
    events = EventLog()
    events.add("chat", chat_id=1)
    reader = asyncio.create_task(events.after(1, timeout_s=30))
    await asyncio.sleep(0)
    events.add("message", chat_id=1, message_id=2)
    assert await reader == [{"n": 2, "kind": "message", "chat_id": 1, "message_id": 2}]


async def test_a_reader_who_is_behind_does_not_wait() -> None:
    events = EventLog()
    events.add("chat", chat_id=1)
    assert [event["n"] for event in await events.after(0, timeout_s=30)] == [1]


async def test_nothing_new_is_an_empty_list() -> None:
    assert await EventLog().after(0, timeout_s=0.001) == []
