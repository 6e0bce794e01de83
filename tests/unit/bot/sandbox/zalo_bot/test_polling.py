"""getUpdates: one object, no acknowledgement, quirks."""

import asyncio

import pytest

from ..ground import settled, until
from ..zalo_ground import ZaloBot


async def next_text(bot: ZaloBot) -> str:
    return str((await bot.result("getUpdates", timeout=1))["message"]["text"])


async def idle(bot: ZaloBot) -> tuple[int, dict[str, object]]:
    poll = asyncio.create_task(bot.call("getUpdates", timeout=30))
    await until(lambda: bool(bot.world.queue._pollers))
    bot.sandbox.clock.advance(30)
    return await poll


async def test_updates_come_one_by_one_and_are_gone_when_they_were_handed_out(bot: ZaloBot) -> None:
    ba = bot.person()
    bot.sandbox.act(ba, "send", text="một")
    bot.sandbox.act(ba, "send", text="hai")
    assert [await next_text(bot), await next_text(bot)] == ["một", "hai"]
    assert len(bot.world.queue) == 0


async def test_a_waiting_poll_is_answered_when_something_comes(bot: ZaloBot) -> None:
    ba = bot.person()
    poll = asyncio.create_task(next_text(bot))
    await until(lambda: bool(bot.world.queue._pollers))
    bot.sandbox.act(ba, "send", text="tin")
    assert await poll == "tin"


@pytest.mark.parametrize(("kind", "status"), [("http_408", 408), ("body_408", 200)])
async def test_an_idle_poll_ends_in_either_of_two_ways(bot: ZaloBot, kind: str, status: int) -> None:
    bot.tune(idle=kind)
    assert await idle(bot) == (status, {"ok": False, "description": "Request timeout"})


async def test_two_pollers_split_the_messages(bot: ZaloBot) -> None:
    ba = bot.person()
    polls = [asyncio.create_task(next_text(bot)) for _ in range(2)]
    await until(lambda: len(bot.world.queue._pollers) == 2)
    bot.sandbox.act(ba, "send", text="một")
    bot.sandbox.act(ba, "send", text="hai")
    assert {await poll for poll in polls} == {"một", "hai"}


async def test_with_replay_what_was_handed_out_comes_again_at_once(bot: ZaloBot) -> None:
    bot.tune(replay=True)
    ba = bot.person()
    bot.sandbox.act(ba, "send", text="một")
    bot.sandbox.act(ba, "send", text="hai")
    assert [await next_text(bot) for _ in range(4)] == ["một", "hai", "một", "hai"]
    bot.sandbox.clock.advance(86_400)
    assert {await next_text(bot), await next_text(bot)} == {"một", "hai"}
    assert len(bot.world.queue) == 0


async def test_what_comes_while_nobody_polls_can_be_lost(bot: ZaloBot) -> None:
    bot.tune(kept_while_offline=False)
    ba = bot.person()
    bot.sandbox.act(ba, "send", text="mất")
    await idle(bot)
    bot.sandbox.act(ba, "send", text="tới")
    assert await next_text(bot) == "tới"


async def test_the_result_can_be_a_list(bot: ZaloBot) -> None:
    bot.tune(updates_as_list=True)
    bot.sandbox.act(bot.person(), "send", text="tin")
    assert len(await bot.result("getUpdates", timeout="30")) == 1


async def test_an_update_whose_answer_got_lost_comes_again(bot: ZaloBot) -> None:
    bot.sandbox.faults.add([{"platform": "zalo_bot", "method": "update", "nth": 1, "drop": True}])
    bot.sandbox.act(bot.person(), "send", text="tin")
    assert [await next_text(bot), await next_text(bot)] == ["tin", "tin"]


async def test_polling_is_refused_while_a_webhook_is_set(bot: ZaloBot) -> None:
    await bot.listen()
    status, answer = await bot.call("getUpdates", timeout=1)
    assert (status, answer["error_code"]) == (200, 400)
    assert "webhook" in answer["description"]
    await bot.result("deleteWebhook")
    bot.sandbox.act(bot.person(), "send", text="tin")
    assert await next_text(bot) == "tin"


async def test_a_timeout_that_is_no_number_is_refused(bot: ZaloBot) -> None:
    assert (await bot.call("getUpdates", timeout="soon"))[1]["error_code"] == 400


async def test_the_training_ground_closes_although_somebody_polls(bot: ZaloBot) -> None:
    poll = asyncio.create_task(bot.call("getUpdates", timeout=30))
    await until(lambda: bool(bot.world.queue._pollers))
    bot.world.queue.end()
    assert (await poll)[0] == 408
    await settled()
