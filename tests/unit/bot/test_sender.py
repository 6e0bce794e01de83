"""What is queued is sent once, in order, no faster than allowed; what became of it is known and acted on."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from bot.channels.base import Delete, Edit, Fate, Outcome, Send
from bot.letters import letters_of
from bot.limits import Limits, Window
from bot.sender import POLL_S
from handlers.messages import Attachment, Button, Erase, Lane, Remove, Screen, Show
from storage import blobs, outbox
from storage.engine import Busy
from storage.screens import STRAY, names
from storage.seals import Seals
from storage.tables import conversation, flood, screens
from storage.tables import inbox as inbox_table
from storage.tables import outbox as outbox_table
from tests.conftest import Clock
from tests.unit.bot.office import Office, Platform, drain, group, person, show


def kinds(platform: Platform) -> list[str]:
    return [type(call).__name__ for call in platform.calls]


async def settled(office: Office) -> list[tuple[str, str]]:
    rows = await office.rows(sa.select(outbox_table.c.state, outbox_table.c.outcome))
    return sorted((row.state, row.outcome) for row in rows)


async def test_a_screen_is_sent_once_and_edited_afterwards(office: Office) -> None:
    platform = Platform()
    sender = office.sender(platform)
    await office.post(show("one"))
    await drain(sender)
    await office.post(show("two"))
    await drain(sender)
    assert kinds(platform) == ["Send", "Edit"]
    assert platform.calls[1] == Edit(person(), "101", Screen("two"))


async def test_an_edit_that_would_change_nothing_is_not_made(office: Office) -> None:
    platform = Platform()
    for _again in range(2):
        await office.post(show("same"))
        await drain(office_sender := office.sender(platform))
        await office_sender._stop()
    assert kinds(platform) == ["Send"]


async def test_of_several_versions_that_wait_only_the_newest_is_shown(office: Office) -> None:
    platform = Platform()
    await office.post(show("one"), show("two"), show("three"))
    await drain(office.sender(platform))
    assert platform.texts == ["three"]


async def test_a_fresh_screen_comes_as_a_new_message_and_the_old_one_goes(office: Office) -> None:
    platform = Platform()
    sender = office.sender(platform)
    await office.post(show("one"))
    await drain(sender)
    await office.post(show("two", fresh=True), show("three"))
    await drain(sender)
    assert kinds(platform) == ["Send", "Send", "Delete"]
    assert platform.texts == ["one", "three"]
    assert platform.calls[2] == Delete(person(), ("101",))


async def test_a_screen_that_somebody_deleted_is_sent_anew(office: Office) -> None:
    platform = Platform(Outcome(Fate.SENT, "5"), Outcome(Fate.GONE), Outcome(Fate.SENT, "6"))
    sender = office.sender(platform)
    await office.post(show("one"))
    await drain(sender)
    await office.post(show("two"))
    await drain(sender)
    await office.post(show("three"))
    await drain(sender)
    assert kinds(platform) == ["Send", "Edit", "Send", "Edit"]
    assert platform.calls[3] == Edit(person(), "6", Screen("three"))


async def test_a_removed_screen_is_deleted_and_forgotten(office: Office) -> None:
    platform = Platform()
    sender = office.sender(platform)
    await office.post(show("one"))
    await drain(sender)
    await office.post(Remove(person(), "main"))
    await drain(sender)
    await office.post(Remove(person(), "main"))
    await drain(sender)
    assert kinds(platform) == ["Send", "Delete"]
    assert await office.rows(sa.select(screens)) == []


async def test_a_screen_that_lasts_a_while_goes_by_itself(office: Office, clock: Clock) -> None:
    platform = Platform()
    sender = office.sender(platform)
    await office.post(show("secret", lasts_s=900))
    await drain(sender)
    clock.advance(899)
    await drain(sender)
    assert kinds(platform) == ["Send"]
    clock.advance(2)
    await drain(sender)
    assert kinds(platform) == ["Send", "Delete"]


async def test_erasing_many_messages_takes_a_hundred_at_a_time(office: Office) -> None:
    platform = Platform()
    await office.post(Erase(person(), tuple(str(number) for number in range(250))))
    await drain(office.sender(platform))
    assert [len(call.messages) for call in platform.calls if isinstance(call, Delete)] == [100, 100, 50]


async def test_what_waits_for_a_call_under_way_is_not_looked_for_again_and_again(office: Office) -> None:
    platform = Platform()
    platform.hold.clear()
    sender = office.sender(platform)
    await office.post(show("one"), show("two", name="other"))
    await sender.step()
    assert await sender.step() == POLL_S
    platform.hold.set()
    await sender.landed()
    assert sender.wake.is_set()
    await drain(sender)
    assert platform.texts == ["one", "two"]


async def test_messages_of_one_chat_go_out_in_order_one_at_a_time(office: Office) -> None:
    platform = Platform()
    platform.hold.clear()
    await office.post(*(show(str(number), name=str(number)) for number in range(5)))
    sender = office.sender(platform)
    for _round in range(5):
        await sender.step()
        await asyncio.sleep(0)
    assert platform.texts == ["0"]
    platform.hold.set()
    await drain(sender)
    assert platform.texts == ["0", "1", "2", "3", "4"]


async def test_one_slow_chat_holds_up_no_other(office: Office) -> None:
    platform = Platform()
    platform.hold.clear()
    await office.post(*(show("x", person(number)) for number in range(10)))
    sender = office.sender(platform)
    await sender.step()
    await asyncio.sleep(0)
    assert len(platform.calls) == 10
    platform.hold.set()
    await drain(sender)


async def test_replies_go_before_alerts_and_alerts_before_broadcasts(office: Office) -> None:
    platform = Platform()
    posts = [
        show(lane.name, person(number), lane=lane)
        for lane in (Lane.BROADCAST, Lane.ALERT, Lane.REPLY)
        for number in range(10 * int(lane) + 1, 10 * int(lane) + 4)
    ]
    await office.post(*posts)
    clocked = office.sender(platform, Limits(overall=Window(3, 1.0)))
    for _second in range(3):
        await drain(clocked, 3)
        office.clock.advance(1.0)  # type: ignore[attr-defined]
    assert platform.texts == ["REPLY"] * 3 + ["ALERT"] * 3 + ["BROADCAST"] * 3


async def test_a_group_gets_no_more_than_eighteen_a_minute_and_all_of_sixty_within_four(
    office: Office, clock: Clock
) -> None:
    platform = Platform()
    sender = office.sender(platform, Limits())
    await office.post(*(show(str(number), group(), name=f"card{number}") for number in range(60)))
    sent: list[int] = []
    for _second in range(240):
        before = len(platform.calls)
        await drain(sender, 1 if sent and sent[-1] == 0 else 26)
        sent.append(len(platform.calls) - before)
        clock.advance(1.0)
    assert sum(sent) == 60
    assert max(sum(sent[start : start + 60]) for start in range(len(sent))) <= 18
    assert platform.texts == [str(number) for number in range(60)]


async def test_a_delayed_letter_waits_and_does_not_hold_up_its_chat(office: Office, clock: Clock) -> None:
    platform = Platform()
    sender = office.sender(platform)
    await office.post(show("later", name="a", after_s=60), show("now", name="b"))
    await drain(sender)
    assert platform.texts == ["now"]
    clock.advance(61)
    await drain(sender)
    assert platform.texts == ["now", "later"]


async def test_a_letter_that_did_not_leave_is_tried_again_in_its_place(office: Office, clock: Clock) -> None:
    platform = Platform(Outcome(Fate.RETRY, why="unsent"))
    sender = office.sender(platform)
    await office.post(show("one", name="a"), show("two", name="b"))
    await drain(sender)
    assert platform.texts == ["one"]
    clock.advance(2)
    await drain(sender)
    assert platform.texts == ["one", "one", "two"]


async def test_a_newer_version_takes_over_from_one_that_could_not_be_sent(office: Office, clock: Clock) -> None:
    platform = Platform(Outcome(Fate.RETRY))
    platform.hold.clear()
    sender = office.sender(platform)
    await office.post(show("old", fresh=True))
    await sender.step()
    await asyncio.sleep(0)
    await office.post(show("new"))
    platform.hold.set()
    clock.advance(5)
    await drain(sender)
    assert platform.texts == ["old", "new"]
    assert ("skipped", "superseded") in await settled(office)


async def test_a_flood_wait_is_stored_and_consumes_nothing(office: Office, clock: Clock) -> None:
    platform = Platform(Outcome(Fate.FLOOD, retry_after=30))
    sender = office.sender(platform)
    await office.post(show("x", group()))
    await drain(sender)
    clock.advance(29)
    await drain(sender)
    assert len(platform.calls) == 1
    assert len(await office.rows(sa.select(flood))) == 1
    clock.advance(2)
    await drain(sender)
    assert len(platform.calls) == 2
    assert await settled(office) == [("sent", "")]


async def test_floods_in_two_chats_hold_back_the_whole_token(office: Office, clock: Clock) -> None:
    platform = Platform(Outcome(Fate.FLOOD, retry_after=30), Outcome(Fate.FLOOD, retry_after=30))
    sender = office.sender(platform)
    await office.post(show("x", person(1)), show("y", person(2)))
    await drain(sender)
    await office.post(show("z", person(3)))
    await drain(sender)
    assert len(platform.calls) == 2
    clock.advance(31)
    await drain(sender)
    assert sorted(platform.texts[2:]) == ["x", "y", "z"]


async def test_a_card_of_unknown_fate_is_repeated_once_and_says_so(office: Office) -> None:
    platform = Platform(Outcome(Fate.UNKNOWN), Outcome(Fate.UNKNOWN))
    await office.post(show("card"))
    await drain(office.sender(platform))
    assert len(platform.texts) == 2
    assert platform.texts[0] == "card"
    assert platform.texts[1].startswith("card\n\n")
    assert await settled(office) == [("unknown", "unknown")]


async def test_a_chat_remembers_that_a_message_of_unknown_end_may_stand_in_it_and_a_group_does_not(
    office: Office,
) -> None:
    platform = Platform(Outcome(Fate.UNKNOWN), Outcome(Fate.SENT, "1"), Outcome(Fate.UNKNOWN), Outcome(Fate.SENT, "2"))
    sender = office.sender(platform)
    await office.post(show("receipt"))
    await drain(sender)
    await office.post(show("card", group(), name="card"))
    await drain(sender)
    chats = [office.seals.chat_ids("telegram", "7", "7", private=True, now=office.clock())]
    chats += [office.seals.chat_ids("telegram", "-100", "", private=False, now=office.clock())]
    async with office.database.read() as conn:
        stray = [STRAY in await names(conn, office.seals, chat) for chat in chats]
    assert stray == [True, False]


async def test_a_broadcast_of_unknown_fate_is_never_repeated_nor_counted_as_sent(office: Office) -> None:
    platform = Platform(Outcome(Fate.UNKNOWN))
    await office.post(show("news", repeatable=False, lane=Lane.BROADCAST))
    await drain(office.sender(platform))
    assert len(platform.calls) == 1
    assert await settled(office) == [("unknown", "unknown")]


async def test_an_edit_of_unknown_fate_is_simply_made_again(office: Office, clock: Clock) -> None:
    platform = Platform(Outcome(Fate.SENT, "5"), Outcome(Fate.UNKNOWN))
    sender = office.sender(platform)
    await office.post(show("one"))
    await drain(sender)
    await office.post(show("two"))
    await drain(sender)
    clock.advance(5)
    await drain(sender)
    assert kinds(platform) == ["Send", "Edit", "Edit"]
    assert platform.texts[-1] == "two"


@pytest.mark.parametrize(
    ("outcome", "end"),
    [
        (Outcome(Fate.FORBIDDEN, why="blocked"), ("skipped", "blocked")),
        (Outcome(Fate.BAD, why="bad_request"), ("failed", "bad_request")),
        (Outcome(Fate.SAME), ("sent", "same")),
    ],
)
async def test_an_end_is_an_end(office: Office, outcome: Outcome, end: tuple[str, str]) -> None:
    platform = Platform(outcome)
    await office.post(show("x"))
    await drain(office.sender(platform))
    assert end in await settled(office)
    assert platform.texts.count("x") == 1


async def test_a_settled_letter_keeps_no_content_no_chat_and_no_exact_time(office: Office, clock: Clock) -> None:
    clock.advance(77.7)
    await office.post(show("x"))
    await drain(office.sender(Platform()))
    (row,) = await office.rows(sa.select(outbox_table))
    assert (row.body, row.screen, row.chat) == (None, None, b"")
    assert {row.ord % 3_600_000_000, row.attempt_at % 3_600_000_000, row.not_before % 3_600_000_000} == {0}


async def test_a_wrong_token_loses_nothing_and_raises_an_alarm_once(office: Office, clock: Clock) -> None:
    platform = Platform(*[Outcome(Fate.TOKEN)] * 3)
    sender = office.sender(platform)
    await office.post(show("x"))
    for _try in range(3):
        await drain(sender, 3)
        clock.advance(31)
    await drain(sender)
    assert platform.texts.count("x") >= 2
    assert await settled(office) == [("sent", ""), ("sent", "")]  # the letter, and one alert


async def test_a_group_that_moved_gets_its_letters_at_the_new_place_and_the_house_is_told(office: Office) -> None:
    platform = Platform(Outcome(Fate.SENT, "5"), Outcome(Fate.MOVED, moved_to="-1009"), Outcome(Fate.GONE))
    sender = office.sender(platform)
    await office.post(show("one", group(-9)))
    await drain(sender)
    await office.post(show("two", group(-9)), show("other", group(-9), name="second"))
    await drain(sender)
    assert {call.to.chat for call in platform.calls[2:]} == {"-1009"}
    assert sorted(set(platform.texts[2:])) == ["other", "two"]
    assert await office.states(inbox_table) == ["waiting"]


async def test_what_a_dead_sender_left_in_flight_is_answered_for_by_the_next(office: Office, clock: Clock) -> None:
    platform = Platform()
    platform.hold.clear()
    dead = office.sender(platform)
    await office.post(show("card"), show("news", name="b", repeatable=False))
    await dead.step()
    await asyncio.sleep(0)
    for task in list(dead._flying):
        task.cancel()
    clock.advance(10)
    alive = Platform()
    await drain(office.sender(alive))
    assert [text.split("\n")[0] for text in alive.texts] == ["card", "news"]
    assert "\n" in alive.texts[0]


async def test_only_one_sender_sends(office: Office) -> None:
    first, second = Platform(), Platform()
    one, other = office.sender(first), office.sender(second)
    await one.step()
    await other.step()
    await office.post(show("x"))
    await drain(other)
    await drain(one)
    assert (len(first.calls), len(second.calls)) == (1, 0)


async def test_a_commit_that_fails_after_the_call_is_settled_in_the_next_round(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform = Platform()
    sender = office.sender(platform)
    await office.post(show("x"))
    await sender.step()
    await sender.landed()

    async def busy(*_arguments: Any, **_more: Any) -> None:
        raise Busy("full")

    monkeypatch.setattr(outbox, "settle", busy)
    with pytest.raises(Busy):
        await sender.step()
    monkeypatch.undo()
    await drain(sender)
    assert await settled(office) == [("sent", "")]
    assert len(platform.calls) == 1


async def test_a_file_is_opened_with_its_key_and_sent_under_a_neutral_name(office: Office, seals: Seals) -> None:
    which, key = b"b" * 16, b"k" * 32
    async with office.database.write() as conn:
        await blobs.begin(conn, which, office.clock())
        await blobs.keep(conn, which, blobs.seal_chunks(which, key, b"picture" * 1000))
    screen = Screen("look", attachment=Attachment("photo", which.hex(), key.hex(), "image/jpeg", "tin-1"))
    platform = Platform()
    await office.post(Show(person(), "file", screen))
    await drain(office.sender(platform))
    (call,) = platform.calls
    assert isinstance(call, Send)
    assert call.file == b"picture" * 1000


async def test_an_answer_is_tied_to_the_message_it_answers(office: Office) -> None:
    platform = Platform()
    sender = office.sender(platform)
    await office.post(show("card", group(), name="card"))
    await drain(sender)
    await office.post(show("danger", group(), name="ring", reply_to="card"))
    await drain(sender)
    assert isinstance(platform.calls[1], Send)
    assert platform.calls[1].reply_to == "101"


async def test_buttons_survive_the_way_through_the_outbox(office: Office) -> None:
    platform = Platform()
    rows = ((Button("Yes", "q:1"), Button("113", phone="113")), (Button("Code", copy="abc"),))
    await office.post(Show(person(), "main", Screen("x", rows, silent=False, protect=True, spoiler=True)))
    await drain(office.sender(platform))
    assert platform.calls == [Send(person(), Screen("x", rows, silent=False, protect=True, spoiler=True))]


async def test_queueing_for_somebody_makes_no_conversation(office: Office) -> None:
    await office.post(show("x"))
    assert await office.rows(sa.select(conversation)) == []


async def test_a_group_that_moves_takes_its_letters_along_though_the_new_one_has_been_spoken_to(office: Office) -> None:
    moved = Outcome(Fate.MOVED, moved_to="-200")
    platform = Platform(moved)
    platform.hold.clear()
    sender = office.sender(platform)
    await office.post(show("card", group(), name="card"))
    await sender.step()
    await office.post(show("line", group(), name="line"), show("old line of the new group", group(-200), name="line"))
    await office.post(show("newer card", group(), name="card"), show("newest card", group(-200), name="card"))
    platform.hold.set()
    await sender.landed()
    await drain(sender)
    assert platform.texts[1:] == ["old line of the new group", "newest card"]
    assert {outcome for state, outcome in await settled(office) if state == "skipped"} == {"superseded"}


async def test_a_letter_whose_chat_got_a_new_id_while_it_was_under_way_makes_room_for_a_newer_one(
    office: Office, clock: Clock
) -> None:
    platform = Platform(Outcome(Fate.RETRY))
    platform.hold.clear()
    sender = office.sender(platform)
    await office.post(show("old"))
    await sender.step()
    ids = office.seals.chat_ids("telegram", "7", "7", private=True, now=office.clock())
    async with office.database.write() as conn:
        await outbox.rewrite(conn, office.seals, ids[0], b"n" * 16, {}, office.clock())
        letter = outbox.Letter("telegram", b"n" * 16, "show", letters_of(show("new"), b"")[0].body, "main")
        await outbox.put(conn, office.seals, [letter], office.ticks.next(office.clock()), office.clock())
    platform.hold.set()
    await sender.landed()
    clock.advance(5)
    await drain(sender)
    assert platform.texts == ["old", "new"]
    assert ("skipped", "superseded") in await settled(office)
