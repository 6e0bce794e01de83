"""What in a tip can be recognised in another one: plates, numbers, names, places, rare words. Pure: text in, marks out.

Two people tell one thing differently, and often only a nickname and a lane agree, typed with and without diacritics,
by ear, with the residue of an input method. So words are compared as the south hears them, everyday ones are left out,
and what names a person, a place or a vehicle weighs more. Marks live in memory; only keyed hashes are ever stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from content.folding import fold, sounds, telex, vni


class Trait(StrEnum):
    """What kind of thing a mark is; the officer is told, the database is not."""

    PLATE = "plate"
    TAIL = "tail"  # the last four digits of a plate, all that many remember
    PHONE = "phone"
    HULL = "hull"  # of a boat
    HOUSE = "house"
    HOUR = "hour"  # at which it happens, as it was told
    NAME = "name"
    PLACE = "place"
    PAIR = "pair"
    HALF = "half"  # a rare word beside an everyday one
    WORD = "word"


WEIGHTS = {
    Trait.PLATE: 6.0,
    Trait.PHONE: 6.0,
    Trait.HULL: 6.0,
    Trait.TAIL: 3.0,
    Trait.NAME: 3.0,
    Trait.PLACE: 2.5,
    Trait.HOUSE: 1.5,
    Trait.HOUR: 0.8,
    Trait.PAIR: 1.5,
    Trait.WORD: 1.0,
    Trait.HALF: 0.8,
}
EVERYWHERE = frozenset({Trait.PLATE, Trait.PHONE, Trait.HULL})
"""The same in every commune; all else means something only beside its area."""
SPOKEN = frozenset({Trait.NAME, Trait.PLACE, Trait.PAIR, Trait.HALF, Trait.WORD})
"""What is compared as words, whatever they are taken for: one says "thằng Tư Đen", another writes "tu den"."""
EXACT = frozenset({Trait.PLATE, Trait.HULL, Trait.HOUSE})
"""Two tips that both have one of these, and not the same, are rather two incidents: next door, two digits off."""


@dataclass(frozen=True)
class Mark:
    """One thing that may be recognised. `value` is a comparison key, never shown."""

    trait: Trait
    value: str

    @property
    def weight(self) -> float:
        return WEIGHTS[self.trait]


_PLATE = re.compile(r"\b([1-9]\d) ?([a-z]{1,2})(?:(\d)(?= |\d{5}\b|\d{3} \d{2}\b))? ?(\d{3} ?\d{2}|\d{4})\b")
_HULL = re.compile(r"\b(?:[a-z]{2,3} )?(\d{5})(?= ?ts\b)|\b(?:ghe|tau|sa lan)(?: \w+){0,3}? ([a-z]{2} ?\d{5}|\d{5})\b")
_TAIL = re.compile(r"\b(?:duoi|bien(?: so)?|bs|so xe) ?((?:\d ?){4,5})\b|\b(\d{3} \d{2})\b")
_PHONE = re.compile(r"\b(?:84|0|o) ?\d(?: ?[\dol]){7,9}\b")
_LOOKALIKE = str.maketrans("ol", "01")
_HOUSE = re.compile(
    r"\b(?:nha so|so nha|nha) (\d{1,4}[a-z]?)\b(?! (?:tang|lau|nguoi|dua|con|tam))|\bso (\d{1,4}[a-z]?)(?= (?:hem|duong)\b)"
)
_HOUR = re.compile(r"\b(\d{1,2}) ?(?:gio|g|h)(?: ?\d{2}| ruoi)?\b")
_NUMBERED = re.compile(r"\bso (?=\d)")
"""Before any other number it adds nothing: "phòng số 5" is "phòng 5"."""
_DOUBLED = re.compile(r"([a-z])\1+")


def _key(text: str) -> str:
    """A text as the south hears it, without what an input method or a heavy thumb leaves behind."""
    return _DOUBLED.sub(r"\1", sounds(vni(telex(fold(text)))))


def _words(text: str) -> frozenset[str]:
    return frozenset(_key(text).split())


_PLACES = _words(
    "hẻm đường lộ ấp khóm tổ xóm kênh kinh rạch cầu chợ chùa miếu miễu đình trường quán tiệm karaoke trọ nghỉ sạn bến cảng "
    "vàm phà cống cồn bãi lò trại vườn rẫy vuông kho xưởng chành xăng viên sân shop bar phòng dãy trạm cửa vựa nhà"
)
_PERSONS = _words("thằng con ông bà anh chị cô chú dì cậu mợ thím bác em tên chủ thầy")
_ORDERS = _words("hai ba tư năm sáu bảy tám chín mười út")
_EVERYDAY = _words(
    """
    có không là và với của cho ở tại trong ngoài trên dưới trước sau gần kế bên cạnh ngay chỗ nơi đó đây này kia ấy nọ
    thì mà rồi nữa lại cũng đều chỉ còn đang đã sẽ vừa mới hay hoài luôn quá lắm rất nhiều ít mấy vài cả hết mỗi từng
    một hai ba bốn năm sáu bảy tám chín mười trăm ngàn chục đôi cặp nhóm bọn tụi đám người ta ai gì sao nào đâu chi
    tôi tui em anh chị cô chú bác ông bà thằng con đứa nó họ mình bạn tên kêu gọi nói nghe thấy biết nghĩ nghi chắc
    ra vô vào lên xuống qua về tới đến đi đứng ngồi ở chạy đem lấy đưa cầm để bỏ làm ăn uống xong giờ lúc khi hồi
    ngày đêm tối sáng chưa trưa chiều khuya hôm tuần tháng năm nay mai bữa tết
    ma túy bán mua hàng đá ke hút chích hít chơi thuốc xài sử dụng dùng giao đồ phê ngáo tép cần sa cỏ kẹo viên bột gói
    bịch lắc bay giấu chở gửi nhận trắng đen lạ nhỏ lớn xe nhà khách chủ tiền trả thanh niên trẻ con nít học sinh
    như vậy nên vì bị được do bởi nếu thôi nhưng chớ chứ nha nhé ạ dạ ơi à giùm dùm xin nhờ công an bà xã ấp
    cái chiếc căn cây thùng bao cục miếng tờ người thứ số đường nhau cùng riêng toàn thiệt hẳn hơn bằng theo
    k ko hok khong dc đc j z vs mn ae sdt tr ng sđt đt
    """
)


def marks(text: str) -> frozenset[Mark]:
    """Everything in a text by which another telling of the same thing may be known."""
    rest, exact = _exact(fold(text))
    words = _key(rest).split()
    return frozenset([*exact, *_spoken(words)])


def telling(texts: Iterable[str], names: Iterable[str]) -> frozenset[Mark]:
    """The marks of what was told, but for the `names` of the commune it was told of: every tip of that commune has them."""
    named = {mark.value for name in names for mark in marks(name)}
    found = {mark for text in texts for mark in marks(text)}
    return frozenset(mark for mark in found if mark.trait not in SPOKEN or mark.value not in named)


def _exact(text: str) -> tuple[str, list[Mark]]:
    """Numbers that name one thing, and the folded text without them."""
    found: list[Mark] = []
    for pattern, read in _READ:
        found.extend(mark for match in pattern.finditer(text) for mark in read(match))
        text = pattern.sub(" ", text)
    return _NUMBERED.sub("", text), found


def _phone(match: re.Match[str]) -> Iterator[Mark]:
    yield Mark(Trait.PHONE, _glued(match[0]).translate(_LOOKALIKE)[-9:])


def _plate(match: re.Match[str]) -> Iterator[Mark]:
    number = _glued(match[4])
    yield Mark(Trait.PLATE, match[1] + match[2] + (match[3] or "") + number)
    yield Mark(Trait.TAIL, number[-4:])


def _hull(match: re.Match[str]) -> Iterator[Mark]:
    yield Mark(Trait.HULL, _glued(match[1] or match[2])[-5:])


def _tail(match: re.Match[str]) -> Iterator[Mark]:
    yield Mark(Trait.TAIL, _glued(match[1] or match[2])[-4:])


def _house(match: re.Match[str]) -> Iterator[Mark]:
    yield Mark(Trait.HOUSE, match[1] or match[2])


def _hour(match: re.Match[str]) -> Iterator[Mark]:
    yield Mark(Trait.HOUR, str(int(match[1]) % 12))


def _glued(digits: str) -> str:
    return digits.replace(" ", "")


_READ = ((_PHONE, _phone), (_PLATE, _plate), (_HULL, _hull), (_TAIL, _tail), (_HOUSE, _house), (_HOUR, _hour))
"""In this order: a telephone number holds what looks like the end of a plate."""


def _spoken(words: list[str]) -> Iterator[Mark]:
    """Rare words, and pairs of words; what follows a person's or a place's word is a name."""
    for word in words:
        if _rare(word):
            yield Mark(Trait.WORD, word)
    for before, word, after in zip(["", *words], words, words[1:], strict=False):
        if _rare(word) or _rare(after):
            yield Mark(_paired(before, word, after), f"{word} {after}")


def _paired(before: str, word: str, after: str) -> Trait:
    """What two neighbouring words are, of which one at least is rare."""
    if _rare(after) and word in _PLACES:
        return Trait.PLACE
    titled = before in _PERSONS
    if (titled and word in _ORDERS) or (_rare(after) and (word in _ORDERS or (_rare(word) and titled))):
        return Trait.NAME
    return Trait.PAIR if _rare(word) and _rare(after) else Trait.HALF


def _rare(word: str) -> bool:
    return word not in _EVERYDAY and (len(word) > 1 or word.isdigit())
