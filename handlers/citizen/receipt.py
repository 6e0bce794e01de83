"""The receipt is shown, copied, and only then the chat is wiped: wiping first would lose it (users.md 3.8, A1, A6)."""

from __future__ import annotations

from dataclasses import dataclass, field

from content.locales import _
from handlers.citizen import wipe
from handlers.citizen.menu import menu_screen
from handlers.conversation import Conversation
from handlers.dialogue import Ask, Event, Json, Option, Prompt, Question, Sorry
from handlers.here import Here, Reply
from handlers.questions import Choice, chosen
from storage.vault.receipt import Receipt

IN_A_LINE = 3
DIALOGUE = "receipt"


@dataclass(frozen=True)
class Shown(Question[str]):
    """The receipt as words or as digits; the clipboard comes second, with its warning."""

    title: str
    receipt: Receipt = field(repr=False)
    test: bool = False
    slow: bool = False  # much came from here at once
    earlier: bool = False  # of a tip that was sent before, and not copied yet

    def prompt(self, so_far: Json) -> Prompt:
        if so_far == "copy":
            text = _("Careful: the keyboard of a phone may remember what was copied. Paper is safer.")
        else:
            text = receipt_text(self.receipt, digits=so_far == "digits", test=self.test, slow=self.slow)
        if self.earlier:
            text = _("One more, of what you sent before.") + "\n" + text
        return Prompt(text, self._options(so_far), columns=1, way_back=False)

    def take(self, event: Event, so_far: Json) -> tuple[Json, bool]:
        key = chosen(event, self._options(so_far))
        if key is None:
            raise Sorry(_("Copy it first, then press “I have copied it”."))
        return key, key == "copied"

    def load(self, value: Json) -> str:
        if value != "copied":
            raise ValueError("not copied yet")
        return "copied"

    def _options(self, so_far: Json) -> tuple[Option, ...]:
        done = Option("copied", _("I have copied it"))
        as_words, as_digits = Option("words", _("As syllables")), Option("digits", _("As digits"))
        if so_far == "copy":
            return (as_words, Option("clip", _("Copy in the phone"), " ".join(self.receipt.words())), done)
        return (done, as_words if so_far == "digits" else as_digits, Option("copy", _("Copy in the phone")))


def receipt_text(receipt: Receipt, *, digits: bool = False, test: bool = False, slow: bool = False) -> str:
    """The receipt with what must be known of it, as syllables or as digits."""
    lead = (
        _("Done, thank you. Copy these 25 digits onto paper, no screenshot:")
        if digits
        else _("Done, thank you. Copy these 9 syllables onto paper, no screenshot:")
    )
    words = receipt.words()
    grouped = [" – ".join(words[at : at + IN_A_LINE]) for at in range(0, len(words), IN_A_LINE)]
    lines = [lead, "", *(receipt.digits().split(" ") if digits else grouped), ""]
    lines.append(_("Only with them you see the answer, on any phone. Lost, nobody can bring them back, not even we."))
    if slow:
        lines.append(_("Much came from here at once. All of it is kept; it is read a little later."))
    if test:
        lines.append(_("This was only a try: nobody will act on it."))
    return "\n".join(lines)


def uncopied(talking: Conversation) -> list[str]:
    """Packed receipts, hex, that were shown in this chat and not copied yet: the next one must not cover them."""
    found = []
    for talk in talking.talks:
        if talk.dialogue == DIALOGUE:
            new, earlier = talk.answers["receipt"][0], talk.answers.get("earlier", [[]])[0]
            keys = {str(new): "copied", **{str(one): _copied(str(one)) for one in earlier}}
            found += [one for one, key in keys.items() if not talk.answers.get(key, [None, False])[1]]
    return found


def _copied(packed: str) -> str:
    """The key of the answer that an earlier receipt was copied. Nothing of the receipt is in it that is not stored beside it."""
    return f"copied.{packed}"


async def receipt(ask: Ask, here: Here) -> Reply:
    """Shown until copied, and any earlier one that was not; then: wipe now, or later."""
    shown = Receipt(int(str(ask.so_far("receipt")), 16))
    await ask("copied", Shown(_("Receipt"), shown, bool(ask.so_far("test")), bool(ask.so_far("slow"))))
    for one in ask.so_far("earlier") or ():
        await ask(_copied(one), Shown(_("Receipt"), Receipt(int(one, 16)), earlier=True))
    if not here.facts.can_delete:  # nothing to ask: how to delete it by hand is said at once
        return await wipe.wiped(here)
    text = _("Erase what stands here on this phone now?")
    text += "\n" + _("Your own photos and recordings stay in the phone: delete them yourself.")
    options = {"wipe": _("Erase this chat"), "later": _("Later")}
    if await ask("wipe", Choice(_("Erase"), options, text)) == "later":
        return Reply(menu_screen(here))
    return await wipe.wiped(here)
