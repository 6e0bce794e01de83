"""One act through the house: who answers, what the chat remembers, what is posted."""

from __future__ import annotations

import pytest

from handlers.conversation import MOST_TALKS, Conversation
from handlers.dialogue import Talk
from handlers.effects import Fetch
from handlers.messages import Act, Erase, Remove, Show, Toast
from tests.unit.handlers.citizen.phone import Phone

FIRST = "co nguoi ban ma tuy"


async def test_a_press_is_acknowledged_and_erases_nothing(phone: Phone) -> None:
    await phone.command("start")
    await phone.press("Gửi tin")
    assert [post for post in phone.posts if isinstance(post, Toast)]
    assert not phone.erased


async def test_a_command_shows_the_screen_anew_and_is_erased(phone: Phone) -> None:
    await phone.command("start")
    (shown,) = [post for post in phone.posts if isinstance(post, Show)]
    assert shown.fresh
    assert phone.erased == ["1"]


async def test_what_is_typed_edits_the_screen_in_place(phone: Phone) -> None:
    await phone.say(FIRST)
    (shown,) = [post for post in phone.posts if isinstance(post, Show)]
    assert not shown.fresh


@pytest.mark.parametrize(
    "payload", ["", "q", "q:", "q:x:sell", "q:-1:sell", "b:", "a:", "a:nonsense:1", "zz", "q:999999999999:a"]
)
async def test_a_forged_payload_changes_nothing_and_shows_where_one_is(phone: Phone, payload: str) -> None:
    await phone.say(FIRST)
    shown, answers = phone.main, phone.talks()
    await phone.payload(payload)
    assert phone.main.endswith(shown)
    assert phone.talks() == answers


@pytest.mark.parametrize("payload", ["q:1:sell", "b:1", "zz", "a:nonsense"])
async def test_an_old_button_without_a_talk_brings_the_menu(phone: Phone, payload: str) -> None:
    await phone.payload(payload)
    assert phone.main.startswith("Xóm Bình An.")
    assert phone.toasts[-1]


async def test_a_button_of_a_finished_talk_answers_nothing_in_the_next(phone: Phone) -> None:
    await phone.say(FIRST)
    await phone.press("Không rõ chỗ")
    old = [button.payload for row in phone.shown["main"].rows for button in row]
    await phone.press("Gửi ngay")
    shown = phone.main
    for payload in old:
        if payload != "x":
            await phone.payload(payload)
            assert phone.main.endswith(shown)


async def test_a_blocked_bot_forgets_the_chat(phone: Phone) -> None:
    await phone.say(FIRST)
    turned = await phone.act(Act.LEFT)
    assert turned.state is None


async def test_news_that_nobody_waits_for_change_nothing(phone: Phone) -> None:
    turned = await phone.act(Act.NEWS, name="nonsense")
    assert turned.posts == []
    assert turned.effects == []


async def test_a_file_that_was_refused_is_said_and_leaves_the_draft(phone: Phone) -> None:
    await phone.send("document", FIRST)
    (fetch,) = phone.done(Fetch)
    await phone.act(Act.NEWS, name="file", payload=f'{{"blob": "{fetch.blob}", "reason": "type_not_allowed"}}')
    assert phone.main.startswith("Loại tệp này ở đây không làm sạch được.")
    assert "Ở khúc nào?" in phone.main
    assert phone.talks()["report"]["story"][0] == [{"kind": "text", "text": FIRST}]


async def test_every_private_turn_asks_to_be_woken_when_nothing_happens(phone: Phone) -> None:
    turned = await phone.say(FIRST)
    assert turned.wake_at == phone.world.now + phone.world.policy.idle_screen


async def test_nothing_but_known_posts_leave(phone: Phone) -> None:
    await phone.say(FIRST)
    assert {type(post) for post in phone.posts} <= {Show, Erase, Remove, Toast}


def test_a_conversation_survives_its_row_and_newer_fields() -> None:
    talking = Conversation(language="en", poster="vinh-chau", shown=7)
    talking.begin(Talk("report", {"story": [[{"kind": "text", "text": "a"}], True]}))
    stored = talking.to_json() | {"of_a_newer_version": 1}
    assert Conversation.from_json(stored) == talking
    assert Conversation.from_json({}) == Conversation()


def test_the_oldest_waiting_talk_makes_room() -> None:
    talking = Conversation()
    for number in range(MOST_TALKS + 2):
        talking.begin(Talk(f"talk{number}"))
    assert len(talking.talks) == MOST_TALKS
    assert talking.talk == talking.talks[-1]


def test_one_of_the_same_dialogue_is_replaced() -> None:
    talking = Conversation()
    talking.begin(Talk("report"))
    talking.begin(Talk("report"))
    assert len(talking.talks) == 1


def test_a_resumed_talk_prints_buttons_that_no_other_talk_has_printed() -> None:
    talking = Conversation()
    first = Talk("report", screen=2)
    talking.begin(first)
    talking.shown = 9
    talking.begin(Talk("answer"))
    assert talking.resume("report") is first
    assert first.screen == 9
