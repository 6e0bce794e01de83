"""How a piece may be worded: rules on one text, each a plain function that yields what is wrong with it.

People with cheap phones read it, perhaps over somebody's shoulder (users.md A6 and section 6), and platforms cut what is
too long. So: short, plain, harmless at first sight, kind.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from content.folding import fold
from content.locales import _
from content.numbers import NAMED

LONGEST = 900
"""Characters of a piece, so that a chat shows it on one screen or two."""
FOOTER = 120
"""UTF-16 units kept free under a piece, for who sends it and how to stop it."""
PLATFORMS: Mapping[str, int] = {"Telegram": 4096, "Zalo OA": 2000, "Zalo Bot": 2000}
"""UTF-16 units that one message takes."""
CAPTION = 1024
"""UTF-16 units under a picture on Telegram, the least of all."""
MOST_WORDS = 18
MEAN_WORDS = 13.0
"""Words of a sentence on average: beyond, a text is hard to read for whoever reads little."""
HARMLESS = 40
"""Characters that a locked screen or a list of chats shows."""
GIVES_AWAY = {
    "vi": ("ma tuy", "cong an", "to giac", "tin bao", "canh sat", "toi pham"),
    "en": ("drug", "police", "crime", "criminal", "denounce", "informer", "code"),
}
"""Not among the first characters, folded (users.md A6)."""
NEVER_SAID = {
    "vi": (
        "vui lòng", "quý khách", "đối tượng", "khai báo", "nhập liệu", "tố giác", "tiếp nhận", "nặc danh",
        "con nghiện", "thằng nghiện", "nghiện ngập", "cái chết trắng", "hư hỏng",
    ),
    "en": ("addict ", "addicts", "junkie", "denounce", "the suspect", "dear customer"),
}  # fmt: skip
"""Words of offices, and words that blame (users.md section 6, C3)."""
_CODE = re.compile(r"\bmã\b")  # without its tone it is a mother, a horse, a tomb
_END = re.compile(r"[.!?:;…]\s|\n")
_WORD = re.compile(r"\w+(?:['’]\w+)?")
_MARKUP = re.compile(r"[*_`~<>#|\\]|\]\(|^- |\+\+\+", re.MULTILINE)
_DIGITS = re.compile(r"(?<![\d/.])(?:11[1-5]|0\d{2,3}[. ]?\d{2,3}[. ]?\d{2,4}|1[89]00[. ]?\d{4})(?![\d/])")
_CHOICE = re.compile(r"^\d+\s*[.)]", re.MULTILINE)
_LINK = re.compile(r"(?:https?:|www\.)\S+")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")


def sentences(text: str) -> list[str]:
    """A text cut where one takes a breath."""
    return [one for one in _END.split(text) if _WORD.search(one)]


def words_in(sentence: str) -> int:
    return len(_WORD.findall(sentence))


def mean_words(text: str) -> float:
    """Words of a sentence on average: how hard a text is to read. 0 where there are none."""
    counted = [words_in(one) for one in sentences(text)]
    return sum(counted) / len(counted) if counted else 0.0


def units(text: str) -> int:
    """UTF-16 units after NFC: what platforms count."""
    return len(unicodedata.normalize("NFC", text).encode("utf-16-le")) // 2


def too_long(text: str, *, picture: bool) -> Iterator[str]:
    """Beyond what is read, or beyond what a platform takes in one message together with the footer."""
    if len(text) > LONGEST:
        yield _("{n} characters: at most {most}.").format(n=len(text), most=LONGEST)
    limits = {**PLATFORMS, "Telegram": CAPTION} if picture else PLATFORMS
    for platform, limit in limits.items():
        if units(text) + FOOTER > limit:
            yield _("Too long for {platform} with the footer: {n} of {most}.").format(
                platform=platform, n=units(text) + FOOTER, most=limit
            )


def long_sentences(text: str) -> Iterator[str]:
    """Sentences that nobody reads to their end."""
    for one in sentences(text):
        if words_in(one) > MOST_WORDS:
            yield _("A sentence of {n} words, at most {most}: “{start}…”").format(
                n=words_in(one), most=MOST_WORDS, start=one.strip()[:40]
            )


def hard_to_read(text: str) -> Iterator[str]:
    """Too many sentences that are nearly too long."""
    if (mean := mean_words(text)) > MEAN_WORDS:
        yield _("Hard to read: {n} words a sentence on average, at most {most}.").format(
            n=f"{mean:.1f}", most=f"{MEAN_WORDS:.0f}"
        )


def gives_away(text: str, language: str) -> Iterator[str]:
    """What a locked screen would show."""
    beginning = text[:HARMLESS].lower()
    told = [word for word in GIVES_AWAY.get(language, ()) if re.search(rf"\b{word}", fold(beginning))]
    told += re.findall(_CODE, beginning) if language == "vi" else []
    for word in told:
        yield _("“{word}” is among the first {n} characters: a locked screen shows it.").format(word=word, n=HARMLESS)


def unkind(text: str, language: str) -> Iterator[str]:
    """Words that are never said to people."""
    for word in NEVER_SAID.get(language, ()):
        if word in text.lower():
            yield _("“{word}” is not said to people.").format(word=word.strip())


def not_plain(text: str) -> Iterator[str]:
    """Marks that a platform shows as they are, and little pictures."""
    if found := _MARKUP.search(NAMED.sub("", text)):
        yield _("“{sign}” would be shown as it is: plain text only.").format(sign=found[0].strip())
    if _CHOICE.search(text):
        yield _("A line begins with a number, like a choice that can be typed on Zalo.")
    if any(unicodedata.category(sign) in ("So", "Cs", "Co") for sign in text):
        yield _("No little pictures, please: words only.")


def numbers_written(text: str, known: frozenset[str]) -> Iterator[str]:
    """Numbers to call are named, each on a line of its own, so that one that has expired is left out with its line."""
    if found := _DIGITS.search(text):
        yield _("{digits} is written out: name the number, like {number}.").format(
            digits=found[0], number="{ambulance}"
        )
    for line in text.split("\n"):
        for key in NAMED.findall(line):
            if key not in known:
                yield _("There is no number {key} in numbers.toml.").format(key=key)
            elif line != f"{{{key}}}":
                yield _("{number} needs a line of its own.").format(number=f"{{{key}}}")


def broken_links(text: str) -> Iterator[str]:
    """Addresses whose form can't be right; whether somebody answers there is not asked."""
    for link in _LINK.findall(text):
        if not good_link(link):
            yield _("{link} is no whole https address.").format(link=link)


def good_link(link: str) -> bool:
    """Whether this can be the address of a page: https, a whole host, nothing hidden in it."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    plain = link.isascii() and "@" not in parts.netloc and link[-1] not in ".,;:!?)"
    return plain and parts.scheme == "https" and _HOST.fullmatch(parts.netloc) is not None
