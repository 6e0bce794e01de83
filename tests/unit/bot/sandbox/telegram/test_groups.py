"""What a bot hears in groups, and who is shown as speaking."""

import pytest

from ..ground import Ground


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("có ai biết không", False),
        ("/nhan", True),
        ("/nhan@tap_huan_bot 12", True),
        ("/nhan@bot_khac 12", False),
        ("nhờ @tap_huan_bot xem", True),
        ("nhờ @TAP_HUAN_BOT xem", True),
        ("nhờ @tap_huan_bot_2 xem", False),
        ("thư ba@tap_huan_bot", False),
    ],
)
def test_in_privacy_mode_a_bot_hears_what_is_meant_for_it(ground: Ground, text: str, heard: bool) -> None:
    chief = ground.citizen()
    chat = ground.group(chief, kind="supergroup", bot="member")
    ground.do(chat, "send", by=chief, text=text)
    assert bool(ground.updates()) is heard


def test_in_privacy_mode_a_bot_hears_replies_to_itself_only(ground: Ground) -> None:
    chief = ground.citizen()
    chat = ground.group(chief, kind="supergroup", bot="member")
    card = ground.call("sendMessage", chat_id=chat, text="Thẻ 7")["message_id"]
    own = ground.do(chat, "send", by=chief, text="tôi xem")["message_id"]
    ground.do(chat, "send", by=chief, text="nói với nhau", reply_to=own)
    ground.do(chat, "send", by=chief, text="đang đi", reply_to=card)
    (update,) = ground.updates()
    assert update["message"]["text"] == "đang đi"
    assert update["message"]["reply_to_message"]["message_id"] == card


def test_an_administrator_or_a_bot_without_privacy_hears_all(ground: Ground) -> None:
    chief = ground.citizen()
    chat = ground.group(chief, kind="supergroup", bot="administrator")
    ground.do(chat, "send", by=chief, text="nói chuyện")
    assert len(ground.updates()) == 1
    other = ground.group(chief, bot="member")
    ground.do(other, "send", by=chief, text="không nghe")
    ground.world.hears_all = True
    ground.do(other, "send", by=chief, text="nghe")
    assert [update["message"]["text"] for update in ground.updates()] == ["nghe"]


def test_adding_and_kicking_the_bot_is_told_with_who_did_it(ground: Ground) -> None:
    chief = ground.citizen()
    chat = ground.group(chief, kind="supergroup")
    ground.do(chat, "join", by=chief, bot=True, start="don_vi_5")
    added, joined, command = ground.updates()
    assert added["my_chat_member"]["from"]["id"] == chief
    assert added["my_chat_member"]["old_chat_member"]["status"] == "left"
    assert joined["message"]["new_chat_members"][0]["id"] == ground.world.bot.id
    assert command["message"]["text"] == "/start@tap_huan_bot don_vi_5"
    ground.do(chat, "kick", by=chief, bot=True)
    kicked, left = ground.updates()
    assert left["message"]["left_chat_member"]["id"] == ground.world.bot.id
    assert kicked["my_chat_member"]["new_chat_member"]["status"] == "kicked"


def test_an_anonymous_administrator_speaks_in_the_name_of_the_group(ground: Ground) -> None:
    chief = ground.citizen()
    officer = ground.person("Bảy")
    chat = ground.group(chief, kind="supergroup", members=[officer], bot="administrator")
    ground.do(chat, "promote", by=chief, user_id=officer, rights={"is_anonymous": True})
    ground.do(chat, "send", by=officer, text="/nhan")
    message = ground.updates()[-1]["message"]
    assert message["from"]["username"] == "GroupAnonymousBot"
    assert message["sender_chat"]["id"] == chat


def test_supergroups_count_their_own_messages(ground: Ground) -> None:
    chief = ground.citizen()
    chat = ground.group(chief, kind="supergroup", bot="administrator")
    first = ground.call("sendMessage", chat_id=chat, text="x")["message_id"]
    ground.call("sendMessage", chat_id=chief, text="y")
    assert ground.call("sendMessage", chat_id=chat, text="z")["message_id"] == first + 1


def test_the_bot_hears_of_the_topics_it_makes(ground: Ground) -> None:
    chief = ground.citizen()
    chat = ground.group(chief, kind="supergroup", forum=True, bot="administrator")
    ground.call("createForumTopic", chat_id=chat, name="Tin 7")
    assert ground.kinds() == ["forum_topic_created"]
