"""The 512 syllables of a citizen's receipt: nine bits each, shown without marks, told apart by every southern ear
(users.md A1).
"""

from __future__ import annotations

from content.syllables.spelling import FOLDER, LONGEST, fold, southern

SYLLABLES: tuple[str, ...] = tuple((FOLDER / "list.txt").read_text("utf-8").split())
_BY_SOUND = {southern(syllable): number for number, syllable in enumerate(SYLLABLES)}

__all__ = ["FOLDER", "LONGEST", "SYLLABLES", "fold", "number_of", "southern"]


def number_of(spelling: str) -> int | None:
    """The place (0..511) of a folded syllable in the list, in any spelling that sounds alike;

    None where it has none.
    """
    sound = southern(spelling)
    return None if sound is None else _BY_SOUND.get(sound)
