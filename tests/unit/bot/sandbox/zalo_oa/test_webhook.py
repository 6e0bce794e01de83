"""The webhook: its probe, its signature, its patience, its disorder."""

import hashlib
from typing import Any

import pytest

from bot.sandbox.platform import Wrong
from bot.sandbox.zalo_oa.phones import OaPhones

from ..ground import settled, until
from ..zalo_ground import Oa, Taken


def expected_mac(oa: Oa, taken: Taken, key: str, begins_with: str | None = None) -> str:
    """Worked out again, from the bytes that came."""
    text = (begins_with or oa.world.settings.app_id).encode() + taken.body
    return "mac=" + hashlib.sha256(text + str(taken.json["timestamp"]).encode() + key.encode()).hexdigest()


async def said(oa: Oa, *texts: str) -> str:
    ba = oa.citizen()
    for text in texts:
        oa.sandbox.act(ba, "send", text=text)
    return ba


async def later(oa: Oa, seconds: float) -> None:
    """Time passes only when everybody who sleeps sleeps."""
    await settled()
    oa.sandbox.clock.advance(seconds)


async def test_saving_an_address_asks_it_with_an_unsigned_empty_object(oa: Oa) -> None:
    assert await oa.world.webhook.save(oa.hook.url)
    (probe,) = oa.hook.taken
    assert probe.body == b"{}"
    assert "X-ZEvent-Signature" not in probe.headers


async def test_an_address_that_refuses_the_probe_is_not_saved(oa: Oa) -> None:
    oa.hook.statuses = [401]
    assert not await oa.world.webhook.save(oa.hook.url)
    assert oa.world.webhook.url == ""


async def test_every_event_is_signed_over_its_very_bytes(oa: Oa) -> None:
    await oa.listen()
    await said(oa, "Bến xe Đại Tâm")
    await oa.hook.reached(1)
    (taken,) = oa.hook.taken
    assert taken.headers["X-ZEvent-Signature"] == expected_mac(oa, taken, oa.world.settings.oa_secret_key)
    assert taken.headers["X-ZEvent-Server"] == "OA OpenAPI"
    assert taken.headers["User-Agent"] == "ZaloWebhook"
    assert "X-ZEvent-Timestamp" not in taken.headers
    assert "Đại".encode() in taken.body


async def test_the_signature_can_use_the_other_secret_and_begin_with_the_account(oa: Oa) -> None:
    oa.tune(webhook_key="app_secret", mac_begins_with="oa_id", timestamp_header=True)
    await oa.listen()
    await said(oa, "tin")
    await oa.hook.reached(1)
    settings, (taken,) = oa.world.settings, oa.hook.taken
    assert taken.headers["X-ZEvent-Signature"] == expected_mac(oa, taken, settings.app_secret, settings.oa_id)
    assert taken.headers["X-ZEvent-Timestamp"] == taken.json["timestamp"]


async def test_where_nobody_can_be_reached_the_ladder_is_climbed_with_its_count(oa: Oa) -> None:
    await oa.listen()
    living, oa.world.webhook.url = oa.world.webhook.url, "http://127.0.0.1:1/hook"
    await said(oa, "tin")
    await until(lambda: len(oa.world.webhook.warnings) == 1)
    for rest in (30, 300, 900):
        await later(oa, rest)
        await until(lambda: oa.sandbox.traffic.after(0)[-1].at == oa.sandbox.clock.now())
    oa.world.webhook.url = living
    await later(oa, 1_800)
    await oa.hook.reached(1)
    assert oa.hook.taken[0].headers["num_retry"] == "4"
    assert oa.world.webhook.enabled


async def test_after_the_ladder_the_app_is_unsubscribed_until_a_person_saves_the_address(oa: Oa) -> None:
    await oa.listen()
    oa.world.webhook.url = "http://127.0.0.1:1/hook"
    ba = await said(oa, "mất")
    await until(lambda: len(oa.world.webhook.warnings) == 1)
    for count, rest in enumerate(oa.world.settings.retry_ladder_s, 2):
        await later(oa, rest)
        await until(lambda count=count: len(oa.world.webhook.warnings) >= count)  # type: ignore[misc]
    await until(lambda: not oa.world.webhook.enabled)
    oa.sandbox.act(ba, "send", text="cũng mất")
    assert oa.world.webhook.missed == 1
    assert await oa.world.webhook.save(oa.hook.url)
    oa.sandbox.act(ba, "send", text="tới")
    await oa.hook.reached(2)
    assert oa.hook.taken[-1].json["message"]["text"] == "tới"


async def test_an_answer_other_than_200_is_a_warning_and_no_retry(oa: Oa) -> None:
    await oa.listen()
    oa.hook.statuses = [500]
    await said(oa, "mất", "tới")
    await oa.hook.reached(2)
    await later(oa, 10_000)
    await settled()
    assert len(oa.hook.taken) == 2
    assert len(oa.world.webhook.warnings) == 1


async def test_with_the_other_reading_of_the_pages_any_failure_is_tried_again(oa: Oa) -> None:
    oa.tune(retry_on="any")
    await oa.listen()
    oa.hook.statuses = [500, 404]
    await said(oa, "tin")
    await oa.hook.reached(1)
    await later(oa, 30)
    await oa.hook.reached(2)
    await later(oa, 300)
    await oa.hook.reached(3)
    assert len({one.body for one in oa.hook.taken}) == 1
    assert [one.headers.get("num_retry") for one in oa.hook.taken] == [None, "1", "2"]


async def test_a_retry_holds_nothing_back_and_so_arrives_out_of_order(oa: Oa) -> None:
    oa.tune(retry_on="any")
    await oa.listen()
    oa.hook.statuses = [500]
    await said(oa, "một", "hai")
    await oa.hook.reached(2)
    await later(oa, 30)
    await oa.hook.reached(3)
    assert [event["message"]["text"] for event in oa.hook.events()] == ["một", "hai", "một"]


async def test_faults_double_swallow_and_reorder_events(oa: Oa) -> None:
    await oa.listen()
    oa.sandbox.faults.add(
        [
            {"platform": "zalo_oa", "method": "update.user_send_text", "nth": 1, "duplicate": True},
            {"platform": "zalo_oa", "method": "update.user_send_text", "nth": 2, "reorder": True},
        ]
    )
    await said(oa, "một", "hai", "ba")
    await oa.hook.reached(4)
    assert [event["message"]["text"] for event in oa.hook.events()] == ["một", "một", "ba", "hai"]


async def test_an_acknowledgement_that_gets_lost_brings_the_event_again(oa: Oa) -> None:
    await oa.listen()
    oa.sandbox.faults.add([{"platform": "zalo_oa", "method": "update", "nth": 1, "drop": True}])
    await said(oa, "tin")
    await oa.hook.reached(1)
    await later(oa, 30)
    await oa.hook.reached(2)
    assert oa.hook.taken[0].body == oa.hook.taken[1].body


async def test_a_held_back_event_comes_when_its_time_has_come(oa: Oa) -> None:
    await oa.listen()
    oa.sandbox.faults.add([{"platform": "zalo_oa", "method": "update", "nth": 1, "delay": 60}])
    await said(oa, "muộn")
    await settled()
    assert not oa.hook.taken
    oa.sandbox.clock.advance(60)
    await oa.hook.reached(1)


async def test_what_the_account_sends_comes_back_as_an_echo_and_a_receipt(oa: Oa) -> None:
    await oa.listen()
    ba = oa.citizen()
    sent = (await oa.say(ba, "Chào bạn."))["data"]["message_id"]
    oa.sandbox.act(ba, "manage", text="Người trực đây ạ.")
    await oa.hook.reached(4)
    assert oa.hook.names() == ["oa_send_text", "user_received_message"] * 2
    own, receipt, human, _ = oa.hook.events()
    assert own["message"] == {"text": "Chào bạn.", "msg_id": sent}
    assert (own["sender"], own["recipient"]) == ({"id": oa.world.settings.oa_id}, {"id": ba})
    assert receipt["message"] == {"msg_id": sent}
    assert "admin_id" in human["sender"]


async def test_echoes_and_receipts_can_be_left_out(oa: Oa) -> None:
    oa.tune(echo=False, receipts=False)
    await oa.listen()
    ba = oa.citizen()
    await oa.say(ba)
    oa.sandbox.act(ba, "send", text="dạ")
    await oa.hook.reached(1)
    assert oa.hook.names() == ["user_send_text"]


async def test_an_anonymous_visitor_is_echoed_under_the_conversation(oa: Oa) -> None:
    await oa.listen()
    visitor = oa.citizen("Khách", anonymous=True)
    oa.sandbox.act(visitor, "send", text="hi")
    to = {"anonymous_id": visitor, "conversation_id": oa.world.people[visitor].conversation_id}
    await oa.post("/v2.0/oa/message", recipient=to, message={"text": "Chào"})
    await oa.hook.reached(2)
    assert oa.hook.names() == ["anonymous_send_text", "oa_send_anonymous_text"]
    assert "user_id_by_app" not in oa.hook.events()[0]


@pytest.mark.parametrize("signed", ["missing", "wrong", "right"])
async def test_somebody_else_can_post_an_event(oa: Oa, signed: str) -> None:
    await oa.listen()
    event: dict[str, Any] = {"event_name": "user_send_text", "timestamp": "1"}
    told = await OaPhones(oa.world).console["forge"]({"event": event, "signed": signed})
    assert told == {"status": 200}
    (taken,) = oa.hook.taken
    right = expected_mac(oa, taken, oa.world.settings.oa_secret_key)
    assert {"missing": None, "wrong": "mac=" + "0" * 64, "right": right}[signed] == taken.headers.get(
        "X-ZEvent-Signature"
    )


async def test_a_reset_forgets_what_waits(oa: Oa) -> None:
    oa.tune(retry_on="any")
    await oa.listen()
    oa.hook.statuses = [500]
    await said(oa, "tin")
    await oa.hook.reached(1)
    await settled()
    OaPhones(oa.world).reset()
    oa.sandbox.clock.advance(10_000)
    await settled()
    assert len(oa.hook.taken) == 1


async def test_the_console_says_no_in_plain_words(oa: Oa) -> None:
    console = OaPhones(oa.world).console
    with pytest.raises(ValueError, match="no such setting: colour"):
        await console["settings"]({"colour": "blue"})
    with pytest.raises(ValueError, match="zca_balance is int"):
        await console["settings"]({"zca_balance": "much"})
    with pytest.raises(Wrong):
        await console["article"]({})
    with pytest.raises(Wrong):
        await console["forge"]({"event": "x"})


async def test_the_console_changes_how_the_account_behaves_from_now_on(oa: Oa) -> None:
    console = OaPhones(oa.world).console
    told = await console["settings"]({"zca_balance": 500, "menu": {"Tra cứu": "#menu"}, "answer_within_s": 3})
    assert told["balance"] == 500
    assert oa.world.settings.menu == {"Tra cứu": "#menu"}
