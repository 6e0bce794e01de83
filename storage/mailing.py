"""What a campaign says and to whom, as it is written down, approved by its digest, and sent.

Everything that people will read is in here, in every language: what was approved can't change with the library afterwards.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import blake2b
from typing import Any

from content.library.terms import Audience
from content.outreach_terms import SubscriptionKind, TargetKind

DIGEST_BYTES = 32


@dataclass(frozen=True)
class Enclosure:
    """A cleaned picture, film or paper that goes along: the row it is stored in and the key that opens it."""

    kind: str  # photo, video, document
    blob: str
    key: str = field(repr=False)
    media_type: str = ""
    name: str = ""  # neutral, ours


@dataclass(frozen=True)
class Question:
    """One question with buttons under a message. `right` is its place among the options; None: a poll, nothing is right."""

    question: str
    options: tuple[str, ...]
    right: int | None = None
    explanation: str = ""


@dataclass(frozen=True)
class Message:
    """What is sent. A subscriber reads the language they chose, or the first one."""

    texts: Mapping[str, str]  # by language
    piece: str = ""  # the library's slug; empty: written for this campaign
    questions: Mapping[str, Question] = field(default_factory=dict)  # by language
    enclosure: Enclosure | None = None
    pledge: str = ""  # the id of the pledge it asks for (`content.pledges`); empty: none

    def language_for(self, wanted: str) -> str:
        """The language in which somebody reads it who chose `wanted`."""
        return wanted if wanted in self.texts else next(iter(self.texts))


@dataclass(frozen=True)
class Recipients:
    """Whom it is for. An empty choice is no restriction; areas are ids of today's areas."""

    areas: tuple[str, ...] = ()
    target_kinds: tuple[TargetKind, ...] = ()
    kinds: tuple[SubscriptionKind, ...] = ()
    audiences: tuple[Audience, ...] = ()
    languages: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()


def message_from_json(stored: Mapping[str, Any]) -> Message:
    """What `asdict` made of a message."""
    enclosure = stored.get("enclosure")
    return Message(
        texts=dict(stored["texts"]),
        piece=stored.get("piece", ""),
        questions={
            language: Question(one["question"], tuple(one["options"]), one["right"], one["explanation"])
            for language, one in stored.get("questions", {}).items()
        },
        enclosure=Enclosure(**enclosure) if enclosure else None,
        pledge=stored.get("pledge", ""),
    )


def recipients_from_json(stored: Mapping[str, Any]) -> Recipients:
    """What `asdict` made of a choice of recipients."""
    return Recipients(
        areas=tuple(stored.get("areas", ())),
        target_kinds=tuple(map(TargetKind, stored.get("target_kinds", ()))),
        kinds=tuple(map(SubscriptionKind, stored.get("kinds", ()))),
        audiences=tuple(map(Audience, stored.get("audiences", ()))),
        languages=tuple(stored.get("languages", ())),
        channels=tuple(stored.get("channels", ())),
    )


def digest(message: Message, recipients: Recipients, schedule: Mapping[str, Any]) -> bytes:
    """What an approval is bound to: every word, every recipient, every date."""
    whole = json.dumps([asdict(message), asdict(recipients), schedule], sort_keys=True, ensure_ascii=False)
    return blake2b(whole.encode(), digest_size=DIGEST_BYTES).digest()
