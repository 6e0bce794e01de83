"""What was written down is what was meant, and any other word has another digest."""

from __future__ import annotations

from dataclasses import asdict, replace

from content.library.terms import Audience
from content.outreach_terms import SubscriptionKind, TargetKind
from storage.mailing import (
    Enclosure,
    Message,
    Question,
    Recipients,
    digest,
    message_from_json,
    recipients_from_json,
)
from storage.packed import dumps, loads

MESSAGE = Message(
    {"vi": "Thuốc lá điện tử", "en": "Vapes"},
    "pod",
    {"vi": Question("Đúng không?", ("Đúng", "Sai"), 1, "Vì vậy.")},
    Enclosure("photo", "ab", "cd", "image/jpeg", "anh.jpg"),
    "household",
)
RECIPIENTS = Recipients(("a1",), (TargetKind.SCHOOL,), (SubscriptionKind.GROUP,), (Audience.PARENTS,), ("vi",), ("x",))


def test_a_message_and_its_recipients_come_back_as_they_were_written_down() -> None:
    assert message_from_json(loads(dumps(asdict(MESSAGE)))) == MESSAGE
    assert recipients_from_json(loads(dumps(asdict(RECIPIENTS)))) == RECIPIENTS
    assert recipients_from_json({}) == Recipients()


def test_another_word_another_group_or_another_day_is_another_digest() -> None:
    schedule = {"at": "2026-11-25T08:00"}
    whole = digest(MESSAGE, RECIPIENTS, schedule)
    assert whole == digest(message_from_json(asdict(MESSAGE)), RECIPIENTS, dict(schedule))
    changed = {
        digest(replace(MESSAGE, texts={"vi": "khác", "en": "Vapes"}), RECIPIENTS, schedule),
        digest(MESSAGE, replace(RECIPIENTS, areas=()), schedule),
        digest(MESSAGE, RECIPIENTS, {"at": "2026-11-26T08:00"}),
    }
    assert whole not in changed
    assert len(changed) == 3


def test_a_reader_gets_their_language_or_the_first_one() -> None:
    assert MESSAGE.language_for("en") == "en"
    assert MESSAGE.language_for("km") == "vi"
