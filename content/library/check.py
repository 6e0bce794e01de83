"""Is the library fit to be shown? `python -m content.library.check` names every fault and exits 1 if there is one.

A fault must be mended before anything else is done; what is only to do (somebody must read it, a day comes near, a
language is missing that is prepared) is said by `hotline library` and stops nobody: such a piece is not shown anyway.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from content import numbers
from content.library import FOLDER
from content.library.reading import read
from content.library.records import ORIGINAL, Library, Piece, Quiz, Source, Words
from content.library.terms import Audience, Theme
from content.library.wording import (
    broken_links,
    gives_away,
    good_link,
    hard_to_read,
    long_sentences,
    not_plain,
    numbers_written,
    too_long,
    unkind,
)
from content.locales import REVIEWED, _, speaking

PREPARED = ("km",)
"""Languages that are wished for and not reviewed yet."""
LONGEST_LABEL, LONGEST_QUESTION, LONGEST_EXPLANATION = 20, 300, 200
"""Characters: a button on a cheap phone; a poll's question and the explanation of its answer on Telegram."""
FEWEST_OPTIONS, MOST_OPTIONS = 2, 4
SOON = timedelta(days=60)
PICTURES = (".jpg", ".png")
_SLUG = re.compile(r"[a-z][a-z0-9_]{0,29}")
_YEAR_OR_DAY = re.compile(r"\d{4}(-\d{2}-\d{2})?")


@dataclass(frozen=True)
class Finding:
    """One line: where, and what is wrong or to do there."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def faults(library: Library, folder: Path = FOLDER) -> list[Finding]:
    """What must be mended. `folder`: where pictures lie."""
    found = [Finding(where, what) for where, what in library.unread]
    for source in library.sources.values():
        found += [Finding(f"sources.toml: {source.key}", what) for what in _of_source(source)]
    for piece in library.pieces.values():
        found += [Finding(piece.slug, what) for what in _of_piece(piece, library.sources, folder)]
        for words in piece.words.values():
            where = f"{piece.slug}/{words.language}.md"
            found += [Finding(where, what) for what in _of_words(words, picture=bool(piece.picture))]
    return [*found, *(Finding("library", what) for what in _of_all(library))]


def to_do(library: Library, on: date) -> list[Finding]:
    """What somebody should look after on this day."""
    pieces = library.pieces.values()
    found = [Finding(piece.slug, what) for piece in pieces for what in _waiting(piece, on)]
    for language in PREPARED:
        if missing := sum(language not in piece.words for piece in pieces):
            found.append(
                Finding(language, _("Missing in {n} of {all} pieces.").format(n=missing, all=len(library.pieces)))
            )
    for source in library.sources.values():
        used = ", ".join(piece.slug for piece in pieces if source.key in piece.sources)
        found += [Finding(f"sources.toml: {source.key}", what) for what in _of_used(source, used, on)]
    return found


def _of_source(source: Source) -> Iterator[str]:
    if not _YEAR_OR_DAY.fullmatch(source.dated):
        yield _("{date} is no day: write 2026-01-31, or the year.").format(date=source.dated)
    if "://" in source.number and not good_link(source.number):
        yield _("{link} is no whole https address.").format(link=source.number)


def _of_piece(piece: Piece, sources: Mapping[str, Source], folder: Path) -> Iterator[str]:
    if not _SLUG.fullmatch(piece.slug):
        yield _("The folder's name does not fit a button: small letters, digits and _, at most 30.")
    if not piece.themes or not piece.audiences:
        yield _("It needs a theme and an audience.")
    if not piece.sources:
        yield _("No source is named.")
    for key in piece.sources:
        if key not in sources:
            yield _("{key} is not in sources.toml.").format(key=key)
    for language in REVIEWED:
        if language not in piece.words:
            yield _("{language} is missing.").format(language=language)
    original = piece.words[ORIGINAL]
    if piece.valid_until <= original.written:
        yield _("It expires before it was written.")
    for words in piece.words.values():
        if words.written < original.written:
            yield _("{language} is older than the original: say it again.").format(language=words.language)
        if _shape(words.quiz) != _shape(original.quiz):
            yield _("The quiz of {language} has other options than the original.").format(language=words.language)
    if piece.picture and not (piece.picture.endswith(PICTURES) and (folder / piece.slug / piece.picture).is_file()):
        yield _("There is no picture {file} beside it (.jpg or .png).").format(file=piece.picture)


def _shape(quiz: Quiz | None) -> tuple[int, int] | None:
    """How many options, and which is right: the same in every language."""
    return (len(quiz.options), quiz.right) if quiz else None


def _of_words(words: Words, *, picture: bool) -> Iterator[str]:
    known = numbers.load()
    text = words.text({key: number.digits for key, number in known.items()})
    written = "\n".join((words.title, *words.lines))
    if not words.lines:
        yield _("There is no text.")
    if len(words.label) > LONGEST_LABEL:
        yield _("The label has {n} characters: at most {most}.").format(n=len(words.label), most=LONGEST_LABEL)
    yield from too_long(text, picture=picture)
    yield from long_sentences(written)
    yield from hard_to_read(written)
    yield from gives_away(text, words.language)
    yield from unkind(f"{words.label}\n{written}", words.language)
    yield from not_plain(f"{words.label}\n{written}")
    yield from numbers_written(written, frozenset(known))
    yield from broken_links(written)
    if words.quiz:
        yield from _of_quiz(words.quiz, words.language)


def _of_quiz(quiz: Quiz, language: str) -> Iterator[str]:
    if not FEWEST_OPTIONS <= len(quiz.options) <= MOST_OPTIONS:
        yield _("The quiz has {n} options: {fewest} to {most}.").format(
            n=len(quiz.options), fewest=FEWEST_OPTIONS, most=MOST_OPTIONS
        )
    if len({option.casefold() for option in quiz.options}) < len(quiz.options):
        yield _("Two options of the quiz are the same.")
    for option in quiz.options:
        if len(option) > LONGEST_LABEL:
            yield _("“{option}” has {n} characters: at most {most}.").format(
                option=option, n=len(option), most=LONGEST_LABEL
            )
    for text, most in ((quiz.question, LONGEST_QUESTION), (quiz.explanation, LONGEST_EXPLANATION)):
        if len(text) > most:
            yield _("{n} characters: at most {most}.").format(n=len(text), most=most)
    for text in (quiz.question, quiz.explanation, *quiz.options):
        yield from long_sentences(text)
        yield from gives_away(text, language)
        yield from unkind(text, language)
        yield from not_plain(text)
        yield from numbers_written(text, frozenset())


def _of_all(library: Library) -> Iterator[str]:
    """What only shows when all pieces are seen together."""
    for language in REVIEWED:
        labels = Counter(piece.words[language].label for piece in library.pieces.values() if language in piece.words)
        for label in sorted(label for label, times in labels.items() if times > 1):
            yield _("Two pieces have the label “{label}”.").format(label=label)
    for audience in Audience:
        if not any(audience in piece.audiences for piece in library.pieces.values()):
            yield _("There is no piece for “{audience}”.").format(audience=_(audience.text))
    for theme in Theme:
        if not any(theme in piece.themes for piece in library.pieces.values()):
            yield _("There is no piece about “{theme}”.").format(theme=_(theme.text))


def _waiting(piece: Piece, on: date) -> Iterator[str]:
    if piece.expired(on):
        yield _("Expired since {day}: it is not shown.").format(day=f"{piece.valid_until:%d/%m/%Y}")
    elif piece.valid_until - on <= SOON:
        yield _("Expires after {day}: read it again.").format(day=f"{piece.valid_until:%d/%m/%Y}")
    for words in piece.words.values():
        if words.draft:
            yield _("{language} is a draft, not approved: it is not shown.").format(language=words.language)
    if piece.review:
        readers = ", ".join(_(reviewer.text) for reviewer in piece.review)
        yield _("To be read by: {readers}.").format(readers=readers)


def _of_used(source: Source, used: str, on: date) -> Iterator[str]:
    """`used`: the pieces that name it."""
    if source.ended and on >= source.ended:
        yield _("Holds no longer; mend: {pieces}.").format(pieces=used)
    elif source.certainty == "check":
        yield _("To be checked: {title}, {number}. Pieces: {pieces}.").format(
            title=source.title, number=source.number, pieces=used
        )


def main() -> int:
    """Print every fault; 0 when there is none."""
    with speaking("en"):
        found = faults(read(FOLDER))
        waiting = to_do(read(FOLDER), datetime.now(UTC).date())
    sys.stdout.write("".join(f"{one}\n" for one in found))
    if not found:
        sys.stdout.write(f"The library is whole; {len(waiting)} things to look after: hotline library\n")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
