"""Something said outside any dialogue is never lost: it begins a report, or is kept while we ask what it is (B1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from content.locales import _
from handlers.citizen import help as help_pages
from handlers.citizen.closed import is_closed, turned_away
from handlers.citizen.emergency import danger, danger_text, is_number
from handlers.citizen.intake import elsewhere_screen
from handlers.citizen.leave import leave
from handlers.citizen.phrase_rules import plain
from handlers.citizen.sign_rules import signs
from handlers.citizen.start import start_screen
from handlers.citizen.story import Story, is_greeting
from handlers.citizen.submit import files_in
from handlers.dialogue import Ask, Event, Json, Option, Prompt, Question, Sorry, check_room, part_of
from handlers.effects import DropFiles, Effect
from handlers.here import Begin, Here, Reply
from handlers.questions import chosen
from storage.vault.receipt import Receipt, read


async def outside(here: Here, event: Event) -> Reply:
    """A receipt is looked up; a point, a file or words that sound like a tip begin one; anything else is asked about."""
    if isinstance(typed := read(event.text), Receipt):
        return Reply(begin=Begin("lookup", {"receipt": {"receipt": typed.packed().hex()}}, keep_story="add"))
    if await is_closed(here):
        return turned_away(here, _files_of(event))
    if is_greeting(event.text):
        here.talking.warned = True
        return Reply(start_screen(here))
    if is_number(here, event.text):
        return await danger(here, ())
    if here.facts.intake == "off":
        return Reply(elsewhere_screen(here), effects=_unwanted(event))
    if here.talking.waiting("report") or here.talking.waiting("outside") or not _is_tip(event):
        return Reply(begin=keep(here, [part_of(event)]))
    if event.part is not None and event.part["kind"] == "point":
        at = [event.part["latitude"], event.part["longitude"]]
        return Reply(begin=Begin("report", {"place": {"by": "point", "at": at}}, keep_story="story"))
    return Reply(begin=Begin("report", {"story": [part_of(event)]}, keep_story="story"))


def _unwanted(event: Event) -> list[Effect]:
    """A file that was sent where nothing is taken in: its download is called off."""
    files = _files_of(event)
    return [DropFiles(files)] if files else []


def _files_of(event: Event) -> tuple[str, ...]:
    blob = event.part.get("blob") if event.part else None
    return (str(blob),) if blob else ()


def _is_tip(event: Event) -> bool:
    if event.part is not None:
        return True
    found = signs(plain(event.text))
    return found.tip or found.danger


def keep(here: Here, parts: Sequence[Json]) -> Begin:
    """Keep these parts, with what was said before and not decided about, until the person decides."""
    talk = here.talking.waiting("outside")
    waiting = talk.answers.get("story", [[]])[0] if talk else []
    return Begin("outside", open_parts={"story": [*waiting, *parts]}, keep_story="story")


@dataclass(frozen=True)
class Keep(Question[dict[str, Json]]):
    """What shall become of these words? Value: {parts, then}; while it is open: the parts, and each new one joins them."""

    here: Here = field(repr=False)
    title: str
    unfinished: bool  # whether a report waits that they could join

    def prompt(self, so_far: Json) -> Prompt:
        text = _("Shall this go as a message to the officers on duty? It is kept here until you choose.")
        if Story.of(so_far or []).signs.danger:
            text = f"{danger_text(self.here)}\n{text}"
        return Prompt(text, self._options())

    def take(self, event: Event, so_far: Json) -> tuple[Json, bool]:
        parts = list(so_far or [])
        if key := chosen(event, self._options()):
            return {"parts": parts, "then": key}, True
        if event.part is None and not event.text.strip():
            raise Sorry(_("Please press one of the lines, or type its number."))
        check_room(parts, event)
        return [*parts, part_of(event)], False

    def load(self, value: Json) -> dict[str, Json]:
        if not isinstance(value, dict):
            raise ValueError("undecided")  # noqa: TRY004 - the contract of `load`
        return value

    def _options(self) -> tuple[Option, ...]:
        sends: tuple[Option, ...]
        if self.unfinished:
            sends = (Option("join", _("Add to unfinished")), Option("send", _("Drop old, send this")))
        else:
            sends = (Option("send", _("Send it as a tip")),)
        return (
            *sends,
            Option("help", _("Ask, get help")),
            Option("drop", _("No, drop it")),
        )


async def undecided(ask: Ask, here: Here) -> Reply:
    """The question that keeps what was said until somebody decides."""
    report = here.talking.waiting("report")
    said = await ask("story", Keep(here, _("What you wrote"), report is not None))
    parts = list(said["parts"])
    if said["then"] == "join" and report is not None:
        value, complete = report.answers.get("story", [[], False])
        report.answers["story"] = [[*(value or []), *parts], complete]
        return Reply(resume="report")
    if said["then"] in ("send", "join"):
        return Reply(begin=Begin("report", {"story": parts}, keep_story="story"), effects=_dropped(here))
    files = tuple(str(part["blob"]) for part in Story.of(parts).files)
    reply = await (help_pages.page(here, ()) if said["then"] == "help" else leave(here))
    reply.effects = [*reply.effects, *([DropFiles(files)] if files else [])]
    return reply


def _dropped(here: Here) -> list[Effect]:
    """The report that is replaced takes its files with it."""
    report = here.talking.waiting("report")
    files = files_in(report.answers) if report else ()
    return [DropFiles(files)] if files else []
