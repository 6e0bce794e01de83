"""The questions nobody has to answer: topic, danger, hour, how many know, when, contact, who reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from content.locales import _, speaking
from content.policy import Policy
from content.terms import DETAILS, Contact, Detail, Known, Reader, Topic
from handlers.citizen.emergency import danger_text
from handlers.citizen.guard import hurry
from handlers.citizen.rest import Rest
from handlers.citizen.story import Story
from handlers.citizen.topic_rules import Guess
from handlers.dialogue import Event, Json, Option, Prompt, Question, Sorry
from handlers.here import Here
from handlers.questions import Choice, Text, chosen

SKIP = "skip"
TODAY = "today"


async def ask_topic(rest: Rest, story: Story) -> Guess:
    """What it is about: guessed, and chosen in two levels where the person corrects it."""
    guessed = story.signs.guess
    text = _("What is it about? Press the nearest line; no need to be sure.")
    topics = {topic.value: _(topic.text) for topic in Topic} | hurry()
    topic = Topic(await rest.optional("topic", Choice(_("What it is about"), topics, text), guessed.topic.value))
    if not rest.ask.opened("topic"):
        return guessed
    if not DETAILS[topic]:
        return Guess(topic, None)
    details = {detail.value: _(detail.text) for detail in DETAILS[topic]} | {SKIP: _("Not sure")}
    details = {key: label for key, label in details.items() if key != Detail.UNSURE.value} | hurry()
    detail = await rest("topic.detail", Choice(_("Which of these is nearest?"), details), SKIP)
    return Guess(topic, None if detail == SKIP else Detail(detail))


async def ask_danger(rest: Rest, here: Here) -> str:
    """Whether somebody is in danger now: "called", "cannot" or "none"; empty where the question was left."""
    options = {"called": _("I have called"), "cannot": _("I can't call"), "none": _("No danger")}
    return await rest("danger", Choice(_("Danger now"), {**options, **hurry()}, danger_text(here), columns=1), "")


async def ask_danger_note(rest: Rest) -> str:
    """One line from somebody who cannot call: it goes at once."""
    text = _("Where, how many people, knives or guns? One line, and it goes at once.")
    return await rest("danger.note", Text(_("Danger now"), text, hurry()), "")


async def ask_hour(rest: Rest) -> str:
    """When it was seen at sea: a message may come hours later, so the hour told is kept apart."""
    options = {"now": _("Just now"), **hurry()}
    said = await rest("hour", Text(_("Hour"), _("What time did you see it? A rough hour is fine."), options), "")
    return options.get(said, said)


async def ask_known(rest: Rest) -> str:
    """Whether many know it: "few" warns the officer to keep the source safe."""
    text = _("One more thing: do many people know about this?")
    options = {known.value: _(known.text) for known in (Known.FEW, Known.MANY)}
    return await rest("known", Choice(_("Who knows"), {**options, **hurry()}, text), "")


@dataclass(frozen=True)
class When(Question[dict[str, Json]]):
    """When it was. Value: {key, day?} or {text}: "today" is stored as a date, for tomorrow it means another."""

    title: str
    policy: Policy

    def prompt(self, so_far: Json) -> Prompt:  # noqa: ARG002
        return Prompt(_("When was it? Press, or type it in your own words."), self._options())

    def take(self, event: Event, so_far: Json) -> tuple[Json, bool]:  # noqa: ARG002
        if key := chosen(event, self._options()):
            day = datetime.fromtimestamp(event.at + self.policy.utc_offset, UTC).date().isoformat()
            return {"key": key, "day": day}, True
        if not event.text.strip():
            raise Sorry(_("Please write a few words."))
        return {"text": event.text.strip()}, True

    def load(self, value: Json) -> dict[str, Json]:
        if not isinstance(value, dict):
            raise ValueError("no time")  # noqa: TRY004 - the contract of `load`
        return value

    def _options(self) -> tuple[Option, ...]:
        return tuple(Option(key, label) for key, label in {**times(), **hurry()}.items())


def times() -> dict[str, str]:
    """What can be pressed."""
    return {
        "ongoing": _("Happening now"),
        TODAY: _("Today"),
        "often": _("It happens often"),
        "past": _("A while ago"),
    }


async def ask_when(rest: Rest, here: Here) -> dict[str, Json]:
    """When it was; empty where nobody said."""
    return await rest.optional("when", When(_("When it was"), here.policy), {})


def when_line(when: dict[str, Json], language: str, *, own_words: bool) -> str:
    """The time in a language, "today" with its date. A screen never quotes the person's own words: `own_words` False."""
    if "text" in when:
        return str(when["text"]) if own_words else _("as you wrote")
    if "key" not in when:
        return ""
    with speaking(language):
        day = datetime.fromisoformat(str(when["day"])).strftime("%d/%m")
        label = times().get(str(when["key"]), "")
        return f"{label} {day}" if when["key"] == TODAY else label


async def ask_contact(rest: Rest, here: Here) -> Contact:
    """How the person may be reached."""
    options = ways_back(shared_phone=here.talking.shared_phone) | hurry()
    question = Choice(_("How to answer me"), options, may_we_ask(), columns=1)
    return Contact(await rest.optional("contact", question, Contact.NOTICE.value))


def may_we_ask() -> str:
    return _("May we ask you something later? Whoever holds this phone could see it.")


def ways_back(*, shared_phone: bool) -> dict[str, str]:
    """The ways to be reached; on a shared phone never with the question itself (users.md A5)."""
    offered = (Contact.NOTICE, Contact.NONE) if shared_phone else (Contact.NOTICE, Contact.HERE, Contact.NONE)
    return {contact.value: _(contact.text) for contact in offered}


async def ask_reader(rest: Rest) -> Reader:
    """Who may read it (users.md A3)."""
    text = _("Who may read this? “Only the level above” means that no one in the commune ever sees it.")
    options = {reader.value: _(reader.text) for reader in (Reader.ABOVE, Reader.COMMUNE)} | hurry()
    question = Choice(_("Who reads it"), options, text, columns=1)
    return Reader(await rest.optional("reader", question, Reader.COMMUNE.value))


async def ask_try(rest: Rest, *, sounds_real: bool) -> bool:
    """Whether this is only a try. A try that reads like the truth is asked about once (users.md A10)."""
    if not rest.ask.so_far("test"):
        return False
    options = {"real": _("It is real"), "try": _("Only a try")} | hurry()
    text = _("You opened this as a try. Did this really happen?")
    return not sounds_real or await rest("real", Choice(_("Real or a try"), options, text), "real") == "try"
