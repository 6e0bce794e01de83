"""What an officer may ask in free text: checked before it goes to a reporter (users.md A2).

Pure: text in, findings out.

Nothing with a link, a mention or a telephone number ever goes. A question that asks who the reporter is, or that
holds a detail this reporter never gave, needs a second tap: such a detail could tell that somebody else has spoken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from content.folding import fold
from content.terms import N_

LONGEST = 300

_LINK = re.compile(r"[a-z][a-z0-9+-]*:/|\bwww\.|\btg:|\d{1,3}(?:\.\d{1,3}){3}", re.IGNORECASE)
_DOMAIN = re.compile(r"(?<=\w)[.\u3002]([^\W\d_]{2,})(?!\w)")
"""Platforms make a link of whatever ends like a domain, and there are fifteen hundred endings: a short list of them
would let the others through, and with a link whoever asks learns where the reporter is."""
_DIGITS = re.compile(r"\d(?:[^\w/:,;?!]{0,3}\d){7,}")
_PLATE = re.compile(
    r"\b\d{2}\s?-?\s?[A-ZĐ]{1,2}\s?\d?\s?-?\s?\d{3}[.\s]?\d{2}\b|\b\d{2}\s?-?\s?[A-ZĐ]{1,2}\d?\b", re.IGNORECASE
)
_NUMBER = re.compile(r"\d+(?:[/.-]\d+)*")
_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
_QUOTED = re.compile(r"[\"“”'‘’«»]([^\"“”'‘’«»]{2,40})[\"“”'‘’«»]")

_IDENTITY = tuple(
    re.compile(rf"\b{phrase}\b")
    for phrase in (
        r"(?:ho )?ten (?:cua )?(?:ban|anh|chi|em|co|chu|ba|ong|minh)",
        r"(?:ban|anh|chi|em|co|chu) (?:ho )?ten",
        r"(?:ban|anh|chi|em|co|chu) (?:la|lam|sinh) (?:ai|gi|nghe|viec|nam)",
        r"la gi (?:cua|voi|trong)",
        r"(?:quan he|ba con|ho hang|quen biet)",
        r"(?:so )?(?:dien thoai|dt|sdt|zalo|facebook|fb|cccd|cmnd|can cuoc|tai khoan)",
        r"(?:dia chi|nha|cho o) (?:cua )?(?:ban|anh|chi|em|co|chu)",
        r"(?:ban|anh|chi|em|co|chu) (?:o dau|dang o|song|ngu|lam viec)",
        r"(?:gap mat|gap nhau|den gap|len xa|len tru so|den tru so|den cong an|lam chung|ra lam chung)",
        r"bao nhieu tuoi",
        r"who are you|your (?:name|phone|number|address|job)|where do you live|meet (?:us|me)",
    )
)
_OPENERS = frozenset({"anh", "chi", "em", "co", "chu", "ong", "ba", "ban", "dong", "bac", "cau", "di", "thim", "duong"})
"""A form of address is capitalised in front of a name: "Anh Tư". Alone it is no detail."""


class Never(StrEnum):
    """What makes a question impossible."""

    EMPTY = "empty"
    LONG = "long"
    LINK = "link"
    MENTION = "mention"
    PHONE = "phone"


NEVER_SENTENCES = {
    Never.EMPTY: N_("Please write a question."),
    Never.LONG: N_("At most 300 characters, one thing at a time."),
    Never.LINK: N_("No links to a reporter. Please write it without."),
    Never.MENTION: N_("No @names to a reporter. Please write it without."),
    Never.PHONE: N_("No telephone numbers to a reporter. Please write it without."),
}


@dataclass(frozen=True)
class Findings:
    """What a question holds. With either of these the officer is asked a second time."""

    identity: bool = False
    untold: tuple[str, ...] = ()  # details that are not in this reporter's own tip, as the officer typed them

    @property
    def second_tap(self) -> bool:
        return self.identity or bool(self.untold)


def never(question: str) -> Never | None:
    """Why this can't be sent at all; None where it can."""
    if not any(char.isalnum() for char in question):  # nor what is only spaces that nobody sees
        return Never.EMPTY
    if len(question) > LONGEST:
        return Never.LONG
    plain = "".join(char for char in unicodedata.normalize("NFKC", question) if unicodedata.category(char) != "Cf")
    if _LINK.search(plain) or any(_is_ending(found[1]) for found in _DOMAIN.finditer(plain)):
        return Never.LINK
    if "@" in plain:
        return Never.MENTION
    return Never.PHONE if _DIGITS.search(plain) else None


def _is_ending(letters: str) -> bool:
    """Whether a domain may end so: no Vietnamese word with a mark does, as in "P.Vĩnh Châu"."""
    return letters.isascii() or not all(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)


def findings(question: str, told: Iterable[str]) -> Findings:
    """What needs a second tap. `told` is everything this reporter wrote in this tip, and nobody else's words."""
    key = fold(question)
    words = list(told)
    own = fold(" ".join(words))
    same = {fold(detail) for text in words for detail in details(text)}
    untold = (detail for detail in details(question) if fold(detail) not in same and not _within(detail, own))
    return Findings(any(pattern.search(key) for pattern in _IDENTITY), tuple(dict.fromkeys(untold)))


def details(question: str) -> list[str]:
    """Plates, numbers, quoted nicknames, and words capitalised as names: what could have come from somebody else."""
    plates = [match.group().strip() for match in _PLATE.finditer(question)]
    rest = _PLATE.sub(" ", question)
    numbers = [match.group() for match in _NUMBER.finditer(rest)]
    quoted = [match.group(1).strip() for match in _QUOTED.finditer(rest)]
    return [*plates, *numbers, *quoted, *_names(_QUOTED.sub(" ", rest))]


def _names(text: str) -> list[str]:
    """Runs of capitalised words that do not begin a sentence; a form of address in front is no part of the name."""
    names = []
    for sentence in re.split(r"[.?!:;\n]+", text):
        run: list[str] = []
        for place, word in enumerate([*_WORD.findall(sentence), ""]):
            capital = word[:1].isupper() and (place > 0 or bool(run) or (len(word) > 1 and word.isupper()))
            if capital and not (not run and fold(word) in _OPENERS):
                run.append(word)
            elif run:
                names.append(" ".join(run))
                run = []
    return names


def _within(detail: str, own: str) -> bool:
    """Whether the reporter said it, in whatever spelling: compared without marks, and for plates without gaps."""
    key = fold(detail)
    glued = key.replace(" ", "")
    return (
        not key
        or re.search(rf"\b{re.escape(key)}\b", own) is not None
        or (len(glued) > 4 and any(char.isdigit() for char in glued) and glued in own.replace(" ", ""))
    )
