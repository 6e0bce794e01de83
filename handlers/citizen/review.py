"""The last look before sending: what leaves, who reads it, and a way to change every answer."""

from __future__ import annotations

from dataclasses import dataclass, field

from content.locales import _, ngettext
from content.terms import Contact
from handlers.citizen.story import Story
from handlers.dialogue import Event, Json, Option, Prompt, Question, Sorry
from handlers.questions import chosen

PAGE = 3000
"""Characters of a story on one screen; a platform's message holds 4,096."""
SEND, DROP = "send", "drop"


@dataclass(frozen=True)
class Review(Question[str]):
    """The review, with its own small screens: change, read, drop. Value: `SEND` or `DROP`."""

    title: str
    about: str  # topic · place · when
    readers: str
    contact: Contact
    story: Story = field(repr=False)
    may_hide: bool = True  # whether the commune reads it and could be left out
    test: bool = False

    def prompt(self, so_far: Json) -> Prompt:
        shown = so_far or {}
        texts = {"change": _("What do you want to change?"), "drop": _("Erase all of it, really?")}
        text = self._page(shown.get("page", 0)) if shown.get("at") == "read" else texts.get(str(shown.get("at")), "")
        return Prompt(text or self._summary(), self._options(shown), way_back=not shown)

    def take(self, event: Event, so_far: Json) -> tuple[Json, bool]:
        shown = so_far or {}
        key = chosen(event, self._options(shown))
        if key is None:
            raise Sorry(_("Please press one of the lines, or type its number."))
        if key in (SEND, DROP):
            return key, True
        if key == "more_text":
            return {"at": "read", "page": shown.get("page", 0) + 1}, False
        return ({} if key == "summary" else {"at": key.removeprefix("ask_")}), False

    def load(self, value: Json) -> str:
        if value not in (SEND, DROP):
            raise ValueError("not decided")
        return str(value)

    def _options(self, shown: dict[str, Json]) -> tuple[Option, ...]:
        back = Option("summary", _("Back to the summary"))
        if shown.get("at") == "change":
            changes = (Option(f"edit:{key}", label) for key, label in self._changes().items())
            return (*changes, back, Option(SEND, _("Send")))
        if shown.get("at") == "drop":
            return (back, Option(DROP, _("Erase all of it")))
        if shown.get("at") == "read":
            more = (
                (Option("more_text", _("Next page")),)
                if len(self.story.text) > PAGE * (shown.get("page", 0) + 1)
                else ()
            )
            return (*more, Option("edit:more", _("Add something")), back, Option(SEND, _("Send")))
        return (
            Option(SEND, _("Send")),
            Option("change", _("Change")),
            Option("read", _("Read my words again")),
            *((Option("edit:reader", _("Hide from commune")),) if self.may_hide else ()),
            Option("ask_drop", _("Drop it, erase all")),
        )

    def _changes(self) -> dict[str, str]:
        return {
            "topic": _("What it is about"),
            "place": _("The place"),
            "more": _("Add something"),
            "when": _("When it was"),
            "danger": _("Danger now"),
            "contact": _("How to answer me"),
            **({"reader": _("Who reads it")} if self.may_hide else {}),
        }

    def _summary(self) -> str:
        files = len(self.story.files)
        pieces = [self.about]
        if files:
            pieces.append(ngettext("{n} file", "{n} files", files).format(n=files))
        lines = [
            _("About to go: {summary}").format(summary=" · ".join(pieces)),
            _("Read by: {readers}. Answer: {contact}.").format(
                readers=self.readers, contact=_(self.contact.text).lower()
            ),
            # BLTTHS 2015, Art. 144.5 in plain words, for the honest must not be frightened; marked for legal review.
            _(
                "Send only what you really saw or heard. A mistake is fine; making things up to hurt someone is an offence."
            ),
        ]
        if self.test:
            lines.insert(1, _("This is only a try: nobody will act on it."))
        return "\n".join(lines)

    def _page(self, page: int) -> str:
        lead = _("These are your own words. Is anyone next to you now?")
        words = self.story.text[page * PAGE : (page + 1) * PAGE]
        return f"{lead}\n\n{words or _('Only files, no words.')}"
