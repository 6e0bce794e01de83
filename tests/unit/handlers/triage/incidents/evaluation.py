"""The evaluation set of duplicates, read and run: every tip in the order in which it was sent, looked up among those before.

`python -m tests.unit.handlers.triage.incidents.evaluation` prints precision and recall, and what was missed.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

from content.areas import load_aliases, load_everyday, shipped
from handlers.places import Gazetteer
from handlers.triage.mark_rules import Trait, telling
from handlers.triage.sketch_rules import MOST_SUGGESTED, Near, Suggestion, Sure, asked_by, having, sketch, suggest

KEY = b"the sketch key of November 2026."
UNITS = {"m": 60.0, "h": 3600.0, "d": 86400.0}
AREAS = {
    "st": "soc-trang", "mx": "my-xuyen", "vc": "vinh-chau", "lh": "lai-hoa", "kh": "khanh-hoa", "td": "tran-de",
    "lp": "long-phu", "cld": "cu-lao-dung", "ks": "ke-sach", "dn": "dai-ngai", "nn": "nga-nam", "plc": "phu-loc",
    "mt": "my-tu", "pt": "phu-tam",
}  # fmt: skip
GAZETTEER = Gazetteer(shipped(), load_aliases(), load_everyday(), date(2026, 11, 1))


@dataclass(frozen=True)
class Telling:
    """One tip of the set."""

    tip: str
    incident: str
    area: str
    sent: float
    text: str
    negative: bool


def tellings() -> list[Telling]:
    """Every telling, in the order in which they were sent."""
    folder = Path(__file__).parent
    found = [one for path in sorted(folder.glob("told_*.txt")) for one in _read(path)]
    return sorted(found, key=lambda one: (one.sent, one.tip))


def _read(path: Path) -> Iterator[Telling]:
    area, began, incident, negative, number = "", 0.0, "", False, 0
    for line, text in enumerate(path.read_text("utf8").splitlines(), 1):
        if text[:2] in ("= ", "! "):
            area, day, hour = text[2:].split()
            at = datetime.strptime(f"2026-11-{day} {hour}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
            began, incident, negative, number = at.timestamp(), f"{path.stem}:{line}", text[0] == "!", 0
        elif told := re.fullmatch(r"\+(\d+)([mhd]) (?:@(\w+) )?(.+)", text):
            number += 1
            sent = began + int(told[1]) * UNITS[told[2]]
            yield Telling(f"{incident}/{number}", incident, AREAS[told[3] or area], sent, told[4], negative)


@dataclass(frozen=True)
class Found:
    """What was suggested for one telling, and which earlier tellings are of the same incident."""

    telling: Telling
    suggested: tuple[Suggestion, ...]
    same: frozenset[str]

    @property
    def hit(self) -> bool:
        return any(one.tip in self.same for one in self.suggested)


def slipped(text: str, seed: str) -> str:
    """The text with a letter left out, doubled or swapped in every sixth word: what thumbs do on a small phone."""
    chance, words = Random(seed), text.split(" ")
    for place in range(chance.randrange(6), len(words), 6):
        word = words[place]
        if len(word) > 2 and word.isalpha():
            at = chance.randrange(len(word) - 1)
            end = word[at + 1 :]
            words[place] = word[:at] + chance.choice((end, word[at] * 2 + end, end[:1] + word[at] + end[1:]))
    return " ".join(words)


def run(spoil: Callable[[str, str], str] = lambda text, _tip: text) -> list[Found]:
    """Looks every telling up among the earlier ones of its commune and the neighbours', as storage would."""
    held: dict[int, list[Telling]] = {}
    keys: dict[str, frozenset[int]] = {}
    found = []
    for told in tellings():
        seen = telling([spoil(told.text, told.tip)], GAZETTEER.names_of(told.area))
        mine = sketch(seen, told.area, KEY)
        new = asked_by(seen, told.area, GAZETTEER.neighbours(told.area), KEY)
        common = {key: len(held.get(key, ())) for key in new}
        earlier = {one.tip: one for key in new for one in held.get(key, ()) if new[key]}
        near = [
            Near(one.tip, one.sent, keys[one.tip] & new.keys(), _has(one.area, keys[one.tip]))
            for one in earlier.values()
        ]
        same = frozenset(one.tip for one in tellings_before(keys, told))
        found.append(Found(told, suggest(new, told.sent, near, common), same))
        keys[told.tip] = frozenset(mine)
        for key in mine:
            held.setdefault(key, []).append(told)
    return found


def _has(area: str, keys: frozenset[int]) -> frozenset[Trait]:
    return frozenset(trait for key, trait in having(area, KEY).items() if key in keys)


def tellings_before(keys: dict[str, frozenset[int]], told: Telling) -> list[Telling]:
    """Earlier tellings of the same incident."""
    return [one for one in ALL if one.tip in keys and one.incident == told.incident]


ALL = tellings()


@dataclass(frozen=True)
class Figures:
    """Recall: of tips that have an earlier sibling, how many are shown one. Precision: of what is shown, how much is right."""

    incidents: int
    told: int
    recall: float
    recall_first: float
    precision: float
    precision_of: dict[Sure, float]
    bothered: int  # tips without any sibling that are shown something all the same
    alone: int


def figures(found: list[Found]) -> Figures:
    """Counted over the whole run."""
    again = [one for one in found if one.same]
    shown = [(tip, one.same) for one in found for tip in one.suggested]
    alone = [one for one in found if not one.same]
    of: dict[Sure, list[bool]] = {sure: [] for sure in Sure}
    for suggestion, same in shown:
        of[suggestion.sure].append(suggestion.tip in same)
    return Figures(
        len({one.telling.incident for one in found if not one.telling.negative}),
        len(found),
        sum(one.hit for one in again) / len(again),
        sum(bool(one.suggested) and one.suggested[0].tip in one.same for one in again) / len(again),
        sum(tip.tip in same for tip, same in shown) / len(shown),
        {sure: sum(right) / len(right) if right else 1.0 for sure, right in of.items()},
        sum(bool(one.suggested) for one in alone),
        len(alone),
    )


def report() -> str:
    """Precision and recall as people read them, and what was missed or wrong."""
    found, by_tip = run(), {one.tip: one for one in ALL}
    lines = [_line("as told", figures(found)), _line("with more slips", figures(run(slipped)))]
    lines += [f"missed: {one.telling.text}" for one in found if one.same and not one.hit]
    lines += [
        f"wrong, {wrong.sure} ({wrong.score:.1f}): {one.telling.text}\n  not: {by_tip[wrong.tip].text}"
        for one in found
        for wrong in one.suggested
        if wrong.tip not in one.same and wrong.sure is not Sure.MAYBE
    ]
    return "\n".join(lines)


def _line(name: str, of: Figures) -> str:
    sure = ", ".join(f"{sure} {right:.2f}" for sure, right in of.precision_of.items())
    return (
        f"{name}: {of.incidents} incidents, {of.told} tips; recall at {MOST_SUGGESTED} {of.recall:.3f}, first {of.recall_first:.3f}; "
        f"precision {of.precision:.3f} ({sure}); {of.bothered} of {of.alone} tips without a sibling were shown one"
    )


if __name__ == "__main__":
    sys.stdout.write(report() + "\n")
