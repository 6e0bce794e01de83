"""What in a story may give its teller away: an own number, a name, home, kin, work, "only I know" (users.md A7).

The teller is shown what was found and decides; what is hidden is replaced by `MASK`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from content.folding import fold
from handlers.citizen.phrase_rules import Phrases, Word, any_of, words
from handlers.remembered import Remembered

MASK = "[…]"


class Clue(StrEnum):
    """The kinds of trace."""

    PHONE = "phone"
    NAME = "name"
    HOME = "home"
    KIN = "kin"
    WORK = "work"
    ALONE = "alone"


@dataclass(frozen=True)
class Trace:
    """A spot that may lead to the teller, in characters of the `plain` text; `phrase` is our wording of it."""

    clue: Clue
    start: int
    end: int
    phrase: str = ""


_SELF = "tôi|tui|em|mình|con"
_PATTERNS: tuple[tuple[Clue, str, str], ...] = (
    (Clue.KIN, "con|con trai|con gái|chồng|vợ|ba|cha|tía|má|mẹ|anh|chị|em|anh trai|em trai|em gái|cháu", "tôi|tui"),
    (Clue.KIN, "con|chồng|vợ|em trai|em gái", "mình"),
    (Clue.KIN, "chồng|vợ|ba|má|mẹ", "em"),
    (Clue.HOME, "nhà|kế nhà|sát nhà|cạnh nhà|đối diện nhà|trước nhà|sau nhà|gần nhà|hẻm nhà|mướn trọ|ở trọ", _SELF),
    (Clue.HOME, "kế nhà|sát nhà|cạnh nhà|sát vách|hàng xóm tôi|hàng xóm của tôi|hàng xóm tui", ""),
    (Clue.WORK, "quán|tiệm|sạp|ghe|chỗ làm|công ty|lớp|trường|phòng", _SELF),
    (Clue.WORK, "chỗ tôi làm|chỗ tui làm|chỗ em làm|tôi làm ở|tui làm ở|em học ở|tôi dạy ở", ""),
    (Clue.ALONE, "chỉ có|chỉ mình|có mình|một mình", _SELF),
    (Clue.ALONE, "thiếu tiền|thiếu nợ|mượn tiền|nợ tiền|hăm dọa|đe dọa|gọi cho|bán cho|rủ", "tôi|tui"),
)
"""Clue, the words before, and the teller's own word for themself after them."""
_PHRASES: Phrases[Clue] = Phrases(
    {
        f"{before} {self}".strip(): clue
        for clue, phrases, selves in _PATTERNS
        for before in phrases.split("|")
        for self in selves.split("|")
    }
)
_NAMING = any_of("tôi tên|tui tên|em tên|con tên|mình tên|tên tôi|tên tui|tên em|tên mình")
_DIGIT_WORDS = {
    "không": "0", "một": "1", "mốt": "1", "hai": "2", "ba": "3", "bốn": "4", "tư": "4", "năm": "5", "lăm": "5",
    "sáu": "6", "bảy": "7", "bẩy": "7", "tám": "8", "chín": "9",
}  # fmt: skip
_DIGIT_WORDS_BARE = {fold(word): digit for word, digit in _DIGIT_WORDS.items()}
_LOOKALIKE = str.maketrans("oilOIL", "011011")
SHORTEST_NUMBER, LONGEST_NUMBER = 9, 12
MOST_BETWEEN = 3  # characters between two groups of one number: "0912 - 345"


def _traces(text: str) -> tuple[Trace, ...]:
    spoken = words(text)
    found = [Trace(spot.means, spot.start, spot.end, spot.phrase) for spot in _PHRASES.spots(spoken)]
    found += [Trace(Clue.NAME, start, end) for start, end in _names(text, spoken)]
    found += [Trace(Clue.PHONE, start, end) for start, end in _numbers(text, spoken)]
    kept: list[Trace] = []
    for trace in sorted(found, key=lambda trace: (trace.start, -trace.end)):
        if not kept or trace.start >= kept[-1].end:
            kept.append(trace)
    return tuple(kept)


traces = Remembered(_traces)
"""`traces(text)`: everything in a `plain` text that may give its teller away, in order; what overlaps is one."""


def kin(text: Sequence[Word]) -> bool:
    """Whether the story is about the teller's own family: the help section is offered once (users.md A4)."""
    return any(spot.means is Clue.KIN for spot in _PHRASES.spots(text))


def hide(text: str, hidden: Iterable[Trace]) -> str:
    """The `plain` text with the spots of these traces masked."""
    for trace in sorted(hidden, key=lambda trace: -trace.start):
        text = text[: trace.start] + MASK + text[trace.end :]
    return text


def _names(text: str, spoken: Sequence[Word]) -> list[tuple[int, int]]:
    """ "Tôi tên …" with what follows: words that begin with a capital, or two words where none does."""
    found = []
    for spot in _NAMING.spots(spoken):
        after = [word for word in spoken if word.start >= spot.end][:5]
        if after and fold(text[after[0].start : after[0].end]) == "la":
            after = after[1:]
        capital = 0
        while capital < min(4, len(after)) and text[after[capital].start].isupper():
            capital += 1
        name = after[: capital or 2]
        if name:
            found.append((spot.start, name[-1].end))
    return found


def _numbers(text: str, spoken: Sequence[Word]) -> list[tuple[int, int]]:
    """Telephone numbers: dotted, spaced, with letters for digits ("o9l2"), or spelled out."""
    found, run = list[tuple[int, int]](), list[tuple[Word, str]]()
    for word in [*spoken, None]:
        digits = _digits(text[word.start : word.end]) if word else ""
        apart = bool(word and run and word.start - run[-1][0].end > MOST_BETWEEN)
        if run and (not digits or apart):
            found += _number_in(run)
            run = []
        if word and digits:
            run.append((word, digits))
    return found


def _digits(token: str) -> str:
    """The digits that a word stands for; empty where it stands for none."""
    if token.isdecimal():
        return token
    digits = token.translate(_LOOKALIKE)
    if digits.isdecimal() and sum(char.isdecimal() for char in token) * 2 >= len(token):
        return digits
    return _DIGIT_WORDS.get(token.lower(), "") or (_DIGIT_WORDS_BARE.get(token.lower(), "") if token.isascii() else "")


def _number_in(run: Sequence[tuple[Word, str]]) -> list[tuple[int, int]]:
    """The first stretch of a run that is a telephone number of this country."""
    for first in range(len(run)):
        digits = ""
        for word, more in run[first:]:
            digits += more
            if len(digits) > LONGEST_NUMBER:
                break
            if len(digits) >= SHORTEST_NUMBER and _is_number(digits):
                return [(run[first][0].start, word.end)]
    return []


def _is_number(digits: str) -> bool:
    """A number that can be called, or one of the eleven-digit ones of before 2018 that people still write down."""
    import phonenumbers  # some megabytes that few tips need

    if len(digits) == 11 and digits.startswith("01"):
        return True
    try:
        number = phonenumbers.parse("+" + digits if digits.startswith("84") else digits, "VN")
    except phonenumbers.NumberParseException:
        return False
    return len(digits) > SHORTEST_NUMBER and phonenumbers.is_valid_number(number)
