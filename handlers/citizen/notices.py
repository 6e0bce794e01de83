"""What reaches a citizen unasked: the question itself where they allowed it, else a notice that says nothing (users.md A5)."""

from __future__ import annotations

from content.locales import _
from handlers.messages import Button, Screen
from handlers.screens import action

NOTICE = "notice"
REPLY = "reply"
QUESTION = "question:"
"""Names of the screens: the one notice of a chat, the last reply, and a screen for each question, with its public id."""


def question_screen(public: str, text: str, *, prepared: str = "", removable: bool = True) -> Screen:
    """An officer's question, to be answered here without the receipt. `public` is the question's own random id.

    `prepared`: the key of a ready-made one, which brings its answers to tap. `removable`: whether the platform lets us take it away again.
    """
    lead = _("Hello. There is one small question, answer it whenever you like:")
    answer = action("answer", public, prepared) if prepared else action("answer", public)
    options = ((_("Answer"), answer), *([(_("Remove this"), action("remove", public))] if removable else []))
    rows = tuple((Button(label, payload=payload),) for label, payload in options)
    return Screen(f"{lead}\n{text}", rows, protect=True)


def reply_screen(text: str) -> Screen:
    """A word of an officer that asks nothing."""
    return Screen(_("Hello. A short word on what you sent:") + "\n" + text, protect=True)


def notice_screen() -> Screen:
    """There is news; what it is needs the receipt."""
    return Screen(_("Hello. There is something new for you to see, whenever you have time."))
