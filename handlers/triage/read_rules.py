"""What an officer reads of an open tip, as sheets that fit a message. Pure: an opened tip in, texts and files out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from content.folding import fold, visible
from content.locales import _, ngettext
from content.policy import Policy
from content.terms import Merit, Topic
from handlers.messages import Attachment
from handlers.triage.hours import day_hour_minute
from handlers.triage.move_screens import move_line
from storage.blobs import PENDING, READY
from storage.reading import Entry, OpenTip

LONGEST = 4096
"""Telegram's limit for a text, in UTF-16 units."""
NOT_TOLD = frozenset({"blob", "key", "kind", "media_type", "standpoint", "known", "question", "prepared", "how"})
"""What the house put into a tip; everything else is the reporter's."""
OURS = frozenset({"question", "move", "reward", "reply", "unanswered"})
"""Entries that officers made: nothing of them was said by the reporter."""
FILES = ("photo", "voice", "video", "document")

_CHILD = re.compile(
    r"\b(?:hoc sinh|tre em|tre con|con nit|em be|be (?:gai|trai)|chau be|thieu nien|vi thanh nien|hoc lop|lop \d{1,2}"
    r"|truong (?:tieu hoc|thcs|thpt|cap)|(?:[1-9]|1[0-7]) tuoi)\b"
)


@dataclass(frozen=True)
class Sheets:
    """The whole of a tip on the screen: texts in order, then files."""

    texts: tuple[str, ...] = field(repr=False)
    files: tuple[Attachment, ...] = field(repr=False)


def sheets(opened: OpenTip, place: str, now: float, policy: Policy, states: Mapping[str, str]) -> Sheets:
    """Warnings first, then what was told, asked and answered, in order. `states`: of each file, by its id."""
    all_files = files_of(opened)
    files = tuple(file for file in all_files if states.get(file.blob) == READY)
    waiting = sum(states.get(file.blob) == PENDING for file in all_files)
    gone = len(all_files) - len(files) - waiting
    lines = [*warnings(opened), "", *_head(opened, place, now, policy)]
    for entry in opened.entries:
        lines += ["", *_entry(entry, now, policy)]
    counted = (
        (len(files), ngettext("{n} file follows.", "{n} files follow.", len(files))),
        (waiting, ngettext("{n} file is still being made safe.", "{n} files are still being made safe.", waiting)),
        (gone, ngettext("{n} file could not be kept.", "{n} files could not be kept.", gone)),
    )
    lines += ["", *(text.format(n=count) for count, text in counted if count)]
    return Sheets(tuple(split("\n".join(lines))), files)


def warnings(opened: OpenTip) -> list[str]:
    """What an officer must know before the first word (users.md C2, A7, A10)."""
    card = opened.card
    lines = [_("Unverified. Nobody is summoned, arrested or named in public because of this tip alone.")]
    if card.test:
        lines.append(_("TEST TIP. If it is true, press the button below."))
    if card.few_know:
        lines.append(
            _(
                "KEEP THE SOURCE: few know this. Do not ask around, do not go there at once only because of this tip, "
                "do not say when it came."
            )
        )
    if card.topic is Topic.MINORS or names_child(" ".join(told(opened))):
        lines.append(_("Someone under 18 may be named: write the first letter only."))
    return [*lines, _("No state secrets here.")]


def names_child(text: str) -> bool:
    """Whether a text speaks of somebody under 18. A hint: it may only add a warning."""
    return _CHILD.search(fold(text)) is not None


def told(opened: OpenTip) -> list[str]:
    """Everything this reporter wrote.

    What a question may refer to (users.md A2). What officers asked and noted is no part of it.
    """
    return [text for entry in opened.entries if entry.kind not in OURS for text in strings(entry.content)]


def files_of(opened: OpenTip) -> list[Attachment]:
    """Every file once, by a name of ours."""
    parts = {part["blob"]: part for entry in opened.entries for part in parts_of(entry) if part.get("blob")}
    return [
        Attachment(part["kind"], blob, part["key"], str(part.get("media_type", "")), f"{opened.card.label}-{number}")
        for number, (blob, part) in enumerate(parts.items(), 1)
        if part.get("kind") in FILES
    ]


def parts_of(entry: Entry) -> list[Mapping[str, Any]]:
    """The parts of an entry: lines, places, files; a file that has an entry of its own is its only part."""
    content = entry.content
    parts = [*content.get("parts", ()), *content.get("files", ())]
    return [part for part in parts if isinstance(part, Mapping)] or ([content] if content.get("blob") else [])


def split(text: str, longest: int = LONGEST) -> list[str]:
    """A text in pieces that fit a message, cut between lines where possible, else between words, else anywhere."""
    pieces = []
    while _units(text) > longest:
        cut = _fits(text, longest)
        at = max(text.rfind("\n", 0, cut), text.rfind(" ", 0, cut) if text.rfind("\n", 0, cut) < cut // 2 else -1)
        at = at if at > cut // 4 else cut
        pieces.append(text[:at].rstrip())
        text = text[at:].lstrip("\n ")
    return [piece for piece in [*pieces, text] if piece.strip()]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _fits(text: str, longest: int) -> int:
    """How many characters of the text fit."""
    if _units(text[:longest]) <= longest:
        return min(longest, len(text))
    return longest // 2


def _head(opened: OpenTip, place: str, now: float, policy: Policy) -> list[str]:
    card, story = opened.card, opened.story
    topic = f"{_(card.topic.text)} · {_(card.detail.text)}" if card.detail else _(card.topic.text)
    lines = [
        f"{card.label} · {place}",
        f"{topic} · {_(card.urgency.text)}",
        _("Sent {hour}").format(hour=day_hour_minute(opened.entries[0].at, now, policy)),
    ]
    labels = {
        "place": _("Place, as told"),
        "former": _("Former name"),
        "when": _("Time, as told"),
        "danger": _("Danger, as told"),
        "standpoint": _("Camera"),
    }
    lines += [f"{label}: {text}" for key, label in labels.items() if (text := _plain(story.get(key)))]
    if card.language != "vi":
        lines.append(_("Written in: {language}").format(language=card.language))
    return lines


def _entry(entry: Entry, now: float, policy: Policy) -> list[str]:
    titles = {
        "story": _("What was told"),
        "details": _("Added later"),
        "question": _("Asked"),
        "answer": _("Answer"),
        "reply": _("Ready reply"),
        "unanswered": _("Nobody answered the question in time"),
        "file": _("File"),
    }
    hour = day_hour_minute(entry.at, now, policy)
    if entry.kind == "move":
        return [f"{_('Noted')} · {hour}", move_line(entry.content)]
    if entry.kind == "reward":
        return [f"{_('A reward was proposed')} · {hour}", _(Merit(entry.content["merit"]).text)]
    lines = [f"{titles.get(entry.kind, entry.kind)} · {hour}"]
    if text := _plain(entry.content.get("text")):
        lines.append(text)
    return [*lines, *(_part(part) for part in parts_of(entry))]


def _part(part: Mapping[str, Any]) -> str:
    kinds = {"photo": _("[photo]"), "voice": _("[voice note]"), "video": _("[video]"), "document": _("[document]")}
    hows = {"edited": _("[changed later by its writer]"), "forwarded": _("[passed on from somebody else]")}
    text, how = _plain(part.get("text")), hows.get(str(part.get("how")), "")
    if part.get("kind") == "point":
        return _("[a point on the map]")
    return " ".join(one for one in (how, kinds.get(str(part.get("kind")), ""), text) if one)


def _plain(value: Any) -> str:
    return visible(value).strip() if isinstance(value, str) else ""


def strings(value: Any) -> Iterator[str]:
    """Every text inside a JSON value that a person wrote."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in NOT_TOLD:
                yield from strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from strings(inner)
