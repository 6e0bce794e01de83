"""Articles to all followers, and groups the account is in."""

import pytest

from bot.sandbox.platform import Upload
from bot.sandbox.zalo_oa.phones import OaPhones

from ..zalo_ground import DAY, HOUR, Oa


async def published(oa: Oa, title: str = "Ba điều cần biết", **more: object) -> str:
    return str((await OaPhones(oa.world).console["article"]({"title": title, **more}))["id"])


async def broadcast(oa: Oa, *articles: str) -> int:
    elements = [{"media_type": "article", "attachment_id": article} for article in articles]
    attachment = {"type": "template", "payload": {"template_type": "media", "elements": elements}}
    answer = await oa.post(
        "/v2.0/oa/message", recipient={"target": {"cities": "4"}}, message={"attachment": attachment}
    )
    return int(answer["error"])


async def test_an_article_reaches_the_followers_and_nobody_else(oa: Oa) -> None:
    follower = oa.sandbox.zalo_person("zalo_oa", "Ba", follow=True)
    other = oa.citizen("Tư")
    assert await broadcast(oa, await published(oa)) == 0
    assert oa.sandbox.shown(follower)[-1]["text"] == "Ba điều cần biết"
    assert oa.sandbox.shown(other) == []


async def test_only_articles_can_be_broadcast(oa: Oa) -> None:
    answer = await oa.post("/v2.0/oa/message", recipient={"target": {}}, message={"text": "Chào bà con."})
    assert answer["error"] == -201
    assert await broadcast(oa, "nowhere") == -201
    assert await broadcast(oa) == -201


async def test_an_article_that_is_being_processed_has_to_wait(oa: Oa) -> None:
    article = await published(oa, ready_in_s=60)
    assert await broadcast(oa, article) == -214
    oa.sandbox.clock.advance(60)
    assert await broadcast(oa, article) == 0


async def test_nothing_is_broadcast_at_night(oa: Oa) -> None:
    article = await published(oa)
    oa.sandbox.clock.advance(7 * HOUR)  # 22:00 in Vietnam
    assert await broadcast(oa, article) == -234
    oa.sandbox.clock.advance(8 * HOUR)
    assert await broadcast(oa, article) == 0


async def test_broadcasts_are_counted_by_the_month(oa: Oa) -> None:
    oa.tune(broadcasts_per_month=1, access_lifetime_s=60 * 86_400)
    oa.token = oa.world.tokens.issue(oa.world.settings)["access_token"]
    article = await published(oa)
    assert [await broadcast(oa, article), await broadcast(oa, article)] == [0, -211]
    oa.sandbox.clock.advance(31 * DAY)
    assert await broadcast(oa, article) == 0


def group(oa: Oa, *members: str, bot: str | None = "member") -> str:
    owner, *others = members
    given = {"title": "Ấp 3", "owner": owner, "members": others, "bot": bot}
    return str(OaPhones(oa.world).new_group(given)["chat_id"])


async def said(oa: Oa, room: str) -> int:
    answer = await oa.post("/v3.0/oa/group/message", recipient={"group_id": room}, message={"text": "Bà con chú ý."})
    return int(answer["error"])


async def test_a_group_gets_messages_and_what_people_say_there_is_told(oa: Oa) -> None:
    await oa.listen()
    ba, tu = oa.citizen("Ba"), oa.citizen("Tư")
    room = group(oa, ba, tu)
    assert await said(oa, room) == 0
    oa.sandbox.act(room, "send", by=tu, text="dạ nghe")
    oa.sandbox.act(room, "send", Upload("a.jpg", "image/jpeg", b"\xff\xd8"), by=ba, kind="photo")
    await oa.hook.reached(2)
    assert oa.hook.names() == ["user_send_group_text", "user_send_group_image"]
    told = oa.hook.events()[0]
    assert (told["recipient"], told["oa_id"]) == ({"id": room}, oa.world.settings.oa_id)


async def test_group_messages_need_the_package_the_group_and_what_is_left_of_the_quota(oa: Oa) -> None:
    ba = oa.citizen()
    room, elsewhere = group(oa, ba), group(oa, ba, bot=None)
    oa.tune(group_messages_per_month=1)
    assert await said(oa, elsewhere) == -241
    assert await said(oa, ba) == -201
    assert [await said(oa, room), await said(oa, room)] == [0, -211]
    assert (await oa.post("/v3.0/oa/quota/group"))["data"]["remain"] == 0
    oa.tune(group_messages_per_month=None)
    assert await said(oa, room) == -237


async def test_the_account_learns_which_groups_it_is_in_and_who_is_there(oa: Oa) -> None:
    ba, tu = oa.citizen("Ba"), oa.citizen("Tư")
    room = group(oa, ba, tu)
    group(oa, ba, bot=None)
    listed = (await oa.get("/v3.0/oa/group/getgroupsofoa", offset=0, count=5))["data"]
    assert [one["group_id"] for one in listed["groups"]] == [room]
    members = (await oa.get("/v3.0/oa/group/listmember", group_id=room))["data"]["members"]
    assert members == [{"member_id": ba}, {"member_id": tu}]


@pytest.mark.parametrize(
    ("names", "events"),
    [
        ("long", ["accept_request_join_group", "user_out_group"]),
        ("short", ["react_request_join_group_accept", "user_leave_group"]),
    ],
)
async def test_who_comes_and_goes_is_told_under_either_of_two_names(oa: Oa, names: str, events: list[str]) -> None:
    oa.tune(group_event_names=names)
    await oa.listen()
    ba, tu = oa.citizen("Ba"), oa.citizen("Tư")
    room = group(oa, ba)
    oa.sandbox.act(room, "join", by=tu)
    oa.sandbox.act(room, "leave", by=tu)
    await oa.hook.reached(2)
    assert oa.hook.names() == events
