"""A campaign's message as one subscriber reads it: in their language, with the buttons that work where they are.

Pure, so the preview shows exactly what is sent. Nothing is cut: what is too long for a platform is refused when it is
composed (`too_long`). Where a press or an answer would not reach us, there are no buttons and no question.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from content.library.wording import CAPTION, PLATFORMS
from content.locales import _, speaking
from content.outreach_terms import SubscriptionKind
from content.pledges import shipped
from handlers.messages import Attachment, Button, Screen
from storage.mailing import Enclosure, Message, Question

RUN_BYTES = 16
MOST = {"telegram": PLATFORMS["Telegram"], "zalo_oa": PLATFORMS["Zalo OA"], "zalo_bot": PLATFORMS["Zalo Bot"]}
ACCOUNT_BUTTONS, ACCOUNT_LABEL = 5, 20  # on an official account; what is more or longer would be numbers to type
_ACCOUNTS = frozenset({SubscriptionKind.PERSON, SubscriptionKind.RELAY})


def code_of(run: bytes) -> str:
    """A run as its buttons name it: 22 signs."""
    return urlsafe_b64encode(run).decode().rstrip("=")


def run_of(code: str) -> bytes | None:
    """The run that a button names; None for what is no name of one."""
    try:
        run = urlsafe_b64decode(code + "==")
    except (Error, ValueError):
        return None
    return run if len(run) == RUN_BYTES and code_of(run) == code else None


def copy(message: Message, run: bytes, language: str, channel: str, kind: SubscriptionKind) -> Screen:
    """What a subscriber of this kind on this platform reads who chose `language`."""
    spoken = message.language_for(language)
    with speaking(spoken):
        rows = tuple((button,) for button in _buttons(message, code_of(run), spoken, channel, kind))
        asked = message.questions.get(spoken) if answerable(message.questions.get(spoken), channel, kind) else None
        parts = [message.texts[spoken], _pledged(message, spoken, channel, kind), asked.question if asked else ""]
        if kind is SubscriptionKind.RELAY:
            parts.insert(0, _relay_lead(channel))
        elif kind is not SubscriptionKind.CHANNEL:  # nobody in a channel can write there: its administrator can
            parts.append(_("No more messages: /dung"))
        return Screen("\n\n".join(filter(None, parts)), rows, attachment=_attachment(message.enclosure))


def pressable(channel: str, kind: SubscriptionKind) -> bool:
    """Does a press there reach us? Groups on Zalo are not heard, and its bots know no buttons: a number that somebody
    types belongs to what their chat asked last, never to a message that was sent to all.
    """
    return channel == "telegram" or (channel == "zalo_oa" and kind in _ACCOUNTS)


def answerable(question: Question | None, channel: str, kind: SubscriptionKind) -> bool:
    """Can a question be answered there by pressing?"""
    if question is None or kind is SubscriptionKind.RELAY or not pressable(channel, kind):
        return False
    fits = len(question.options) < ACCOUNT_BUTTONS and max(map(len, question.options)) <= ACCOUNT_LABEL
    return channel == "telegram" or fits


def _relay_lead(channel: str) -> str:
    if pressable(channel, SubscriptionKind.RELAY):
        return _("Here is this week's piece. Please post it in your group, then press Posted. No more: /dung")
    return _("Here is this week's piece. Please post it in your group. No more: /dung")


def _buttons(message: Message, code: str, language: str, channel: str, kind: SubscriptionKind) -> Iterator[Button]:
    if not pressable(channel, kind):
        return
    if kind is SubscriptionKind.RELAY:
        yield Button(_("Posted in my group"), f"a:posted:{code}")
        yield Button(_("Somebody else posts"), f"a:other:{code}")
        yield Button(_("Not this week"), f"a:skip:{code}")
        return
    question = message.questions.get(language)
    if question is not None and answerable(question, channel, kind):
        for place, option in enumerate(question.options):
            yield Button(option, f"a:quiz:{code}:{place}")
    if message.pledge:
        yield Button(_("I pledge"), f"a:vow:{code}")
    yield Button(_("Seen"), f"a:seen:{code}")


def _pledged(message: Message, language: str, channel: str, kind: SubscriptionKind) -> str:
    """The words that a tap on "I pledge" stands for: read before it is pressed."""
    pledge = shipped().get(message.pledge)
    return pledge.text(language) if pledge and pressable(channel, kind) and kind is not SubscriptionKind.RELAY else ""


def _attachment(enclosure: Enclosure | None) -> Attachment | None:
    if enclosure is None:
        return None
    return Attachment(enclosure.kind, enclosure.blob, enclosure.key, enclosure.media_type, enclosure.name)


@dataclass(frozen=True)
class TooLong:
    """A text that a platform would not take whole. Lengths as that platform counts them."""

    language: str
    channel: str
    length: int
    most: int


def too_long(message: Message, channels: Collection[str]) -> list[TooLong]:
    """Where a message is too long with all that is said around it; nothing is sent then."""
    found = []
    for channel in sorted(channels):
        most = CAPTION if channel == "telegram" and message.enclosure else MOST[channel]
        for language in message.texts:
            screens = (copy(message, b"\0" * RUN_BYTES, language, channel, kind) for kind in SubscriptionKind)
            length = max(_length(screen.text, channel) for screen in screens)
            if length > most:
                found.append(TooLong(language, channel, length, most))
    return found


def _length(text: str, channel: str) -> int:
    """Telegram counts UTF-16 units, Zalo signs."""
    return len(text.encode("utf-16-le")) // 2 if channel == "telegram" else len(text)
