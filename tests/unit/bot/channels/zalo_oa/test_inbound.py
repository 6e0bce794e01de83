"""What passes the door of an Official Account, and what is left outside."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.zalo_oa.inbound import event_key, read, timestamp
from handlers.messages import Act, Address

WHO, OA = "246845883529197922", "388613280878808645"
ME = Address("zalo_oa", WHO, WHO)


def event(name: str = "user_send_text", **message: Any) -> dict[str, Any]:
    return {
        "app_id": "360846524940903967",
        "user_id_by_app": "552177279717587730",
        "event_name": name,
        "timestamp": "1543908534740",
        "sender": {"id": WHO},
        "recipient": {"id": OA},
        "message": {"msg_id": "96d3cdf3af150460909", **message},
    }


def attached(kind: str, **payload: Any) -> dict[str, Any]:
    return event(f"user_send_{kind}", attachments=[{"type": kind, "payload": payload}])


def test_a_text_passes_with_nothing_but_itself() -> None:
    (act,) = read(event(text="xin chào"))
    assert (act.address, act.act, act.text) == (ME, Act.TEXT, "xin chào")
    assert "552177279717587730" not in json.dumps(asdict(act))


def test_ids_may_be_numbers() -> None:
    given = event(text="xin chào") | {"sender": {"id": int(WHO)}, "timestamp": 1543908534740}
    (act,) = read(given)
    assert act.address == ME
    assert timestamp(given) == "1543908534740"


@pytest.mark.parametrize(
    ("text", "payload"),
    [("#x", "x"), ("#q:12:when", "q:12:when"), ("#a:answer:00ff", "a:answer:00ff"), (" #b:3 ", "b:3")],
)
def test_a_pressed_button_comes_back_as_a_text(text: str, payload: str) -> None:
    (act,) = read(event(text=text))
    assert (act.act, act.payload, act.text) == (Act.PRESS, payload, "")


@pytest.mark.parametrize("text", ["#matuy o cho", "#x o dau", "#baotin", "# x", "#q:1:a b", "so 1", "#", "/bao tin"])
def test_a_hashtag_is_a_word_like_any_other(text: str) -> None:
    (act,) = read(event(text=text))
    assert (act.act, act.text) == (Act.TEXT, text)


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [("/menu", "menu", ""), ("#Menu", "menu", ""), ("/start u31783", "start", "u31783"), ("#xoa", "xoa", "")],
)
def test_a_word_of_the_menu_is_a_command(text: str, name: str, rest: str) -> None:
    (act,) = read(event(text=text))
    assert (act.act, act.name, act.text) == (Act.COMMAND, name, rest)


@pytest.mark.parametrize(
    ("kind", "payload", "sent_as"),
    [
        ("image", {"thumbnail": "http://t.zdn.vn/a", "url": "http://f6.photo.talk.zdn.vn/a"}, "photo"),
        ("gif", {"thumbnail": "http://t.zdn.vn/a", "url": "http://f6.photo.talk.zdn.vn/a"}, "photo"),
        ("audio", {"url": "http://f6.photo.talk.zdn.vn/a.amr"}, "voice"),
        ("video", {"url": "http://v.zdn.vn/a", "thumbnail": "x", "description": "y"}, "video"),
        ("file", {"url": "http://f.zdn.vn/a", "size": "1024", "name": "lê văn tám.pdf", "type": "pdf"}, "document"),
    ],
)
def test_files_pass_as_addresses_without_their_names(kind: str, payload: dict[str, str], sent_as: str) -> None:
    (act,) = read(attached(kind, **payload))
    assert act.media is not None
    assert (act.act, act.media.kind, act.media.ref) == (Act.MEDIA, sent_as, payload["url"])
    assert "tám" not in json.dumps(asdict(act), ensure_ascii=False)
    assert act.media.size == (1024 if kind == "file" else 0)


def test_several_pictures_are_several_acts_and_the_words_go_with_the_first() -> None:
    pictures = [{"type": "image", "payload": {"url": f"https://a.zdn.vn/{n}"}} for n in (1, 2)]
    acts = read(event("user_send_image", text="đây nè", attachments=pictures))
    assert [(act.text, act.media.ref if act.media else "") for act in acts] == [
        ("đây nè", "https://a.zdn.vn/1"),
        ("", "https://a.zdn.vn/2"),
    ]


def test_a_place_passes_as_a_point() -> None:
    (act,) = read(attached("location", coordinates={"latitude": "10.7642473", "longitude": "106.6564314"}))
    assert (act.act, act.point) == (Act.POINT, (10.7642473, 106.6564314))


def test_a_link_is_kept_as_words_without_its_preview() -> None:
    (act,) = read(attached("link", thumbnail="http://t", description="Tin nóng", url="https://facebook.com/x"))
    assert (act.act, act.text) == (Act.TEXT, "https://facebook.com/x")


def test_a_card_of_somebody_leaves_neither_name_nor_number() -> None:
    card = json.dumps({"phone": "84901234567", "qrCodeUrl": "https://qr.zdn.vn/x"})
    for sent in (attached("link", description=card, url=""), attached("business_card", description=card)):
        (act,) = read(sent)
        assert act.act is Act.ODD
        assert "84901234567" not in json.dumps(asdict(act))


def test_an_answer_names_what_it_answers() -> None:
    (act,) = read(event(text="dạ", quote_msg_id="75e7af18"))
    assert act.reply_to == "75e7af18"


def test_a_visitor_without_an_account_is_answered_in_their_conversation() -> None:
    (act,) = read(event("anonymous_send_text", text="hi", conversation_id="c1"))
    assert act.address == Address("zalo_oa", "c1", f"anonymous:{WHO}")


def test_who_withdraws_is_named_by_their_id_alone() -> None:
    (act,) = read({"event_name": "user_withdraw", "user_id": WHO, "user_id_by_app": "5", "timestamp": "1"})
    assert (act.act, act.address) == (Act.WITHDRAWN, ME)


@pytest.mark.parametrize(
    "name",
    [
        "oa_send_text", "oa_send_image", "oa_send_anonymous_text", "user_received_message", "user_seen_message",
        "user_reacted_message", "follow", "unfollow", "user_click_chatnow", "user_submit_info", "add_user_to_tag",
        "user_send_group_text", "update_user_info", "change_oa_daily_quota", "", "user_click_button",
    ],
)  # fmt: skip
def test_echoes_receipts_groups_profiles_and_what_nobody_knows_are_ignored(name: str) -> None:
    assert read(event(name, text="xin chào")) == ()


@pytest.mark.parametrize(
    "given",
    [
        event("user_send_image"), event("user_send_sticker"), event("user_send_text"),
        event("user_send_location", attachments=[{"payload": {"coordinates": {"latitude": "x"}}}]),
        event("user_send_file", attachments=["x"]), event(text=7),
        {name: value for name, value in event(text="x").items() if name != "message"},
    ],
)  # fmt: skip
def test_what_can_not_be_read_of_a_person_is_told_to_them(given: dict[str, Any]) -> None:
    (act,) = read(given)
    assert (act.act, act.address) == (Act.ODD, ME)


def test_an_event_is_known_by_its_message_else_by_its_moment_and_person() -> None:
    assert event_key(event(text="a")) == "user_send_text:96d3cdf3af150460909"
    withdrawn = {"event_name": "user_withdraw", "user_id": 5, "timestamp": 1543908534740}
    assert event_key(withdrawn) == "user_withdraw:1543908534740:5"


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
_KINDS = ("text", "image", "gif", "link", "audio", "video", "sticker", "location", "business_card", "file", "x")


@given(
    st.sampled_from([f"user_send_{kind}" for kind in _KINDS] + ["user_withdraw", "anonymous_send_text"]),
    st.dictionaries(st.sampled_from(["sender", "message", "user_id", "timestamp"]), _JSON, max_size=4),
)
def test_nothing_that_is_posted_raises(name: str, rest: dict[str, Any]) -> None:
    read({"event_name": name, **rest})


@given(st.dictionaries(st.sampled_from(["msg_id", "text", "attachments", "quote_msg_id"]), _JSON, max_size=4))
def test_no_message_of_a_person_raises(message: dict[str, Any]) -> None:
    for kind in _KINDS:
        for act in read(event(f"user_send_{kind}") | {"message": message}):
            assert act.address == ME
