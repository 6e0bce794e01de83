"""The webhook: its verification, its secret, its two envelopes, its redelivery."""

from typing import Any

import pytest

from ..ground import settled
from ..zalo_ground import ZaloBot

SECRET = "mat-khau-cua-bot"


async def test_the_address_is_probed_at_once(bot: ZaloBot) -> None:
    told = await bot.result("setWebhook", url=bot.hook.url, secret_token=SECRET)
    (probe,) = bot.hook.taken
    assert (probe.body, "Content-Type" in probe.headers, "X-Bot-Api-Secret-Token" in probe.headers) == (
        b"",
        False,
        False,
    )
    assert told["verification"]["ok"] is True
    assert told["verification"]["outcome"] == "webhook.ok"


@pytest.mark.parametrize(
    ("status", "outcome"), [(403, "webhook.http.403"), (404, "webhook.http.404"), (503, "webhook.http.5xx")]
)
async def test_an_address_that_fails_its_verification_is_kept_all_the_same(
    bot: ZaloBot, status: int, outcome: str
) -> None:
    bot.hook.statuses = [status]
    told = await bot.result("setWebhook", url=bot.hook.url, secret_token=SECRET)
    assert (told["verification"]["ok"], told["verification"]["outcome"]) == (False, outcome)
    assert (await bot.result("getWebhookInfo"))["url"] == bot.hook.url


async def test_an_address_where_nobody_is_and_a_scripted_outcome_are_told(bot: ZaloBot) -> None:
    told = await bot.result("setWebhook", url="http://127.0.0.1:1/hook", secret_token=SECRET)
    assert told["verification"]["outcome"] == "webhook.err.conn"
    bot.tune(verification="webhook.err.tls")
    assert (await bot.result("testWebhook"))["outcome"] == "webhook.err.tls"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"secret_token": ""}, "The secret_token must not be empty"),
        ({"secret_token": "short"}, "8 to 256"),
        ({"secret_token": "x" * 257}, "8 to 256"),
        ({"url": ""}, "url"),
        ({"url": "ftp://x"}, "url"),
    ],
)
async def test_an_address_needs_a_secret_and_a_scheme(bot: ZaloBot, given: dict[str, str], words: str) -> None:
    _, answer = await bot.call("setWebhook", **{"url": bot.hook.url, "secret_token": SECRET, **given})
    assert answer["error_code"] == 400
    assert words in answer["description"]


@pytest.mark.parametrize("url", ["http://bot.example.org/x", "https://localhost/x", "https://10.1.2.3/x"])
async def test_the_real_platform_takes_only_public_https(bot: ZaloBot, url: str) -> None:
    bot.tune(public_https_only=True)
    assert (await bot.call("setWebhook", url=url, secret_token=SECRET))[1]["error_code"] == 400


async def test_without_a_webhook_its_info_is_404(bot: ZaloBot) -> None:
    assert await bot.call("getWebhookInfo") == (404, {"ok": False, "description": "Not Found"})
    assert (await bot.call("testWebhook"))[0] == 404
    assert (await bot.result("deleteWebhook"))["url"] == ""


async def test_too_many_tests_a_day_get_426_under_another_key(bot: ZaloBot) -> None:
    bot.tune(test_webhook_per_day=1)
    await bot.listen()
    await bot.result("testWebhook")
    assert (await bot.call("testWebhook"))[1] == {"ok": False, "errorCode": 426}


async def test_setting_the_address_can_be_capped_by_the_day(bot: ZaloBot) -> None:
    bot.tune(set_webhook_per_day=1)
    await bot.listen()
    _, answer = await bot.call("setWebhook", url=bot.hook.url, secret_token=SECRET)
    assert answer["error_code"] == 429


async def test_testing_the_address_can_be_missing_altogether(bot: ZaloBot) -> None:
    bot.tune(has_test_webhook=False)
    await bot.listen()
    assert (await bot.call("testWebhook"))[0] == 404


async def test_events_carry_the_secret_and_a_java_agent(bot: ZaloBot) -> None:
    await bot.listen()
    bot.sandbox.act(bot.person(), "send", text="tin")
    await bot.hook.reached(1)
    headers = bot.hook.taken[0].headers
    assert headers["X-Bot-Api-Secret-Token"] == SECRET
    assert headers["Content-Type"] == "application/json"
    assert headers["User-Agent"].startswith("Java/")


@pytest.mark.parametrize(
    ("envelope", "wrapped"), [("flat", [False, False]), ("wrapped", [True, True]), ("both", [False, True])]
)
async def test_two_envelopes_occur(bot: ZaloBot, envelope: str, wrapped: list[bool]) -> None:
    bot.tune(envelope=envelope)
    await bot.listen()
    ba = bot.person()
    for text in ("một", "hai"):
        bot.sandbox.act(ba, "send", text=text)
    await bot.hook.reached(2)
    bodies: list[dict[str, Any]] = bot.hook.events()
    assert [set(body) == {"ok", "result"} for body in bodies] == wrapped
    inner = [body.get("result", body) for body in bodies]
    assert [event["message"]["text"] for event in inner] == ["một", "hai"]


async def test_what_waited_for_a_poll_goes_to_the_new_address(bot: ZaloBot) -> None:
    bot.sandbox.act(bot.person(), "send", text="trước")
    await bot.listen()
    await bot.hook.reached(1)
    assert bot.hook.taken[-1].json["message"]["text"] == "trước"


async def test_what_fails_is_delivered_again_and_holds_nothing_back(bot: ZaloBot) -> None:
    await bot.listen()
    bot.hook.statuses = [500]
    ba = bot.person()
    bot.sandbox.act(ba, "send", text="một")
    bot.sandbox.act(ba, "send", text="hai")
    await bot.hook.reached(2)
    await settled()
    bot.sandbox.clock.advance(10)
    await bot.hook.reached(3)
    assert [event["message"]["text"] for event in bot.hook.events()] == ["một", "hai", "một"]


async def test_what_failed_waits_for_a_poll_once_the_webhook_is_gone(bot: ZaloBot) -> None:
    await bot.listen()
    bot.hook.statuses = [500]
    bot.sandbox.act(bot.person(), "send", text="tin")
    await bot.hook.reached(1)
    await bot.result("deleteWebhook")
    bot.sandbox.clock.advance(10)
    assert (await bot.result("getUpdates", timeout=1))["message"]["text"] == "tin"


async def test_without_redelivery_what_fails_is_lost(bot: ZaloBot) -> None:
    bot.tune(redeliver_after_s=())
    await bot.listen()
    bot.hook.statuses = [500]
    bot.sandbox.act(bot.person(), "send", text="mất")
    await bot.hook.reached(1)
    bot.sandbox.clock.advance(10_000)
    await settled()
    assert len(bot.hook.taken) == 1
