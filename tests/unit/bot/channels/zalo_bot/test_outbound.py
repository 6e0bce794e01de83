"""Our calls against the emulated platform: what arrives, what each refusal does, and where the token never is."""

from __future__ import annotations

import pytest

from bot.channels.base import Answer, Delete, Edit, Fate, Menu, Send, Unfetchable
from bot.channels.lines import Lost, Unsent
from bot.channels.zalo_bot import NAME
from bot.channels.zalo_bot.api import Me
from bot.channels.zalo_bot.outbound import ZaloBot
from bot.channels.zalo_bot.outcomes import FULL_S, Refused
from bot.sandbox.platform import Upload
from bot.sandbox.server import Sandbox
from bot.sandbox.zalo_bot.world import World
from handlers.messages import Address, Button, Screen
from tests.conftest import Clock
from tests.unit.bot.channels.zalo_bot.conftest import TOKEN, Tune, channel_to
from tests.unit.bot.office import Office

WAIT_S = 5.0
LONG = "\n".join(["một dòng dài " * 20] * 18)


def newcomer(sandbox: Sandbox, name: str = "Ba", **more: object) -> Address:
    user = sandbox.zalo_person(NAME, name, **more)
    return Address(NAME, user, user)


def texts(sandbox: Sandbox, to: Address) -> list[str]:
    return [one["text"] for one in sandbox.shown(to.chat) if one["from_bot"]]


async def test_a_screen_arrives_as_plain_text_with_numbers(sandbox: Sandbox, bot: ZaloBot) -> None:
    to = newcomer(sandbox)
    screen = Screen("**Chào** bạn", ((Button("Báo tin", payload="a:report"),),))
    outcome = await bot.call(Send(to, screen), WAIT_S)
    assert outcome.fate is Fate.SENT
    assert outcome.message == sandbox.shown(to.chat)[0]["native_id"]
    assert texts(sandbox, to) == ["**Chào** bạn\n\n1. Báo tin"]
    assert all(
        set(one.params) == {"chat_id", "text"} for one in sandbox.traffic.after(0) if one.method == "sendMessage"
    )


async def test_what_zalo_can_not_do_is_no_error_and_no_call(sandbox: Sandbox, bot: ZaloBot) -> None:
    to = newcomer(sandbox)
    calls = (Edit(to, "1", Screen("x")), Delete(to, ("1",)), Answer(to, "1"), Menu(to, ()))
    assert [(await bot.call(call, WAIT_S)).fate for call in calls] == [Fate.GONE, Fate.GONE, Fate.SENT, Fate.SENT]
    assert sandbox.traffic.after(0) == []


async def test_a_long_screen_is_several_messages_and_each_counts(sandbox: Sandbox, bot: ZaloBot) -> None:
    to = newcomer(sandbox)
    assert (await bot.call(Send(to, Screen(LONG)), WAIT_S)).fate is Fate.SENT
    assert len(texts(sandbox, to)) == 3
    assert await bot.quota.used() == 3


async def test_what_arrived_of_a_long_screen_is_not_sent_again(sandbox: Sandbox, bot: ZaloBot) -> None:
    to = newcomer(sandbox)
    sandbox.faults.add([{"platform": NAME, "method": "sendMessage", "nth": 2, "error": {"code": 503}}])
    fates = [(await bot.call(Send(to, Screen(LONG)), WAIT_S)).fate for _try in range(2)]
    assert fates == [Fate.RETRY, Fate.SENT]
    assert "".join("".join(texts(sandbox, to)).split()) == "".join(LONG.split())
    assert await bot.quota.used() == 3


async def test_what_arrived_is_remembered_however_often_the_rest_fails(sandbox: Sandbox, bot: ZaloBot) -> None:
    to = newcomer(sandbox)
    sandbox.faults.add(
        [{"platform": NAME, "method": "sendMessage", "nth": nth, "error": {"code": 503}} for nth in (2, 3, 5)]
    )
    fates = [(await bot.call(Send(to, Screen(LONG)), WAIT_S)).fate for _try in range(4)]
    assert fates == [Fate.RETRY, Fate.RETRY, Fate.RETRY, Fate.SENT]
    assert "".join("".join(texts(sandbox, to)).split()) == "".join(LONG.split())


@pytest.mark.parametrize(
    ("error", "fate", "counted"),
    [
        ({"code": 400, "description": "text is invalid"}, Fate.BAD, 0),
        ({"code": 401, "description": "Unauthorized"}, Fate.TOKEN, 0),
        ({"code": 403, "description": "Internal server error"}, Fate.RETRY, 0),
        ({"code": 408, "description": "Request timeout"}, Fate.UNKNOWN, 1),
        ({"code": 429, "description": "Quota exceeded"}, Fate.FLOOD, 0),
        ({"code": 500}, Fate.RETRY, 0),
    ],
)
async def test_a_refusal_is_an_outcome_and_what_did_not_leave_is_not_counted(
    sandbox: Sandbox, bot: ZaloBot, error: dict[str, object], fate: Fate, counted: int
) -> None:
    to = newcomer(sandbox)
    sandbox.faults.add([{"platform": NAME, "method": "sendMessage", "error": error, "times": 1}])
    assert (await bot.call(Send(to, Screen("x")), WAIT_S)).fate is fate
    assert await bot.quota.used() == counted


async def test_an_answer_that_is_lost_is_unknown(sandbox: Sandbox, bot: ZaloBot) -> None:
    to = newcomer(sandbox)
    sandbox.faults.add([{"platform": NAME, "method": "sendMessage", "drop": True, "times": 1}])
    assert (await bot.call(Send(to, Screen("x")), WAIT_S)).fate is Fate.UNKNOWN


async def test_where_nobody_listens_nothing_left_and_nothing_is_counted(office: Office) -> None:
    nowhere = channel_to("http://127.0.0.1:9", office)
    assert (await nowhere.call(Send(Address(NAME, "1", "1"), Screen("x")), WAIT_S)).fate is Fate.RETRY
    assert await nowhere.quota.used() == 0
    await nowhere.close()


async def test_at_the_end_of_the_month_nothing_is_even_tried(sandbox: Sandbox, office: Office) -> None:
    to, bot = newcomer(sandbox), channel_to(sandbox.zalo_bot_url, office, most=1)
    fates = [(await bot.call(Send(to, Screen("x")), WAIT_S)).fate for _message in range(2)]
    assert fates == [Fate.SENT, Fate.QUOTA]
    assert len(texts(sandbox, to)) == 1
    await bot.close()


async def test_a_plan_that_is_used_up_elsewhere_is_seen_after_a_while(
    sandbox: Sandbox, bot: ZaloBot, tune: Tune, clock: Clock
) -> None:
    to = newcomer(sandbox)
    tune(messages_per_month=0)
    assert (await bot.call(Send(to, Screen("x")), WAIT_S)).fate is Fate.FLOOD
    clock.advance(FULL_S)
    assert (await bot.call(Send(to, Screen("x")), WAIT_S)).fate is Fate.QUOTA
    tune(messages_per_month=10)
    assert (await bot.call(Send(to, Screen("x")), WAIT_S)).fate is Fate.SENT
    tune(messages_per_month=0)
    assert (await bot.call(Send(to, Screen("x")), WAIT_S)).fate is Fate.FLOOD


async def test_who_we_are(bot: ZaloBot, world: World) -> None:
    assert await bot.api.me() == Me(world.settings.bot_id, world.settings.account_name)


async def test_a_wrong_token_is_a_refusal_that_holds_no_token(sandbox: Sandbox, office: Office) -> None:
    wrong = channel_to(sandbox.zalo_bot_url, office, token="12345:wrong-token-of-nobody")
    with pytest.raises(Refused) as caught:
        await wrong.api.me()
    assert caught.value.code == 401
    assert "wrong-token" not in repr(caught.value) + repr(wrong)
    await wrong.close()


@pytest.mark.parametrize("settings", [{}, {"idle": "body_408"}, {"updates_as_list": True}])
async def test_polling_gives_one_event_or_none(
    sandbox: Sandbox, bot: ZaloBot, tune: Tune, settings: dict[str, object]
) -> None:
    tune(**settings)
    to = newcomer(sandbox)
    sandbox.act(to.chat, "send", text="một")
    sandbox.act(to.chat, "send", text="hai")
    one, two = [*await bot.updates("", 0), *await bot.updates("", 0)]
    assert [update.body["message"]["text"] for update in (one, two)] == ["một", "hai"]
    assert one.key != two.key
    assert to.chat not in one.key + two.key
    assert sandbox.zalo_bot is not None
    sandbox.zalo_bot.queue.end()
    assert await bot.updates("", 1) == []


async def test_what_is_told_again_has_the_same_key(sandbox: Sandbox, bot: ZaloBot, tune: Tune) -> None:
    tune(replay=True)
    sandbox.act(newcomer(sandbox).chat, "send", text="một")
    (first,), (second,) = await bot.updates("", 0), await bot.updates("", 0)
    assert first.key == second.key


async def test_polling_beside_a_webhook_means_that_somebody_else_has_our_token(sandbox: Sandbox, bot: ZaloBot) -> None:
    await bot.api.receive_by_webhook(f"{sandbox.zalo_bot_url}/nowhere", "s" * 32)
    with pytest.raises(Refused) as caught:
        await bot.updates("", 0)
    assert bot.outcome_of(caught.value).why == "conflict"


async def test_an_address_is_kept_even_where_the_platform_can_not_reach_it(
    sandbox: Sandbox, bot: ZaloBot, tune: Tune
) -> None:
    tune(verification="webhook.http.403")
    assert await bot.api.webhook() == ""
    assert await bot.api.receive_by_webhook(f"{sandbox.zalo_bot_url}/x", "s" * 32) == "webhook.http.403"
    assert await bot.api.webhook() == f"{sandbox.zalo_bot_url}/x"
    await bot.api.receive_by_polling()
    assert await bot.api.webhook() == ""


async def test_a_file_is_fetched_from_zalos_hosts_only(sandbox: Sandbox, bot: ZaloBot) -> None:
    to = newcomer(sandbox)
    sandbox.act(to.chat, "send", Upload("a.jpg", "image/jpeg", b"x" * 1000), kind="photo")
    (update,) = await bot.updates("", 0)
    ref = update.body["message"]["photo_url"]
    assert await bot.fetch(ref, 1000) == b"x" * 1000
    for wrong, most, why in ((ref, 999, "too_big"), (ref + "x", 9, "gone"), ("https://evil.example/a.jpg", 9, "gone")):
        with pytest.raises(Unfetchable) as caught:
            await bot.fetch(wrong, most)
        assert caught.value.why == why
    sandbox.faults.add(
        [{"platform": NAME, "method": "media", "error": {"code": 302, "location": "http://x"}, "times": 1}]
    )
    with pytest.raises(Unfetchable):
        await bot.fetch(ref, 1000)


@pytest.mark.parametrize("error", [Unsent("x"), Lost("x")])
async def test_a_network_that_fails_is_tried_again(bot: ZaloBot, error: Exception) -> None:
    assert bot.outcome_of(error).fate is Fate.RETRY


async def test_no_error_and_no_picture_of_ours_holds_the_token(office: Office) -> None:
    nowhere = channel_to("http://127.0.0.1:9", office)
    with pytest.raises(Unsent) as caught:
        await nowhere.api.me()
    seen = "".join(map(repr, (caught.value, caught.value.__cause__, caught.value.__context__, nowhere, nowhere.quota)))
    assert TOKEN not in seen
    await nowhere.close()
