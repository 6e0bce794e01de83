"""The real report, walked through at random: it replays the same after a restart, loses nothing, and can be finished."""

from __future__ import annotations

import json
from collections.abc import Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.effects import SubmitTip
from handlers.messages import Act
from tests.unit.handlers.citizen.phone import Phone
from tests.world import World

LABELS = (
    "Xong", "Gửi ngay", "Quay lại", "Sửa", "Chỗ nào", "Chuyện gì", "Kể thêm", "Lúc nào", "Nguy hiểm ngay",
    "Chọn từ danh sách", "Trên sông, biển", "Không rõ chỗ", "Huyện Trần Đề", "Xã Liêu Tú", "Đã gọi rồi",
    "Không nguy hiểm", "Che giúp tôi", "Để tôi sửa", "Giữ nguyên", "Bỏ ghi âm", "Bỏ ảnh", "Ít người biết",
    "Đọc lại lời kể", "Về bản tóm tắt", "Chỉ cấp trên đọc", "Gửi tin", "Việc đang làm dở", "Gửi thành tin",
)  # fmt: skip
TEXTS = (
    "co nguoi ban ma tuy", "ke nha toi, so 0912345678", "no cam dao", "cho vinh chau", "phuong 1", "1",
    "hom nay cho dong qua", "9 15.456 N 106 25.2 E", "mot cau dai hon bon muoi chu de coi no di dau mat",
)  # fmt: skip
ACTS = st.one_of(
    st.tuples(st.just("press"), st.sampled_from(LABELS)),
    st.tuples(st.just("say"), st.sampled_from(TEXTS)),
    st.tuples(st.just("soon"), st.sampled_from(TEXTS)),
    st.tuples(st.just("send"), st.sampled_from(("photo", "voice", "document"))),
    st.tuples(st.just("forge"), st.sampled_from(("b:1", "q:2:done", "q:3:edit:place", "a:resume", "a:home", "q:x:y"))),
    st.tuples(st.just("idle"), st.just("")),
)
SENSIBLE = (
    "Gửi ngay", "Thêm vào việc dở", "Gửi thành tin", "Gửi tin tiếp", "Không, tin khác", "Xong", "Không rõ chỗ",
    "Để nguyên vậy", "Không phải", "Huyện Trần Đề", "Xã Liêu Tú", "Không nguy hiểm", "Che giúp tôi", "Giữ nguyên", "Có, nhưng cứ gửi",
    "Ít người biết", "Gửi", "Việc đang làm dở",
)  # fmt: skip


async def walk(phone: Phone, acts: Sequence[tuple[str, str]]) -> None:
    """Do what can be done of it: a label that is not shown is not pressed."""
    for kind, what in acts:
        if any(isinstance(effect, SubmitTip) for effect in phone.effects):
            return
        if kind == "press" and what in phone.labels():
            await phone.press(what)
        elif kind in ("say", "soon"):
            await phone.say(what, after=2 if kind == "soon" else 60)
        elif kind == "send":
            await phone.send(what)
        elif kind == "forge":
            await phone.payload(what)
        elif kind == "idle":
            await phone.idle()


async def replayed(phone: Phone) -> tuple[str, list[str]]:
    """What an old button shows now: the open question again, nothing answered."""
    other = Phone(phone.world, state=json.loads(json.dumps(phone.state)))
    await other.act(Act.ODD, name="sticker")
    return other.main, other.labels()


async def finish(phone: Phone) -> SubmitTip:
    """Somebody who answers sensibly from here on."""
    for _step in range(30):
        if tips := phone.done(SubmitTip):
            return tips[0]
        labels = [label for label in phone.labels() if label not in ("Quay lại", "Thoát nhanh")]
        sensible = [label for label in SENSIBLE if label in labels] or labels[:1]
        await (phone.press(sensible[0]) if sensible else phone.say("co nguoi ban ma tuy"))
    raise AssertionError(f"stuck at {phone.main!r} {phone.labels()}")


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, max_size=14))
async def test_any_walk_replays_the_same_and_can_be_finished(world: World, acts: list[tuple[str, str]]) -> None:
    phone = Phone(world)
    await phone.say("co nguoi ban ma tuy trong hem")
    await walk(phone, acts)
    assert await replayed(phone) == await replayed(phone)
    tip = await finish(phone)
    assert tip.stations
    assert (
        any("ban ma tuy trong hem" in str(part["text"]) for part in tip.story["parts"])
        or ("press", "Để tôi sửa") in acts
    )
