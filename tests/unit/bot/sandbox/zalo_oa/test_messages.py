"""What the account may send, and how the rest is refused."""

from typing import Any

import pytest

from bot.sandbox.platform import Upload, Wrong

from ..zalo_ground import DAY, PNG, Oa


def query(title: str = "Báo tin", payload: Any = "#report", kind: str = "oa.query.show") -> dict[str, Any]:
    return {"title": title, "type": kind, "payload": payload}


def template(**payload: Any) -> dict[str, Any]:
    return {"type": "template", "payload": payload}


def media(**element: Any) -> dict[str, Any]:
    return template(template_type="media", elements=[element])


EVERY_BUTTON = [
    query("Gửi", "#send"),
    query("Tiếp", "#next", "oa.query.hide"),
    query("Gọi 111", {"phone_code": "111"}, "oa.open.phone"),
    query("Mở web", {"url": "https://vneid.gov.vn"}, "oa.open.url"),
    query("Nhắn", {"content": "x", "phone_code": "84113"}, "oa.open.sms"),
]


async def test_a_text_arrives_and_is_answered_as_the_pages_say(oa: Oa) -> None:
    ba = oa.citizen()
    answer = await oa.say(ba, "Chào bạn.")
    assert answer["error"] == 0
    assert answer["message"] == "Success"
    sent = answer["data"]
    assert sent["user_id"] == ba
    assert sent["sent_time"] == "1800000000000"
    bubble = oa.sandbox.shown(ba)[-1]
    assert (bubble["native_id"], bubble["text"], bubble["from_bot"]) == (sent["message_id"], "Chào bạn.", True)


async def test_five_kinds_of_buttons_are_shown_below_each_other(oa: Oa) -> None:
    ba = oa.citizen()
    await oa.say(ba, "Chọn:", attachment=template(buttons=EVERY_BUTTON))
    rows = oa.sandbox.shown(ba)[-1]["buttons"]
    assert [row[0]["text"] for row in rows] == ["Gửi", "Tiếp", "Gọi 111", "Mở web", "Nhắn"]
    assert rows[2][0]["phone"] == "111"


async def test_a_pressed_query_comes_back_as_an_ordinary_text(oa: Oa) -> None:
    ba = oa.citizen()
    await oa.say(ba, "Chọn:", attachment=template(buttons=EVERY_BUTTON))
    await oa.listen()
    card = oa.sandbox.shown(ba)[-1]["id"]
    for label in ("Gửi", "Tiếp"):
        oa.sandbox.act(ba, "press", message_id=card, text=label)
    oa.sandbox.act(ba, "press", message_id=card, data="#forged")
    await oa.hook.reached(3)
    assert oa.hook.names() == ["user_send_text"] * 3
    assert [event["message"]["text"] for event in oa.hook.events()] == ["#send", "#next", "#forged"]
    assert [bubble["text"] for bubble in oa.sandbox.shown(ba)] == ["Chọn:", "#send"]


async def test_buttons_that_stay_on_the_phone_tell_the_account_nothing(oa: Oa) -> None:
    ba = oa.citizen()
    await oa.say(ba, "Chọn:", attachment=template(buttons=EVERY_BUTTON))
    await oa.listen()
    card = oa.sandbox.shown(ba)[-1]["id"]
    assert oa.sandbox.act(ba, "press", message_id=card, text="Gọi 111") == {"phone": "111"}
    assert oa.sandbox.act(ba, "press", message_id=card, text="Mở web") == {"url": "https://vneid.gov.vn"}
    assert oa.sandbox.act(ba, "press", message_id=card, text="Nhắn") == {"sms": {"phone": "84113", "content": "x"}}
    with pytest.raises(Wrong, match="no button"):
        oa.sandbox.act(ba, "press", message_id=card, text="Xóa")
    assert not oa.hook.taken


@pytest.mark.parametrize(
    ("text", "more", "code", "words"),
    [
        ("", {}, -201, "text is invalid!"),
        ("  ", {}, -201, "text is invalid!"),
        ("a" * 2_001, {}, -210, "text"),
        ("x", {"quote_message_id": "nowhere"}, -201, "quote_message_id"),
        ("x", {"attachment": "?"}, -201, "attachment"),
        ("x", {"attachment": {"type": "photo", "payload": {}}}, -201, "attachment.type"),
        ("x", {"attachment": template(template_type="poll")}, -201, "template_type"),
        ("x", {"attachment": template(template_type="list", elements=[{"title": "a"}])}, -201, "template_type"),
        ("x", {"attachment": template(buttons=[query()] * 6)}, -210, "buttons"),
        ("x", {"attachment": template(buttons=[query("t" * 101)])}, -210, "title"),
        ("x", {"attachment": template(buttons=[query(" ")])}, -201, "title"),
        ("x", {"attachment": template(buttons=[query(payload="p" * 1_001)])}, -210, "payload"),
        ("x", {"attachment": template(buttons=[query(payload={})])}, -201, "payload"),
        ("x", {"attachment": template(buttons=[query(kind="oa.open.phone", payload="113")])}, -201, "payload"),
        ("x", {"attachment": template(buttons=[query(kind="callback")])}, -201, "type"),
        ("", {"attachment": template(buttons=[query()])}, -201, "text"),
        ("x", {"attachment": media(media_type="image", attachment_id="nowhere")}, -201, "attachment_id"),
        ("x", {"attachment": media(media_type="image", url="https://else.example.org/a.jpg")}, -201, "url"),
        ("x", {"attachment": media(media_type="gif", attachment_id="x")}, -201, "width"),
        ("x", {"attachment": media(media_type="video")}, -201, "media_type"),
        ("x", {"attachment": {"type": "file", "payload": {"token": "nowhere"}}}, -201, "token"),
    ],
)
async def test_a_message_that_makes_no_sense_is_refused_and_costs_nothing(
    oa: Oa, text: str, more: dict[str, Any], code: int, words: str
) -> None:
    ba = oa.citizen()
    answer = await oa.say(ba, text, **more)
    assert answer["error"] == code
    assert words in answer["message"]
    assert oa.sandbox.shown(ba) == []


async def test_a_text_of_exactly_2000_characters_passes(oa: Oa) -> None:
    assert await oa.code(oa.citizen(), "ă" * 2_000) == 0


@pytest.mark.parametrize(
    ("tuning", "more", "code"),
    [
        ({"buttons_on_cs": False}, {"attachment": template(buttons=[query()])}, -201),
        ({"title_limit": 20}, {"attachment": template(buttons=[query("t" * 21)])}, -210),
        ({"list_template": True}, {"attachment": template(template_type="list", elements=[{"title": "a"}])}, 0),
        ({"verified": False}, {}, -221),
        ({"package_opens_api": False}, {}, -224),
    ],
)
async def test_what_sources_disagree_on_is_a_setting(
    oa: Oa, tuning: dict[str, Any], more: dict[str, Any], code: int
) -> None:
    oa.tune(**tuning)
    assert await oa.code(oa.citizen(), "x", **more) == code


@pytest.mark.parametrize(("action", "code"), [("block", -244), ("deactivate", -227)])
async def test_whoever_is_out_of_reach_is_refused_with_a_code_of_their_own(oa: Oa, action: str, code: int) -> None:
    ba = oa.citizen()
    oa.sandbox.act(ba, action)
    assert await oa.code(ba) == code


async def test_an_unknown_person_a_number_for_an_id_and_a_visitor_are_no_recipients(oa: Oa) -> None:
    ba = oa.citizen()
    visitor = oa.citizen("Khách", anonymous=True)
    for user_id in ("1", int(ba), visitor, None):
        answer = await oa.post("/v3.0/oa/message/cs", recipient={"user_id": user_id}, message={"text": "x"})
        assert answer["error"] == -201


async def test_a_quoted_message_is_quoted_on_the_phone(oa: Oa) -> None:
    ba = oa.citizen()
    oa.sandbox.act(ba, "send", text="tin của tôi")
    mine = oa.sandbox.shown(ba)[-1]
    await oa.say(ba, "Đã nhận.", quote_message_id=mine["native_id"])
    assert oa.sandbox.shown(ba)[-1]["reply_to"] == mine["id"]


async def test_what_a_silent_button_said_can_be_quoted_although_nobody_sees_it(oa: Oa) -> None:
    ba = oa.citizen()
    await oa.say(ba, "Chọn:", attachment=template(buttons=EVERY_BUTTON))
    await oa.listen()
    oa.sandbox.act(ba, "press", message_id=oa.sandbox.shown(ba)[-1]["id"], text="Tiếp")
    await oa.hook.reached(1)
    said = oa.hook.events()[0]["message"]["msg_id"]
    assert await oa.code(ba, "Đây ạ.", quote_message_id=said) == 0
    assert [bubble["text"] for bubble in oa.sandbox.shown(ba)] == ["Chọn:", "Đây ạ."]


async def test_an_uploaded_picture_can_be_sent_for_seven_days(oa: Oa) -> None:
    oa.tune(access_lifetime_s=30 * 86_400)
    oa.token = oa.world.tokens.issue(oa.world.settings)["access_token"]
    ba = oa.citizen()
    number = (await oa.upload("image", "anh.png", PNG))["data"]["attachment_id"]
    assert await oa.code(ba, "Ảnh", attachment=media(media_type="image", attachment_id=number)) == 0
    assert oa.sandbox.shown(ba)[-1]["media"]["kind"] == "photo"
    oa.sandbox.clock.advance(7 * DAY)
    oa.sandbox.act(ba, "send", text="còn đó không")
    assert await oa.code(ba, "Ảnh", attachment=media(media_type="image", attachment_id=number)) == -100


async def test_a_picture_on_this_machine_is_fetched_by_its_address(oa: Oa) -> None:
    ba = oa.citizen()
    url = oa.hook.url.replace("/hook", "/anh.jpg")
    assert await oa.code(ba, "Ảnh", attachment=media(media_type="image", url=url)) == 0
    shown = oa.sandbox.shown(ba)[-1]["media"]
    stored = oa.world.files.get(shown["url"].rpartition("/")[2])
    assert stored
    assert stored.upload.data == b"\xff\xd8anh"


async def test_an_uploaded_file_is_sent_by_its_token(oa: Oa) -> None:
    ba = oa.citizen()
    token = (await oa.upload("file", "giay.pdf", b"%PDF-1.7"))["data"]["token"]
    assert await oa.code(ba, "", attachment={"type": "file", "payload": {"token": token}}) == 0
    assert oa.sandbox.shown(ba)[-1]["media"]["name"] == "giay.pdf"


@pytest.mark.parametrize(
    ("kind", "name", "data", "code"),
    [
        ("image", "a.png", b"not a picture", -201),
        ("image", "a.png", PNG + b"0" * (1 << 20), -210),
        ("gif", "a.gif", PNG, -201),
        ("file", "a.exe", b"MZ", -201),
        ("file", "a.pdf", b"", -201),
        ("file", "a.pdf", b"0" * ((5 << 20) + 1), -210),
    ],
)
async def test_an_upload_of_the_wrong_kind_or_size_is_refused(
    oa: Oa, kind: str, name: str, data: bytes, code: int
) -> None:
    assert (await oa.upload(kind, name, data))["error"] == code


async def test_uploads_are_counted_by_the_month(oa: Oa) -> None:
    oa.tune(uploads_per_month=1, access_lifetime_s=60 * 86_400)
    oa.token = oa.world.tokens.issue(oa.world.settings)["access_token"]
    assert [(await oa.upload("image", "a.png", PNG))["error"] for _ in range(2)] == [0, -211]
    oa.sandbox.clock.advance(31 * DAY)
    assert (await oa.upload("image", "a.png", PNG))["error"] == 0


async def test_the_older_text_call_is_shut_down(oa: Oa) -> None:
    ba = oa.citizen()
    answer = await oa.post("/v2.0/oa/message", recipient={"user_id": ba}, message={"text": "x"})
    assert answer["error"] == -240


async def test_a_reaction_is_shown_and_taken_back(oa: Oa) -> None:
    ba = oa.citizen()
    oa.sandbox.act(ba, "send", text="tin")
    number = oa.sandbox.shown(ba)[-1]["native_id"]
    for icon, shown in [("/-strong", "/-strong"), ("/-remove", "")]:
        action = {"react_icon": icon, "react_message_id": number}
        answer = await oa.post("/v2.0/oa/message", recipient={"user_id": ba}, sender_action=action)
        assert answer["error"] == 0
        assert oa.sandbox.shown(ba)[-1]["reaction"] == shown


async def test_an_anonymous_visitor_is_answered_with_both_ids(oa: Oa) -> None:
    visitor = oa.citizen("Khách", anonymous=True)
    conversation = oa.world.people[visitor].conversation_id
    to = {"anonymous_id": visitor, "conversation_id": conversation}
    answer = await oa.post("/v2.0/oa/message", recipient=to, message={"text": "Chào bạn."})
    assert {name: answer["data"][name] for name in to} == to
    wrong = await oa.post("/v2.0/oa/message", recipient={**to, "conversation_id": "x"}, message={"text": "x"})
    assert wrong["error"] == -201


async def test_an_approved_template_reaches_even_after_the_window(oa: Oa) -> None:
    oa.tune(zca_balance=250, templates={"77": "Có tin mới cho mã <ma>."})
    stranger = oa.sandbox.zalo_person("zalo_oa", "Ba")
    given = {"user_id": stranger, "template_id": "77", "template_data": {"ma": "sen ghe"}}
    assert (await oa.post("/v3.0/oa/message/template", **given))["data"]["message_id"]
    assert oa.sandbox.shown(stranger)[-1]["text"] == "Có tin mới cho mã sen ghe."
    assert (await oa.post("/v3.0/oa/message/template", **given))["error"] == -321


@pytest.mark.parametrize(
    ("given", "code"),
    [({"template_id": "1"}, -201), ({"template_data": {}}, -201), ({"template_id": "357299"}, -249)],
)
async def test_a_template_that_is_not_approved_or_not_filled_in_is_refused(
    oa: Oa, given: dict[str, Any], code: int
) -> None:
    oa.tune(zca_balance=1_000)
    whole = {"user_id": oa.citizen(), "template_id": "357211", "template_data": {"ma": "x"}, **given}
    assert (await oa.post("/v3.0/oa/message/template", **whole))["error"] == code


async def test_too_many_calls_in_a_minute_are_refused_and_the_headers_count_down(oa: Oa) -> None:
    oa.tune(app_calls_per_minute=3)
    assert [(await oa.get("/v2.0/oa/getoa"))["error"] for _ in range(4)] == [0, 0, 0, -32]
    oa.sandbox.clock.advance(60)
    url, headers = f"{oa.sandbox.zalo_oa_url}/v2.0/oa/getoa", {"access_token": oa.token}
    async with oa.http.get(url, headers=headers) as answer:
        assert answer.headers["X-RateLimit-Limit"] == "3"
        assert answer.headers["X-RateLimit-Remain"] == "2"


async def test_the_account_has_a_limit_of_its_own(oa: Oa) -> None:
    oa.tune(oa_calls_per_minute=1)
    await oa.get("/v2.0/oa/getoa")
    assert (await oa.get("/v2.0/oa/getoa"))["message"] == "Your OA reached limit call api"


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"null"])
async def test_a_body_that_is_no_object_is_refused(oa: Oa, body: bytes) -> None:
    url, headers = f"{oa.sandbox.zalo_oa_url}/v3.0/oa/message/cs", {"access_token": oa.token}
    async with oa.http.post(url, data=body, headers=headers) as answer:
        assert (await answer.json())["error"] == -201


async def test_media_are_served_under_the_fault_script(oa: Oa) -> None:
    await oa.listen()
    ba = oa.sandbox.zalo_person("zalo_oa", "Ba")
    oa.sandbox.act(ba, "send", Upload("anh.jpg", "image/jpeg", b"\xff\xd8anh"), kind="photo")
    await oa.hook.reached(1)
    url = oa.hook.events()[0]["message"]["attachments"][0]["payload"]["url"]
    elsewhere = "http://127.0.0.1:1/x"
    oa.sandbox.faults.add([{"method": "media", "nth": 1, "error": {"code": 302, "location": elsewhere}}])
    async with oa.http.get(url, allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (302, elsewhere)
    async with oa.http.get(url) as answer:
        assert (await answer.read(), answer.content_type) == (b"\xff\xd8anh", "image/jpeg")
    async with oa.http.get(url.replace(".jpg", ".png")) as answer:
        assert answer.status == 404


async def test_scripted_refusals_are_worded_as_zalo_words_them(oa: Oa) -> None:
    ba = oa.citizen()
    oa.sandbox.faults.add(
        [{"platform": "zalo_oa", "method": "message/cs", "chat_id": ba, "nth": 1, "error": {"code": -204}}]
    )
    assert await oa.code(ba) == -204
    assert await oa.code(ba) == 0
    oa.sandbox.faults.add([{"method": "message/cs", "error": {"code": 502}}])
    url, headers = f"{oa.sandbox.zalo_oa_url}/v3.0/oa/message/cs", {"access_token": oa.token}
    async with oa.http.post(url, json={}, headers=headers) as answer:
        assert answer.status == 502
