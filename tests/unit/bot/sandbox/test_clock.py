import asyncio

import pytest

from bot.sandbox.clock import Clock


def test_the_clock_runs_on_its_base_and_ahead_of_it() -> None:
    base = [100.0]
    clock = Clock(lambda: base[0])
    clock.advance(3600)
    base[0] += 5
    assert clock.now() == 3705


def test_time_never_goes_back() -> None:
    with pytest.raises(ValueError, match="forward"):
        Clock().advance(-1)


async def test_advancing_wakes_who_sleeps_until_then_and_nobody_else() -> None:
    clock = Clock(lambda: 0.0)
    short, long = asyncio.create_task(clock.sleep(10)), asyncio.create_task(clock.sleep(100))
    await asyncio.sleep(0)
    clock.advance(10)
    await short
    assert not long.done()
    clock.advance(90)
    await long


async def test_calls_happen_in_the_order_of_their_times() -> None:
    clock, rung = Clock(lambda: 0.0), list[str]()
    clock.call_at(20, lambda: rung.append("second"))
    clock.call_at(10, lambda: rung.append("first"))
    clock.call_at(15, lambda: rung.append("cancelled")).cancel()
    clock.advance(60)
    assert rung == ["first", "second"]
    clock.stop()


async def test_real_time_wakes_a_sleeper_too() -> None:
    clock = Clock()
    before = clock.now()
    await asyncio.wait_for(clock.sleep(0.01), 5)
    assert clock.now() >= before + 0.01


async def test_a_time_that_has_come_is_not_waited_for() -> None:
    await Clock(lambda: 50.0).sleep_until(50.0)
