"""Makes `list.txt`, the 512 syllables of the receipt, from the words of `table.txt`:

`python -m content.syllables.generate`.

Receipts that were given out are read with this list: once the hotline is live it never changes.
"""

from __future__ import annotations

from collections.abc import Iterator

from content.syllables.spelling import FOLDER, LONGEST, fold, southern

COUNT = 512


def read_words(text: str) -> Iterator[tuple[str, str]]:
    """(group, word) of every line `group: word word ...`, folded; lines with # are comments."""
    for line in text.splitlines():
        group, colon, words = line.partition(":")
        if colon and not line.startswith("#"):
            yield from ((fold(group.strip()), fold(word)) for word in words.split())


def unwanted() -> frozenset[str]:
    """Folded spellings that a receipt never shows, of every group of `unwanted.txt`."""
    return frozenset(word for _, word in read_words((FOLDER / "unwanted.txt").read_text("utf-8")))


def generate(table: str, refused: frozenset[str]) -> tuple[str, ...]:
    """512 folded syllables, sorted: each begins with a consonant, none is refused, no two sound alike in the south.

    Raises ValueError where the table has too few words.
    """
    chosen: dict[str, str] = {}
    for _, word in read_words(table):
        sound = southern(word)
        if sound is not None and word not in refused and len(word) <= LONGEST and word[0] not in "aeiouy":
            chosen.setdefault(sound, word)
    if len(chosen) < COUNT:
        raise ValueError(f"The table gives {len(chosen)} syllables; {COUNT} are needed.")
    return tuple(sorted(sorted(chosen.values(), key=len)[:COUNT]))


def main() -> None:
    """Write the list anew."""
    words = generate((FOLDER / "table.txt").read_text("utf-8"), unwanted())
    (FOLDER / "list.txt").write_text("\n".join(words) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
