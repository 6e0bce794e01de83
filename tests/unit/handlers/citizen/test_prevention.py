"""Prevention, read by tapping or by numbers: audience, piece, question; nothing is kept of who read or answered."""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace

import pytest

from content.library import shipped
from content.library.terms import Audience
from content.locales import REVIEWED, _, speaking
from handlers.here import Facts
from handlers.messages import Act, Address
from tests.unit.handlers.citizen.phone import Phone
from tests.unit.handlers.citizen.test_screens import faults
from tests.world import World

ZALO = Facts("Zalo", can_delete=False, can_edit=False, typed_buttons=True)
LAST = "Thầy cô"
FORGED = (
    ("a:tips:7", "Bài ngắn"),
    ("a:tips:-1", "Bài ngắn"),
    ("a:tips:x:y:z", "Bài ngắn"),
    ("a:tips_for", "Bài ngắn"),
    ("a:tips_for:nobody", "Bài ngắn"),
    ("a:tips_for:young:99", "Thanh niên: bạn coi bài nào?"),
    ("a:tips_read", "Bài ngắn"),
    ("a:tips_read:forged:young", "Thanh niên: bạn coi bài nào?"),
    ("a:tips_read:overdose:farmers", "Nông dân: bạn coi bài nào?"),
    ("a:tips_read:overdose:forged", "Bài ngắn"),
    ("a:tips_quiz:forged:young", "Thanh niên: bạn coi bài nào?"),
    ("a:tips_answer:overdose:young", "Người còn thở mà kêu không tỉnh."),
    ("a:tips_answer:overdose:young:9", "Người còn thở mà kêu không tỉnh."),
    ("a:tips_answer:overdose:young:-1", "Người còn thở mà kêu không tỉnh."),
    ("a:tips_answer:overdose:young:²", "Người còn thở mà kêu không tỉnh."),
    ("a:tips_answer:forged:forged:0", "Bài ngắn"),
)


@dataclass
class NumbersPhone(Phone):
    """On the Zalo bot: no buttons, what stands in a list is typed by its number."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.house = replace(self.house, facts={"zalo_bot": ZALO})

    @property
    def at(self) -> Address:
        return Address("zalo_bot", str(self.number), str(self.number))

    async def choose(self, label: str) -> None:
        """Type the number of a line of the newest list."""
        numbers = {line: number for number, line, _payload in (self.state or {})["offered"]}
        await self.say(numbers[label])


async def test_a_mother_finds_a_piece_its_question_and_the_answer_by_tapping(phone: Phone) -> None:
    await phone.command("start")
    await phone.press("Bài phòng ngừa")
    assert phone.main == "Bài ngắn, mỗi bài chừng một phút. Bạn coi cho ai?"
    await phone.press("Cha mẹ")
    assert phone.main == "Cha mẹ: bạn coi bài nào?"
    await phone.press("Nói chuyện với con")
    assert phone.main.startswith("Mười phút với con mỗi tối\nCon chịu kể khi ba má chịu nghe.")
    await phone.press("Thử một câu hỏi")
    assert phone.labels()[:3] == ["Cấm chơi với nó!", "Con nghĩ sao?", "Biết ngay mà!"]
    await phone.press("Con nghĩ sao?")
    assert phone.main == "Đúng rồi.\nCon được hỏi ý thì kể tiếp. Bị la thì lần sau con giấu."
    await phone.press("Coi lại bài")
    await phone.press("Thử một câu hỏi")
    await phone.press("Biết ngay mà!")
    assert phone.main.startswith("Chưa đúng. Câu đúng: “Con nghĩ sao?”.\nCon được hỏi ý")
    await phone.press("Trang đầu")
    assert phone.main.startswith("Xóm Bình An.")


async def test_on_the_zalo_bot_the_same_is_read_by_numbers(world: World) -> None:
    phone = NumbersPhone(world)
    await phone.say("chao")
    for label in ("Bài phòng ngừa", "Mục khác", "Ngư dân, ven biển", "Ngoài biển thấy lạ", "Thử một câu hỏi"):
        await phone.choose(label)
    await phone.say("dung xa, nho gio")
    assert phone.main.startswith("Đúng rồi.\nGiữ mình trước.")


async def test_nothing_is_kept_of_what_was_read_or_answered(phone: Phone) -> None:
    await phone.command("start")
    before = copy.deepcopy(phone.state)
    for payload in ("tips", "tips_for:young", "tips_read:overdose:young", "tips_answer:overdose:young:1"):
        turned = await phone.payload(f"a:{payload}")
        assert phone.effects == []
        assert turned.state == before


async def test_an_english_reader_reads_english(phone: Phone) -> None:
    await phone.payload("a:languages:en")
    for label in ("Prevention", "Young people", "Laughing gas", "A question on it", "Wait a few months"):
        await phone.press(label)
    assert phone.main.startswith("Not quite. Right is “Stop, see a doctor”.")


async def test_long_lists_come_in_pages_and_go_round(phone: Phone) -> None:
    await phone.payload("a:tips")
    seen: list[str] = []
    for _page in range(3):
        labels = phone.labels()[:-4]  # others, a piece weekly, the menu, the way out
        assert len(labels) <= 6
        seen += labels
        await phone.press("Mục khác")
    with speaking("vi"):
        assert seen == [_(audience.text) for audience in Audience]
    assert phone.labels()[0] == "Mọi người"


async def test_back_leads_to_the_page_of_the_list_that_one_came_from(phone: Phone) -> None:
    await phone.payload("a:tips")
    await phone.press("Mục khác")
    page = phone.labels()
    assert LAST in page
    await phone.press(LAST)
    await phone.press("Quay lại")
    assert phone.labels() == page


async def test_next_goes_round_the_pieces_of_an_audience(phone: Phone) -> None:
    await phone.payload("a:tips_read:parcels:everyone")
    first, seen = phone.main, set[str]()
    for _step in range(40):
        seen.add(phone.main)
        await phone.press("Bài kế")
        if phone.main == first:
            break
    offered = [piece for piece in shipped().pieces.values() if Audience.EVERYONE in piece.audiences]
    assert len(seen) == len(offered)


async def test_where_there_is_only_one_piece_there_is_no_next(phone: Phone) -> None:
    await phone.payload("a:tips_read:three_sentences:primary")
    assert phone.labels() == ["Thử một câu hỏi", "Quay lại", "Trang đầu", "Thoát nhanh"]


async def test_a_forged_button_leads_to_a_list_or_the_question(phone: Phone) -> None:
    for payload, says in FORGED:
        await phone.payload(payload)
        assert phone.main.startswith(says), payload


async def test_a_piece_that_expired_since_its_button_was_shown_is_not_shown(phone: Phone) -> None:
    await phone.payload("a:tips_for:drivers")
    assert "Luật nói gọn" in phone.labels()
    phone.world.now += 365 * 86400.0
    await phone.press("Luật nói gọn")
    assert phone.main == "Tài xế, chành xe: bạn coi bài nào?"
    assert "Luật nói gọn" not in phone.labels()


async def test_where_everything_has_expired_a_plain_sentence_says_so(phone: Phone) -> None:
    phone.world.now += 10 * 365 * 86400.0
    await phone.payload("a:tips")
    assert phone.main == "Lúc này chưa có bài nào. Bữa khác bạn ghé lại nha."
    assert phone.labels() == ["Trang đầu", "Thoát nhanh"]


async def test_what_is_typed_under_a_piece_is_heard_as_anywhere_else(phone: Phone) -> None:
    await phone.payload("a:tips_read:at_sea:fishers")
    await phone.say("co ghe cho ma tuy ngoai cua tran de")
    assert list(phone.talks()) == ["report"]


async def test_a_draft_waits_while_pieces_are_read(phone: Phone) -> None:
    await phone.say("co nguoi ban ma tuy")
    await phone.command("menu")
    await phone.press("Bài phòng ngừa")
    await phone.press("Mọi người")
    assert list(phone.talks()) == ["report"]


@pytest.mark.parametrize("language", REVIEWED)
async def test_every_piece_and_its_question_are_clean_screens(phone: Phone, language: str) -> None:
    await phone.payload(f"a:languages:{language}")
    for piece in shipped().pieces.values():
        quiz = piece.words[language].quiz
        assert quiz is not None
        at = f"{piece.slug}:{piece.audiences[0].value}"
        answers = [f"a:tips_answer:{at}:{number}" for number in range(len(quiz.options))]
        for payload in (f"a:tips_read:{at}", f"a:tips_quiz:{at}", *answers):
            await phone.payload(payload)
            assert faults(phone.shown["main"], language) == []
            assert len(phone.main) <= 900


async def test_what_a_button_leads_to_stands_on_it(phone: Phone) -> None:
    await phone.act(Act.COMMAND, name="menu")
    await phone.payload("a:tips_for:everyone")
    labels = [
        label
        for label in phone.labels()
        if label not in ("Mục khác", "Nhận bài mỗi tuần", "Quay lại", "Trang đầu", "Thoát nhanh")
    ]
    for label in labels:
        await phone.payload("a:tips_for:everyone")
        await phone.press(label)
        (words,) = [piece.words["vi"] for piece in shipped().pieces.values() if piece.words["vi"].label == label]
        assert phone.main.startswith(words.title)
