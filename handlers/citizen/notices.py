"""What reaches a citizen unasked: the question itself where they allowed it, else a notice that says nothing (users.md A5)."""

from __future__ import annotations

from content.locales import _
from handlers.messages import Button, Screen
from handlers.screens import action


def question_screen(public: str, text: str) -> Screen:
    """An officer's question, to be answered here without the receipt. `public` is the question's own random id."""
    lead = _("Hello. There is one small question, answer it whenever you like:")
    rows = (
        (Button(_("Answer"), payload=action("answer", public)),),
        (Button(_("Remove this"), payload=action("remove", public)),),
    )
    return Screen(f"{lead}\n{text}", rows, protect=True)


def notice_screen() -> Screen:
    """There is news; what it is needs the receipt."""
    return Screen(_("Hello. There is something new for you to see, whenever you have time."))
