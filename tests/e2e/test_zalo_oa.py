"""The whole house over a Zalo Official Account: emulated as zalo.md tells, driven by people who only use their phones."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from PIL import Image

from bot.channels.zalo_oa import NAME
from bot.sandbox.platform import Upload
from content.questions import QUESTIONS
from handlers.messages import Address, Screen, Show
from storage.tables import blob, conversation, held, inbox
from storage.vault.keyring import Keyring
from tests.e2e.phones import Officer, until
from tests.e2e.zalo_oa import ZaloCitizen, ZaloHouse, account, open_zalo_house
from tests.world import COMMUNE, PIN

HOUR = 3600.0
DAY = 24 * HOUR
STORY = "co nguoi ban ma tuy gan cho"


def jpeg() -> bytes:
    """A small picture."""
    made = BytesIO()
    Image.new("RGB", (64, 48), (90, 120, 60)).save(made, "JPEG")
    return made.getvalue()


@pytest.fixture
async def zalo(url: str, keyring: Keyring) -> AsyncIterator[ZaloHouse]:
    async with open_zalo_house(url, keyring) as opened:
        yield opened


async def test_a_tip_reaches_its_receipt_after_the_truth_was_read(zalo: ZaloHouse) -> None:
    ba = zalo.citizen()
    await ba.say(STORY)
    assert ba.reads("Whoever manages this {platform} page can reread this chat, with your name and picture.")
    await ba.agree()
    await ba.say("phường Vĩnh Châu")
    await ba.press("Many know it")
    await ba.press("Send")
    receipt = await ba.has_receipt()
    mine = await zalo.house.kept(receipt)
    assert mine is not None
    assert STORY in await zalo.house.told(receipt)


async def test_whoever_types_the_number_twice_still_gets_the_receipt(zalo: ZaloHouse) -> None:
    ba = zalo.citizen()
    await ba.say(STORY)
    await ba.agree()
    await ba.say("phường Vĩnh Châu")
    await ba.press("Many know it")
    await until(lambda: ba.choice("Send"), lambda: ba.text)
    for _tap in range(3):
        zalo.house.sandbox.act(ba.chat, "send", by=ba.user, text="1")
    await zalo.quiet()
    assert await zalo.house.kept(await ba.has_receipt()) is not None
    assert await zalo.house.tips() == 1


async def test_a_visitor_who_is_not_logged_in_types_numbers_to_a_receipt(zalo: ZaloHouse) -> None:
    user: Any = zalo.house.sandbox.zalo_person(NAME, "Khách", anonymous=True)
    visitor = ZaloCitizen(zalo.house.sandbox, user, user, "vi", zalo.quiet)
    receipt = await visitor.report(STORY)
    assert [button for one in visitor.shown for button in one["buttons"]] == []
    assert await zalo.house.told(receipt) == [STORY]


async def test_a_receipt_made_on_zalo_works_on_telegram(zalo: ZaloHouse) -> None:
    receipt = await zalo.citizen().report(STORY)
    ba = await zalo.house.citizen()
    await ba.look_up(receipt)
    assert ba.reads("Received.")


async def asked(zalo: ZaloHouse, after_s: float) -> tuple[ZaloCitizen, str, str]:
    """A tip of somebody on Zalo, and an officer's question about it so long after their last word."""
    tu = await zalo.house.officer(COMMUNE, on=False)
    ba, receipt = await reachable(zalo)
    await ba.press("Close")
    await zalo.pass_time(after_s)
    return ba, await asks(zalo, tu), receipt


async def reachable(zalo: ZaloHouse) -> tuple[ZaloCitizen, str]:
    """A tip of somebody on Zalo who may be asked there; its receipt is open on their screen."""
    ba = zalo.citizen()
    receipt = await ba.report(STORY, known="Many know it")
    await ba.press("I have copied it")
    await ba.look_up(receipt)
    await ba.press("How to answer me")
    await ba.press("Ask me again here")
    await ba.sees("It is set.")
    return ba, receipt


async def asks(zalo: ZaloHouse, tu: Officer) -> str:
    """An officer opens a shift and asks about the tip; the question as its sender would read it."""
    pinned = next(one for one in tu.shown if one["text"].startswith("Nút mở ca"))
    await tu.press_on(pinned, "Open shift")
    await tu.type_pin(PIN)
    await tu.press("Take this tip")
    await tu.press("Read the tip")
    await tu.press("Ask back")
    question = next(iter(QUESTIONS.values()))
    await tu.press(question.label)
    await zalo.quiet()
    return tu.label(question.text)


async def answer(ba: ZaloCitizen) -> None:
    """Under the question that was shown; a day later nobody remembers that they agreed."""
    await ba.press("Answer")
    await ba.agree()
    await ba.say("mau do")
    await ba.press("Done")
    await ba.sees("It was added. Thank you.")


async def test_a_question_within_48_hours_is_pushed_free_of_charge(zalo: ZaloHouse) -> None:
    ba, question, _receipt = await asked(zalo, 47 * HOUR + 58 * 60)
    assert question in ba.text
    assert zalo.paid() == 0
    await answer(ba)


@pytest.mark.parametrize("after_s", [48 * HOUR + 60, 7 * DAY + 60, 20 * DAY])
async def test_a_question_behind_a_closed_window_waits_and_costs_nothing(zalo: ZaloHouse, after_s: float) -> None:
    ba, question, _receipt = await asked(zalo, after_s)
    assert question not in ba.text
    assert zalo.paid() == 0
    assert [call for call in zalo.calls("message/cs") if question in str(call["params"])] == []
    await ba.say("/menu")
    await zalo.quiet()
    assert question in ba.text
    assert zalo.paid() == 0
    await answer(ba)


async def test_the_operator_may_pay_for_messages_until_the_seventh_day(url: str, keyring: Keyring) -> None:
    async with open_zalo_house(url, keyring, zalo_oa_paid=True) as zalo:
        ba, question, _receipt = await asked(zalo, 3 * DAY)
        assert question in ba.text
        assert zalo.paid() == zalo.oa.settings.reply_price


async def test_one_notice_without_content_tells_of_all_that_waits(url: str, keyring: Keyring) -> None:
    oa = account(templates={"1": "Đường dây có tin mới. Bạn vào xem khi tiện."})
    async with open_zalo_house(url, keyring, oa, zalo_oa_template="1") as zalo:
        ba, question, _receipt = await asked(zalo, 9 * DAY)
        notice = Show(Address(NAME, str(ba.user), str(ba.user)), "notice", Screen("Có tin mới."))
        async with zalo.house.database.write() as rows:
            assert zalo.house.app is not None
            await zalo.house.app.alerts._letters.put(rows, [notice], zalo.now)
        zalo.house.wake()
        await zalo.quiet()
        assert ba.texts[-1] == "Đường dây có tin mới. Bạn vào xem khi tiện."
        assert zalo.paid() == zalo.oa.settings.template_price
        assert question not in ba.text
        await ba.say("/menu")
        await zalo.quiet()
        assert question in ba.text


async def test_whoever_has_the_code_sees_the_question_without_any_push(zalo: ZaloHouse) -> None:
    ba, question, receipt = await asked(zalo, 5 * DAY)
    assert question not in ba.text
    cousin = await zalo.house.citizen("Út")
    await cousin.look_up(receipt)
    assert question in cousin.text
    assert zalo.paid() == 0


async def test_a_restart_does_not_forget_the_window(url: str, keyring: Keyring) -> None:
    """The process that heard them is gone: Zalo is asked when they last wrote, and nothing is paid."""
    async with open_zalo_house(url, keyring) as zalo:
        ba = zalo.citizen()
        await ba.say("/menu")
        await zalo.house.stop()
        zalo.house.sandbox.clock.advance(49 * HOUR)
        await zalo.house.start()
        async with zalo.house.database.write() as rows:
            posts = [Show(Address(NAME, str(ba.user), str(ba.user)), "notice", Screen("Có tin mới."))]
            assert zalo.house.app is not None
            await zalo.house.app.alerts._letters.put(rows, posts, zalo.now)
        zalo.house.wake()
        await zalo.quiet()
        assert "Có tin mới." not in ba.text
        assert zalo.paid() == 0
        async with zalo.house.database.read() as rows:
            assert await rows.scalar(sa.select(sa.func.count()).select_from(held)) == 1


async def test_the_console_may_ask_and_strangers_may_post_but_nothing_comes_of_it(zalo: ZaloHouse) -> None:
    ba = zalo.citizen()
    await ba.say("/menu")
    event = {
        "app_id": zalo.oa.settings.app_id,
        "sender": {"id": str(ba.user)},
        "recipient": {"id": zalo.oa.settings.oa_id},
        "event_name": "user_send_text",
        "message": {"text": STORY, "msg_id": "1"},
        "timestamp": str(int(zalo.now * 1000)),
    }
    assert await zalo.oa.webhook.forge(event) == 200
    assert await zalo.oa.webhook.forge(event, "wrong") == 200
    old = {**event, "timestamp": str(int((zalo.now - 4 * HOUR) * 1000))}
    assert await zalo.oa.webhook.forge(old, "right") == 200
    await zalo.quiet()
    assert len(ba.texts) == 1
    for times in range(3):
        assert await zalo.oa.webhook.forge(event, "right") == 200, times
    await zalo.quiet()
    assert len(ba.texts) == 2


async def test_ids_may_be_numbers_and_the_app_secret_may_sign(url: str, keyring: Keyring) -> None:
    oa = account(ids_as_numbers=True, webhook_key="app_secret")
    async with open_zalo_house(url, keyring, oa) as zalo:
        receipt = await zalo.citizen().report(STORY)
        assert await zalo.house.kept(receipt) is not None


async def test_where_tips_are_not_taken_nothing_that_is_said_is_kept(url: str, keyring: Keyring) -> None:
    async with open_zalo_house(url, keyring, zalo_oa_intake="off") as zalo:
        ba = zalo.citizen()
        await ba.say(STORY)
        assert ba.reads("Nothing that you wrote was passed on. In danger call 113.")
        await ba.say("/menu")
        await ba.press("Send a tip")
        assert ba.reads("Nothing that you wrote was passed on. In danger call 113.")
        assert await zalo.house.tips() == 0


async def test_a_photo_comes_from_zalos_own_host_and_goes_with_the_tip(zalo: ZaloHouse) -> None:
    ba = zalo.citizen()
    await ba.send("photo", Upload("a.jpg", "image/jpeg", jpeg()), caption=STORY)
    await ba.agree()
    await ba.say("phường Vĩnh Châu")
    await ba.press_any("No, it doesn't")
    await ba.press("Many know it")
    await ba.press("Send")
    mine = await zalo.house.kept(await ba.has_receipt())
    assert mine is not None
    assert [entry.kind for entry in mine.entries].count("file") == 1


async def test_a_place_on_the_map_becomes_its_commune(zalo: ZaloHouse) -> None:
    ba = zalo.citizen()
    await ba.say(STORY)
    await ba.agree()
    await ba.share(location={"latitude": 9.3239, "longitude": 105.9803})
    await ba.press("Many know it")
    await ba.press("Send")
    receipt = await ba.has_receipt()
    assert "9.32" not in str(await zalo.house.told(receipt))


async def test_a_card_of_somebody_and_a_sticker_are_refused_kindly(zalo: ZaloHouse) -> None:
    ba = zalo.citizen()
    await ba.share(contact={"first_name": "Tư", "phone_number": "84901234567"})
    assert ba.reads("That kind of message can't be read here. Words, photos and voice notes can.")
    await ba.share(sticker="bfe458bf64fa8da4d4eb")
    async with zalo.house.database.read() as rows:
        assert await rows.scalar(sa.select(sa.func.count()).select_from(inbox).where(inbox.c.state == "parked")) == 0


async def test_whoever_withdraws_leaves_no_draft_and_no_letter_behind(zalo: ZaloHouse) -> None:
    ba, question, _receipt = await asked(zalo, 3 * DAY)
    await ba.act("withdraw")
    await zalo.quiet()
    async with zalo.house.database.read() as rows:
        assert await rows.scalar(sa.select(sa.func.count()).select_from(held)) == 0
    await ba.say("/menu")
    await zalo.quiet()
    assert question not in ba.text


async def test_whoever_withdraws_with_their_code_open_is_never_written_to_again(zalo: ZaloHouse) -> None:
    tu = await zalo.house.officer(COMMUNE, on=False)
    ba, receipt = await reachable(zalo)
    await ba.act("withdraw")
    question = await asks(zalo, tu)
    assert question not in ba.text
    async with zalo.house.database.read() as rows:
        assert await rows.scalar(sa.select(sa.func.count()).select_from(held)) == 0
    await ba.look_up(receipt)
    assert question in ba.text


async def test_whoever_withdraws_in_the_middle_leaves_neither_words_nor_files(zalo: ZaloHouse) -> None:
    ba = zalo.citizen()
    await ba.say(STORY)
    await ba.agree()
    await ba.send("photo", Upload("a.jpg", "image/jpeg", jpeg()))
    await ba.act("withdraw")
    await zalo.quiet()
    async with zalo.house.database.read() as rows:
        assert set(await rows.scalars(sa.select(conversation.c.state))) == {None}
        assert await rows.scalar(sa.select(sa.func.count()).select_from(blob)) == 0
    await ba.say("/menu")
    assert ba.within(ba.shown[-1], "Send a tip"), "nothing is under way any more"


async def test_in_danger_the_numbers_dial_with_a_tap(zalo: ZaloHouse) -> None:
    ba = zalo.citizen()
    await ba.say("thang con no ngao da cam dao ruot vo")
    await ba.agree()
    dials = [button["phone"] for one in ba.shown for row in one["buttons"] for button in row if "phone" in button]
    assert dials == ["113", "115", "111"]


async def test_where_the_account_may_call_only_so_often_everybody_is_answered_once(url: str, keyring: Keyring) -> None:
    async with open_zalo_house(url, keyring, account(oa_calls_per_minute=5)) as zalo:
        crowd = [zalo.citizen(f"Ba {number}") for number in range(12)]
        for ba in crowd:
            zalo.house.sandbox.act(ba.chat, "send", by=ba.user, text="/menu")
        async with asyncio.timeout(60):
            while not all(ba.texts for ba in crowd):
                zalo.house.sandbox.clock.advance(61)
                zalo.house.wake()
                await asyncio.sleep(0.2)  # nobody rings when an emulated minute is over
        await zalo.quiet()
        assert [len(ba.texts) for ba in crowd] == [1] * len(crowd)


async def test_the_token_is_renewed_while_people_write_and_they_notice_nothing(zalo: ZaloHouse) -> None:
    ba = zalo.citizen()
    for _day in range(4):
        await zalo.pass_time(25 * HOUR)
        before = len(ba.texts)
        await ba.say("/menu")
        await zalo.quiet()
        assert len(ba.texts) == before + 1
    refreshes = [one for one in zalo.calls("access_token") if "refresh_token" in one["params"]]
    assert len({one["params"]["refresh_token"] for one in refreshes}) == len(refreshes) == 4


async def test_what_was_written_while_we_were_down_comes_with_the_ladder_once(zalo: ZaloHouse) -> None:
    ba = zalo.citizen()
    await zalo.house.stop()
    zalo.house.sandbox.act(ba.chat, "send", by=ba.user, text=STORY)
    await until(lambda: not zalo.oa.webhook._lanes._waiting or None, lambda: "the first attempt never ended")
    await zalo.house.start()
    zalo.house.sandbox.clock.advance(31)
    await ba.sees("Read this first, please.")
    zalo.house.sandbox.clock.advance(2 * HOUR)
    await zalo.quiet()
    assert len(ba.texts) == 1
