"""When a turn has failed three times, or no answer can reach its author: what was said is sealed as a raw tip to the
province, and its author is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.perform import Performer
from content.locales import DEFAULT, _, speaking
from content.terms import Contact, Reader, Topic, Urgency
from handlers.citizen.closed import closed_screen
from handlers.citizen.danger_rules import hints
from handlers.citizen.phrase_rules import Word, plain, words
from handlers.citizen.receipt import receipt_text, uncopied
from handlers.citizen.route_rules import receives, route
from handlers.citizen.topic_rules import guess
from handlers.conversation import Conversation
from handlers.dialogue import Json
from handlers.effects import ChangeVoice, DropFiles, SubmitTip, TurnedAway
from handlers.messages import Act, Address, Incoming, Post, Screen, Show
from handlers.screens import MAIN
from handlers.triage.groups import LINE, LINE_LASTS_S
from storage import people, stations
from storage.stations import Station
from storage.vault.receipt import Receipt, Slip, new_receipt, read

LOOKUP = "lookup"
BROWSING = "help"
"""In Help nothing that is typed is kept (users.md A4), not even by accident."""


@dataclass(frozen=True)
class Rescuer:
    """Saves what a broken turn would have lost."""

    performer: Performer

    async def rescue(
        self, rows: AsyncConnection, incoming: Incoming, state: Mapping[str, Any], now: float
    ) -> list[Post]:
        """What is posted: a receipt for what was kept, or an apology where there was nothing to keep."""
        talking = Conversation.from_json(state)
        to = incoming.address
        if not to.private:
            return _in_group(incoming)
        with speaking(talking.language or DEFAULT):
            parts = said(incoming, talking)
            keyring = self.performer.tools.keyring
            unheard = incoming.act is Act.UNHEARD
            if not parts or await people.by_account(rows, keyring, to.channel, to.user):
                sorry = _("Something went wrong here. It is not your fault. Please try again later.")
                return [] if unheard else [_show(to, sorry, talking)]
            known = await stations.every(rows)
            if not receives(known, self.performer.tools.policy.province_station):
                return await self._turned_away(rows, incoming, parts, now)
            receipt = new_receipt()
            if unheard:
                sentence = _("No answer could reach you here. What you told is kept and went to the province.")
            else:
                sentence = _("Something went wrong here. What you told is kept and goes to the province.")
            readers = self._readers(known, parts)
            voices = [ChangeVoice(one["blob"], one["key"]) for one in parts if one["kind"] == "voice"]
            raw = raw_tip(parts, receipt.bits, talking.language, readers)
            posts = await self.performer.perform(rows, [*voices, raw], incoming, now)
            return [*posts, _show(to, f"{sentence}\n{receipt_text(receipt)}", talking)]

    async def _turned_away(
        self, rows: AsyncConnection, incoming: Incoming, parts: list[Json], now: float
    ) -> list[Post]:
        """Nobody could open it: that is said, as it would have been without the failure, and nothing is kept."""
        blobs = tuple(str(one["blob"]) for one in parts if one.get("blob"))
        posts = await self.performer.perform(rows, [DropFiles(blobs), TurnedAway()], incoming, now)
        return [*posts, Show(incoming.address, MAIN, closed_screen(now), fresh=True)]

    def _readers(self, known: Mapping[str, Station], parts: list[Json]) -> tuple[str, ...]:
        """The province; what sounds as if it were about an official goes where its sender would have sent it."""
        topic = guess(spoken(parts)).topic
        return route(topic, None, None, Reader.ABOVE, Urgency.ORDINARY, known, self.performer.tools.policy)


def _in_group(incoming: Incoming) -> list[Post]:
    """Whoever pressed or typed a command there waits for an answer; nobody else in a group does."""
    if incoming.act not in (Act.PRESS, Act.COMMAND):
        return []
    with speaking(DEFAULT):
        text = _("That did not work here. Please press again, or do it in the private chat.")
    return [Show(incoming.address, LINE, Screen(text), fresh=True, lasts_s=LINE_LASTS_S)]


def spoken(parts: list[Json]) -> tuple[Word, ...]:
    """The words of all parts."""
    return words(plain("\n".join(str(part.get("text", "")) for part in parts)))


def said(incoming: Incoming, talking: Conversation) -> list[Json]:
    """Everything a person said in the open report and in the act that failed. A receipt is nothing told: it stays theirs."""
    parts: list[Json] = []
    for talk in talking.talks:
        value = talk.answers.get(talk.spill, [None])[0] if talk.spill else None
        parts += value if isinstance(value, list) else []
        place = talk.answers.get("place", [None])[0]
        if isinstance(place, dict) and place.get("text"):
            parts.append({"kind": "text", "text": place["text"]})
    browsing = talking.here.startswith(BROWSING) and not talking.focused
    told = incoming.act in (Act.TEXT, Act.EDIT, Act.MEDIA) and incoming.text and not browsing
    typed = read(incoming.text)
    looking = talking.talk is not None and talking.talk.dialogue == LOOKUP
    if told and not isinstance(typed, Receipt) and not (looking and isinstance(typed, Slip)):
        parts.append({"kind": "text", "text": incoming.text})
    return parts


def raw_tip(parts: list[Json], receipt: int, language: str, readers: tuple[str, ...]) -> SubmitTip:
    """What was said, as it was said. Where its words speak of danger it rings at once."""
    return SubmitTip(
        topic=Topic.OTHER,
        detail=None,
        area=None,
        stations=readers,
        urgency=Urgency.ONGOING if hints(spoken(parts)) else Urgency.ORDINARY,
        reader=Reader.ABOVE,
        contact=Contact.NONE,
        receipt=f"{receipt:x}",
        story={"parts": [part for part in parts if "blob" not in part], "raw": True},
        files=tuple(part for part in parts if "blob" in part),
        language=language or DEFAULT,
    )


def _show(to: Address, text: str, talking: Conversation) -> Post:
    """The chat forgets what it stumbled over: receipts that nobody has copied yet are said once more."""
    earlier = [receipt_text(Receipt(int(one, 16))) for one in uncopied(talking)]
    return Show(to, MAIN, Screen("\n\n".join([text, *earlier])), fresh=True)
