"""Where places are named in a text, and what is enough to believe it.

A name is found by its bare words; diacritics that were typed must agree with it. Many names are everyday
words without diacritics ("an hiep": xã An Hiệp, or being bullied), so in running text a name counts only with
what its `Enough` asks for around it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from content.areas import AreaType, Enough
from content.folding import fold
from handlers.place_names import Name, Word, words

Title = tuple[AreaType, ...]  # what a title may stand for; empty where there is none
Names = Mapping[tuple[str, ...], tuple[Name, ...]]

_TITLES: tuple[tuple[str, Title], ...] = (
    ("thị trấn", (AreaType.TOWNSHIP,)),
    ("thị xã", (AreaType.TOWN,)),
    ("thành phố", (AreaType.CITY, AreaType.MUNICIPALITY)),
    ("huyện", (AreaType.DISTRICT,)),
    ("tỉnh", (AreaType.PROVINCE,)),
    ("xã", (AreaType.COMMUNE,)),
    ("phường", (AreaType.WARD,)),
    ("tt", (AreaType.TOWNSHIP,)),
    ("tx", (AreaType.TOWN,)),
    ("tp", (AreaType.CITY, AreaType.MUNICIPALITY)),
    ("h", (AreaType.DISTRICT,)),
    ("x", (AreaType.COMMUNE,)),
    ("ph", (AreaType.WARD,)),
    ("p", (AreaType.WARD,)),
    ("f", (AreaType.WARD,)),
)
_TITLE_WORDS = tuple((words(title), types) for title, types in _TITLES)
_CUES = "ở tại gần bên khu vực vùng chợ ấp khóm trường bến cảng kênh rạch biển dưới trên phía"
_CUES_WITH_ACCENTS = (  # their bare letters are everyday words: "toi" is mostly tôi, "chua" mostly chưa
    "cầu chùa phà sông cồn vàm kinh đường tới đến từ vào vô về xuống lên đầu cuối hướng quán tiệm chỗ hẻm"
)
_CUE_WORDS = frozenset(word.typed for word in words(f"{_CUES} {_CUES_WITH_ACCENTS}")) | frozenset(fold(_CUES).split())
_PERSONS = frozenset(word.typed for word in words("anh chị bà ông thằng cô chú bác dì cậu tên em"))
_LENIENT = {Enough.TITLE: Enough.CUE, Enough.ACCENTS: Enough.CUE, Enough.CUE: Enough.WORDS, Enough.WORDS: Enough.WORDS}


_FILLER_TEXT = f"{_CUES} {_CUES_WITH_ACCENTS} ngay qua ra nha nhé đó đây nè ạ dạ"
_FILLERS = frozenset(word.typed for word in words(_FILLER_TEXT)) | frozenset(fold(_FILLER_TEXT).split())


_HAMLETS = frozenset({"ap", "khom"})
"""After a hamlet the last words of an answer are its commune: "ấp Sóc Ven, Lai Hòa"."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One spot of a text where a place is named; several names where one wording names several places."""

    names: tuple[Name, ...]
    start: int
    end: int
    wide: bool  # it may be no more than the province

    @property
    def precise(self) -> bool:
        """No district among its names."""
        return all(name.level == 3 for name in self.names)


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around a name."""

    title: Title
    spelled: bool  # the title is a whole word; "p5" may be a room
    cue: bool
    person: bool
    whole: bool  # there is nothing else in an answer to "where?"


def reaches(names: Names) -> dict[str, int]:
    """For each word that begins a name: the words of the longest name that it begins."""
    longest: dict[str, int] = {}
    for key in names:
        longest[key[0]] = max(len(key), longest.get(key[0], 0))
    return longest


def mentions(text: Sequence[Word], names: Names, reach: Mapping[str, int], *, lenient: bool) -> list[Mention]:
    """Every spot where a place is named, the longest name first at each. `lenient`: the text answers "where?".

    `reach`: `reaches(names)`, made once.
    """
    found: list[Mention] = []
    at = 0
    while at < len(text):
        ends = range(min(len(text), at + reach.get(text[at].bare, 0)), at, -1)
        tried = (_mention(text, at, end, names, found[-1:], lenient) for end in ends)
        mention = next((one for one in tried if one), None)
        if mention:
            found.append(mention)
        at = mention.end if mention else at + 1
    return found


def core(text: Sequence[Word]) -> Sequence[Word]:
    """An answer to "where?" without the words around its name: "ở gần chợ Kế Sách nha" is "Kế Sách"."""
    while text and text[-1].typed in _FILLERS:
        text = text[:-1]
    while text and text[0].typed in _FILLERS:
        text = text[1:]
    return text


def after_titles(text: Sequence[Word]) -> list[tuple[Sequence[Word], Title]]:
    """What stands after each title, and the title: after "xã" there must be a name."""
    return [(text[at:], title) for at in range(1, len(text)) if (title := _title(text, at)[1])]


def titled(names: Sequence[Name], title: Title) -> tuple[Name, ...]:
    """The names that the title fits: exactly, or else by level, or else all (people say "xã" of a ward)."""
    exact = tuple(name for name in names if name.type in title)
    levels = {kind.level for kind in title}
    return exact or tuple(name for name in names if name.level in levels) or tuple(names)


def _mention(
    text: Sequence[Word], start: int, end: int, names: Names, before: Sequence[Mention], lenient: bool
) -> Mention | None:
    named = names.get(tuple(word.bare for word in text[start:end]))
    if named is None:
        return None
    begin, title = _title(text, start)
    if AreaType.PROVINCE in title:
        return None
    around = _Around(
        title=title,
        spelled=any(len(word.bare) > 2 for word in text[begin:start]),
        cue=begin > 0 and text[begin - 1].typed in _CUE_WORDS,
        person=begin > 0 and text[begin - 1].typed in _PERSONS,
        whole=lenient and _is_all(text[:begin]) and all(word.typed in _FILLERS for word in text[end:]),
    )
    in_commune = bool(before) and before[0].precise and before[0].end == begin
    kept = [
        name
        for name in named
        if all(typed.may_be(word) for typed, word in zip(text[start:end], name.words, strict=True))
        and (
            (in_commune and name.level == 2)
            or _believed(name, text[start:end], around, lenient=lenient)
            or (_may_stand_bare(name, title) and _district_follows(name, text, end, names))
        )
    ]
    return Mention(titled(kept, title), start, end, not title and any(name.wide for name in kept)) if kept else None


def _is_all(before: Sequence[Word]) -> bool:
    """Whether what stands before leaves the name as the whole answer: nothing of weight, or the name of a hamlet."""
    return all(word.typed in _FILLERS for word in before) or any(word.bare in _HAMLETS for word in before)


def _may_stand_bare(name: Name, title: Title) -> bool:
    return name.type in title if name.numeric else name.level == 3


def _believed(name: Name, typed: Sequence[Word], around: _Around, *, lenient: bool) -> bool:
    if name.numeric:
        return name.type in around.title and (lenient or around.spelled or around.cue)
    if around.title or around.person:
        return bool(around.title)
    need = _LENIENT[name.enough] if lenient else name.enough
    accents = any(not word.typed.isascii() for word in typed) and all(
        word.typed == own.typed for word, own in zip(typed, name.words, strict=True)
    )
    return (
        around.whole
        or need is Enough.WORDS
        or (need is Enough.CUE and (around.cue or accents))
        or (need is Enough.ACCENTS and accents)
    )


def _title(text: Sequence[Word], end: int) -> tuple[int, Title]:
    """The title that stands before a spot, and where it begins: "thị xã", "P."; "22h" is an hour."""
    for title, types in _TITLE_WORDS:
        begin = end - len(title)
        if begin < 0 or not all(word.may_be(own) for word, own in zip(text[begin:end], title, strict=True)):
            continue
        if len(title[0].bare) == 1 and begin > 0 and text[begin - 1].bare.isdigit():
            continue
        return begin, types
    return end, ()


def _district_follows(name: Name, text: Sequence[Word], end: int, names: Names) -> bool:
    """Does the district that a commune lies in stand right after it, as in "An Hiệp, huyện Châu Thành"?"""
    for title, _types in (((), ()), *_TITLE_WORDS):
        after = end + len(title)
        if all(word.may_be(own) for word, own in zip(text[end:after], title, strict=False)):
            for length in (1, 2, 3):
                for other in names.get(tuple(word.bare for word in text[after : after + length]), ()):
                    if other.level == 2 and set(other.today) & set(name.today):
                        return True
    return False
