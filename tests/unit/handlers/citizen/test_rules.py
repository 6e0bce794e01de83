"""The pure rules: what words hint at, who reads, what gives a teller away."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.policy import Policy
from content.terms import Detail, Reader, StationKind, Topic, Urgency
from handlers.citizen.danger_rules import hints
from handlers.citizen.exposure_rules import MASK, Clue, hide, kin, traces
from handlers.citizen.phrase_rules import any_of, plain, words
from handlers.citizen.report import urgency_of
from handlers.citizen.route_rules import route
from handlers.citizen.story import Story, is_greeting
from handlers.citizen.topic_rules import guess, sounds_like_tip
from storage.stations import Station

POLICY = Policy()
PROVINCE, INSPECTORATE = POLICY.province_station, POLICY.inspectorate_station


# --- Phrases -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("no ban ma tuy", True),
        ("NÓ BÁN MA TÚY", True),
        ("ma tu\u0301y", True),
        ("ma tuys", True),
        ("ma tu1y", True),
        ("ma  túy.", True),
        ("ma-túy", True),
        ("mã tùy", False),
        ("mà tùy bạn", False),
        ("ma tuyen", False),
        ("", False),
    ],
)
def test_a_phrase_is_found_however_it_is_typed_and_never_inside_a_word(text: str, there: bool) -> None:
    assert any_of("ma túy").among(words(plain(text))) is there


def test_other_diacritics_are_another_word() -> None:
    assert any_of("bán").among(words("ban"))
    assert not any_of("bán").among(words("bạn"))


@given(st.text(max_size=60))
def test_positions_are_those_of_the_plain_text(text: str) -> None:
    text = plain(text)
    for word in words(text):
        assert 0 <= word.start < word.end <= len(text)


# --- Topics --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "topic", "detail"),
    [
        ("co nguoi ban ma tuy gan cho", Topic.SALE, None),
        ("cos nguwowif bans ma tuys", Topic.SALE, None),
        ("ban hang da tren telegram", Topic.SALE, Detail.SALE_ONLINE),
        ("nó ship đá tận nơi", Topic.SALE, Detail.SALE_DELIVERY),
        ("tu tap choi da trong nha tro", Topic.USE_PLACE, Detail.USE_HOME),
        ("bay lac trong karaoke", Topic.USE_PLACE, Detail.USE_BAR),
        ("ghe cho hang trang ngoai bien", Topic.TRANSPORT, Detail.BY_SEA),
        ("gui ma tuy qua chanh xe", Topic.TRANSPORT, Detail.BY_PARCEL),
        ("hoc sinh hut pod chill", Topic.MINORS, None),
        ("du hoc sinh choi ke", Topic.MINORS, Detail.MINORS_LURED),
        ("thang kia bi ngao da", Topic.PSYCHOSIS, None),
        ("trong can sa sau vuon", Topic.MAKE, Detail.PLANTS),
        ("nau da trong nha hoang", Topic.MAKE, Detail.COOKING),
        ("thang bi truy na ve nha", Topic.WANTED, Detail.WANTED_PERSON),
        ("can bo bao che", Topic.OFFICIAL, None),
        ("bong cuoi ban tran lan", Topic.OTHER, Detail.LAUGHING_GAS),
        ("kim tiem roi day duong", Topic.OTHER, Detail.NEEDLES),
        ("ma tuy", Topic.OTHER, Detail.UNSURE),
        ("troi mua qua", Topic.OTHER, Detail.UNSURE),
    ],
)
def test_a_topic_is_guessed_from_the_words_people_use(text: str, topic: Topic, detail: Detail | None) -> None:
    found = guess(words(plain(text)))
    assert (found.topic, found.detail) == (topic, detail)


@pytest.mark.parametrize(
    "text",
    [
        "bạn tôi uống nước đá",
        "mua keo cho con",
        "co xanh moc day",
        "xin chao",
        "hom nay cho dong",
        "bay qua bay lai",
        "",
    ],
)
def test_an_everyday_word_alone_never_sounds_like_a_tip(text: str) -> None:
    assert not sounds_like_tip(words(plain(text)))


@pytest.mark.parametrize("text", ["no ban ke", "may dua do phe keo", "co hang, chich o ngoai bai", "nghien hut ke"])
def test_two_doubtful_words_or_one_beside_a_trade_do(text: str) -> None:
    assert sounds_like_tip(words(plain(text)))


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("no cam dao dap pha", True),
        ("có người co giật", True),
        ("nó đòi giết vợ", True),
        ("dạo này đông", False),
        ("dao nay no ban ma tuy", False),
        ("ban ma tuy", False),
    ],
)
def test_danger_is_hinted_at_by_phrases_not_by_single_words(text: str, danger: bool) -> None:
    assert hints(words(plain(text))) is danger


@pytest.mark.parametrize(
    ("danger", "when", "urgency"),
    [
        ("called", "", Urgency.DANGER),
        ("cannot", "past", Urgency.DANGER),
        ("none", "ongoing", Urgency.ONGOING),
        ("", "", Urgency.ONGOING),
        ("none", "today", Urgency.ORDINARY),
        ("none", "", Urgency.ORDINARY),
    ],
)
def test_urgency_follows_answers(danger: str, when: str, urgency: Urgency) -> None:
    assert urgency_of(danger, when) is urgency


@pytest.mark.parametrize(("text", "only_hello"), [("Alo!", True), ("xin chào", True), ("chao, co ban ma tuy", False)])
def test_a_greeting_is_only_a_greeting(text: str, only_hello: bool) -> None:
    assert is_greeting(text) is only_hello


# --- Traces of the teller --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "clue"),
    [
        ("goi toi 0912 345 678", Clue.PHONE),
        ("0912.345.678", Clue.PHONE),
        ("+84 912 345 678", Clue.PHONE),
        ("84912345678", Clue.PHONE),
        ("02993 822 345", Clue.PHONE),
        ("01687654321", Clue.PHONE),
        ("o9l2 345 678", Clue.PHONE),
        ("không chín một hai ba bốn năm sáu bảy tám", Clue.PHONE),
        ("khong chin mot hai ba bon nam sau bay tam", Clue.PHONE),
        ("tôi tên Nguyễn Văn Tèo", Clue.NAME),
        ("em ten la teo", Clue.NAME),
        ("kế nhà tôi", Clue.HOME),
        ("o sat nha tui", Clue.HOME),
        ("sát vách", Clue.HOME),
        ("no muon tro tui", Clue.HOME),
        ("chồng tôi", Clue.KIN),
        ("con trai tui", Clue.KIN),
        ("trước quán tôi", Clue.WORK),
        ("ghe em dau o do", Clue.WORK),
        ("chỉ mình tôi biết", Clue.ALONE),
        ("nó thiếu tiền tôi", Clue.ALONE),
    ],
)
def test_what_may_give_a_teller_away_is_found(text: str, clue: Clue) -> None:
    assert clue in {trace.clue for trace in traces(plain(text))}


@pytest.mark.parametrize(
    "text",
    [
        "xe 83P1-234.56 ban 20 nam nay",
        "CCCD 094201012345",
        "nhà nó ở cuối hẻm",
        "bán 300 ngàn một bịch, 5 người",
        "ngày 20/11/2026 lúc 22h30",
        "tọa độ 9.2576, 106.4200",
        "anh em trong xóm",
        "co nguoi ban ma tuy gan cho",
    ],
)
def test_what_gives_nobody_away_is_left_alone(text: str) -> None:
    assert traces(plain(text)) == ()


def test_hiding_takes_exactly_what_was_found() -> None:
    text = plain("nó ở kế nhà tôi, số 0912345678, xe đỏ")
    assert hide(text, traces(text)) == f"nó ở {MASK}, số {MASK}, xe đỏ"


@given(st.text(max_size=80), st.sampled_from(["kế nhà tôi", "0912345678", "tôi tên Tèo"]), st.text(max_size=20))
def test_hiding_leaves_the_rest_as_it_was(before: str, trace: str, after: str) -> None:
    text = plain(f"{before} . {trace} . {after}")
    found = traces(text)
    kept = [text[one.end : other.start] for one, other in itertools.pairwise(found)]
    hidden = hide(text, found)
    assert hidden.count(MASK) >= len(found)
    assert all(piece in hidden for piece in kept)
    assert [one.start for one in found] == sorted(one.start for one in found)


@pytest.mark.parametrize(
    ("text", "own"), [("con toi choi da", True), ("chồng em nghiện", True), ("con nhà bên", False)]
)
def test_ones_own_family_is_recognised(text: str, own: bool) -> None:
    assert kin(words(plain(text))) is own


# --- Stories ---------------------------------------------------------------------------------------------------------


def test_a_story_without_its_recordings_keeps_what_was_written_under_them() -> None:
    story = Story(({"kind": "voice", "blob": "b", "key": "k", "text": "nghe di"}, {"kind": "text", "text": "a"}))
    assert story.without("voice").parts == ({"kind": "text", "text": "nghe di"}, {"kind": "text", "text": "a"})


# --- Routes ----------------------------------------------------------------------------------------------------------


def station(name: str, kind: StationKind, area: str | None = None, *, receives: bool = True) -> Station:
    return Station(name, name, kind, area, key=b"k" * 32 if receives else None)


STATIONS = {
    one.id: one
    for one in (
        station(PROVINCE, StationKind.PROVINCE),
        station(INSPECTORATE, StationKind.INSPECTORATE),
        station("A", StationKind.COMMUNE, "a"),
        station("B", StationKind.COMMUNE, "b", receives=False),
        station("BP-1", StationKind.BORDER_GUARD, receives=False),
        station("BP-2", StationKind.BORDER_GUARD),
        station("VKS", StationKind.PROCURACY),
        station("95", StationKind.NEIGHBOUR),
    )
}
GUARDED = (PROVINCE, "BP-2")
BOTH, ABOVE, INSPECTORS = ("A", PROVINCE), (PROVINCE,), (INSPECTORATE,)


@pytest.mark.parametrize(
    ("topic", "detail", "area", "reader", "urgency", "readers"),
    [
        (Topic.SALE, None, "a", Reader.COMMUNE, Urgency.ORDINARY, BOTH),
        (Topic.SALE, Detail.SALE_ONLINE, "a", Reader.COMMUNE, Urgency.ORDINARY, ABOVE),
        (Topic.SALE, None, "a", Reader.ABOVE, Urgency.ORDINARY, ABOVE),
        (Topic.SALE, None, "a", Reader.ABOVE, Urgency.DANGER, ABOVE),
        (Topic.SALE, None, None, Reader.COMMUNE, Urgency.ORDINARY, ABOVE),
        (Topic.SALE, None, "b", Reader.COMMUNE, Urgency.ORDINARY, ABOVE),
        (Topic.SALE, None, "elsewhere", Reader.COMMUNE, Urgency.DANGER, ABOVE),
        (Topic.USE_PLACE, Detail.USE_BAR, "a", Reader.COMMUNE, Urgency.ONGOING, BOTH),
        (Topic.TRANSPORT, Detail.BY_ROAD, "a", Reader.COMMUNE, Urgency.ORDINARY, ABOVE),
        (Topic.TRANSPORT, Detail.BY_ROAD, "a", Reader.COMMUNE, Urgency.DANGER, (PROVINCE, "A")),
        (Topic.TRANSPORT, Detail.BY_PARCEL, "a", Reader.COMMUNE, Urgency.ORDINARY, ABOVE),
        (Topic.TRANSPORT, Detail.BY_SEA, "a", Reader.COMMUNE, Urgency.ORDINARY, GUARDED),
        (Topic.TRANSPORT, Detail.BY_SEA, None, Reader.ABOVE, Urgency.ORDINARY, ABOVE),
        (Topic.MINORS, Detail.MINORS_LURED, "a", Reader.COMMUNE, Urgency.ORDINARY, BOTH),
        (Topic.PSYCHOSIS, None, "a", Reader.COMMUNE, Urgency.DANGER, BOTH),
        (Topic.MAKE, Detail.PLANTS, "a", Reader.COMMUNE, Urgency.ORDINARY, BOTH),
        (Topic.MAKE, Detail.COOKING, "a", Reader.COMMUNE, Urgency.ORDINARY, ABOVE),
        (Topic.WANTED, Detail.WANTED_PERSON, "a", Reader.COMMUNE, Urgency.ORDINARY, ABOVE),
        (Topic.OFFICIAL, None, "a", Reader.COMMUNE, Urgency.DANGER, INSPECTORS),
        (Topic.OFFICIAL, None, None, Reader.ABOVE, Urgency.ORDINARY, INSPECTORS),
        (Topic.OTHER, Detail.NEEDLES, "a", Reader.COMMUNE, Urgency.ORDINARY, BOTH),
    ],
)
def test_who_reads_and_who_acts_first(
    topic: Topic, detail: Detail | None, area: str | None, reader: Reader, urgency: Urgency, readers: tuple[str, ...]
) -> None:
    assert route(topic, detail, area, reader, urgency, STATIONS, POLICY) == readers


@pytest.mark.parametrize(
    ("topic", "area", "reader", "urgency", "readers"),
    [
        (Topic.OTHER, None, Reader.COMMUNE, Urgency.ORDINARY, GUARDED),
        (Topic.SALE, "a", Reader.COMMUNE, Urgency.ORDINARY, GUARDED),
        (Topic.SALE, "a", Reader.COMMUNE, Urgency.DANGER, (PROVINCE, "A", "BP-2")),
        (Topic.TRANSPORT, None, Reader.ABOVE, Urgency.DANGER, ABOVE),
        (Topic.OFFICIAL, None, Reader.COMMUNE, Urgency.ORDINARY, INSPECTORS),
    ],
)
def test_a_place_at_sea_is_the_border_guards_too_unless_its_author_closed_it(
    topic: Topic, area: str | None, reader: Reader, urgency: Urgency, readers: tuple[str, ...]
) -> None:
    assert route(topic, None, area, reader, urgency, STATIONS, POLICY, at_sea=True) == readers


def test_what_concerns_officials_falls_to_the_procuracy_then_to_the_province_never_to_the_commune() -> None:
    left = dict(STATIONS)
    for gone, readers in ((INSPECTORATE, ("VKS",)), ("VKS", ABOVE)):
        del left[gone]
        assert route(Topic.OFFICIAL, None, "a", Reader.COMMUNE, Urgency.DANGER, left, POLICY) == readers


@given(
    st.sampled_from(Topic), st.sampled_from([None, *Detail]), st.sampled_from([None, "a", "b", "c"]),
    st.sampled_from(Urgency),
)  # fmt: skip
def test_who_is_kept_out_is_never_on_the_route(
    topic: Topic, detail: Detail | None, area: str | None, urgency: Urgency
) -> None:
    readers = route(topic, detail, area, Reader.ABOVE, urgency, STATIONS, POLICY)
    assert readers
    assert not set(readers) & {"A", "B"}
