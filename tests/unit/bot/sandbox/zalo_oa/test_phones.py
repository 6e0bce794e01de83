"""What people do on their phones."""

import pytest

from bot.sandbox.platform import Upload, Wrong

from ..ground import settled
from ..zalo_ground import DAY, Oa


def chat(oa: Oa, chat_id: str) -> dict[str, object]:
    found = [one for platform in oa.sandbox._platforms for one in platform.chats() if one["chat_id"] == chat_id]
    return found[0]


async def test_the_phone_shows_how_long_the_account_may_still_answer(oa: Oa) -> None:
    ba = oa.sandbox.zalo_person("zalo_oa", "Ba")
    assert chat(oa, ba)["window"] == {"state": "never", "free_until": None, "closed_at": None}
    oa.sandbox.act(ba, "send", text="tin")
    now = oa.sandbox.clock.now()
    assert chat(oa, ba)["window"] == {"state": "free", "free_until": now + 2 * DAY, "closed_at": now + 7 * DAY}
    oa.sandbox.clock.advance(3 * DAY)
    assert chat(oa, ba)["window"]["state"] == "paid"  # type: ignore[index]


async def test_several_files_are_several_messages_and_the_caption_goes_with_the_first(oa: Oa) -> None:
    await oa.listen()
    ba = oa.citizen()
    one = Upload("a.jpg", "image/jpeg", b"\xff\xd8a")
    sent = oa.sandbox.act(ba, "send", one, one, kind="photo", caption="đây ạ")
    await oa.hook.reached(2)
    assert len(sent["message_ids"]) == 2
    assert [event["message"].get("text") for event in oa.hook.events()] == ["đây ạ", None]


async def test_a_text_longer_than_a_message_becomes_several(oa: Oa) -> None:
    ba = oa.citizen()
    oa.sandbox.act(ba, "send", text="a" * 4_500)
    assert [len(bubble["text"]) for bubble in oa.sandbox.shown(ba)] == [2_000, 2_000, 500]


async def test_an_entry_of_the_menu_says_its_words(oa: Oa) -> None:
    oa.tune(menu={"Tra cứu": "#tra"})
    ba = oa.citizen()
    oa.sandbox.act(ba, "menu", text="Tra cứu")
    assert oa.sandbox.shown(ba)[-1]["text"] == "#tra"
    with pytest.raises(Wrong, match="the menu has"):
        oa.sandbox.act(ba, "menu", text="Khác")


async def test_wiping_empties_the_phone_and_tells_nobody(oa: Oa) -> None:
    await oa.listen()
    ba = oa.citizen()
    oa.sandbox.act(ba, "send", text="một")
    oa.sandbox.act(ba, "send", text="hai")
    first = oa.sandbox.shown(ba)[0]["id"]
    assert oa.sandbox.act(ba, "wipe", message_id=first) == {"wiped": 1}
    assert [bubble["deleted"] for bubble in oa.sandbox.shown(ba)] == [True, False]
    oa.sandbox.act(ba, "wipe")
    await oa.hook.reached(2)
    await settled()
    assert all(bubble["deleted"] for bubble in oa.sandbox.shown(ba))
    assert oa.hook.names() == ["user_send_text"] * 2
    with pytest.raises(Wrong, match="no such message"):
        oa.sandbox.act(ba, "react", message_id=first)


async def test_nobody_edits_deletes_or_forwards(oa: Oa) -> None:
    ba = oa.citizen()
    for action in ("edit", "delete", "forward"):
        with pytest.raises(KeyError):
            oa.sandbox.act(ba, action)


async def test_following_stopping_withdrawing_and_the_rest_are_told(oa: Oa) -> None:
    await oa.listen()
    ba = oa.sandbox.zalo_person("zalo_oa", "Ba", follow=True)
    await oa.say(ba)
    for action in ("unfollow", "unfollow", "withdraw", "chatnow", "see"):
        oa.sandbox.act(ba, action)
    oa.sandbox.act(ba, "react", message_id=oa.sandbox.shown(ba)[0]["id"], icon="/-heart")
    oa.sandbox.act(ba, "submit_info", info={"name": "Ba", "phone": "84900000000"})
    await oa.hook.reached(9)
    assert oa.hook.names() == [
        "follow",
        "oa_send_text",
        "user_received_message",
        "unfollow",
        "user_withdraw",
        "user_click_chatnow",
        "user_seen_message",
        "user_reacted_message",
        "user_submit_info",
    ]


async def test_whoever_blocked_the_account_cannot_write_until_they_take_it_back(oa: Oa) -> None:
    ba = oa.citizen()
    oa.sandbox.act(ba, "block")
    with pytest.raises(Wrong, match="blocked"):
        oa.sandbox.act(ba, "send", text="tin")
    oa.sandbox.act(ba, "unblock")
    assert oa.sandbox.act(ba, "send", text="tin")["message_id"]


@pytest.mark.parametrize(
    "given",
    [{"text": " "}, {"location": {"latitude": "x"}}, {"contact": {}}, {"link": ""}, {"text": "x", "reply_to": 99}],
)
async def test_what_a_phone_would_not_send_is_refused(oa: Oa, given: dict[str, object]) -> None:
    with pytest.raises(Wrong):
        oa.sandbox.act(oa.citizen(), "send", **given)


async def test_nobody_acts_in_a_chat_that_is_not_theirs(oa: Oa) -> None:
    ba, tu = oa.citizen("Ba"), oa.citizen("Tư")
    for action in ("send", "press", "wipe", "follow", "block"):
        with pytest.raises(Wrong):
            oa.sandbox.act(ba, action, by=tu, text="x", message_id=1)


async def test_an_anonymous_visitor_sends_only_what_there_are_events_for(oa: Oa) -> None:
    visitor = oa.citizen("Khách", anonymous=True)
    oa.sandbox.act(visitor, "send", Upload("a.jpg", "image/jpeg", b"\xff\xd8"), kind="photo")
    with pytest.raises(Wrong, match="anonymous"):
        oa.sandbox.act(visitor, "send", location={"latitude": 9.6, "longitude": 105.9})
