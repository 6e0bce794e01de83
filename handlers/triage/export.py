"""Taking a tip's papers out: a Word file with the cleaned files under a password, or a printed list of ids.

The file and its password come as two messages of the private chat and are gone after a quarter of an hour. Slow work
makes them (`bot/papers.py`); who may is asked here, there, and once more before they are posted.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from content.locales import _
from handlers.dialogue import Ask
from handlers.effects import ExportTip
from handlers.here import Begin, Here, Reply
from handlers.messages import Attachment, Button, Screen
from handlers.questions import Choice
from handlers.screens import action
from handlers.triage.desk import desk_screen, done_screen
from handlers.triage.export_rules import Form, barred
from handlers.triage.gate import AdmittedTo, admit_to, fresh_card
from handlers.triage.permissions import Right
from handlers.triage.state_rules import SENTENCES

DIALOGUE = "export_tip"


async def begin(here: Here, arguments: tuple[str, ...]) -> Reply:
    """ "Take papers out", on the card of a tip one has."""
    public = arguments[0] if arguments else ""
    found = await admit_to(here, Right.EXPORT, public)
    if not isinstance(found, AdmittedTo):
        return found
    if why := barred(found.card):
        return Reply(toast=_(SENTENCES[why]), alert=True, posts=[await fresh_card(here, found.card, found.person)])
    return Reply(begin=Begin(DIALOGUE, {"tip": public}), fresh=True)


async def export_tip(ask: Ask, here: Here) -> Reply:
    """Which form; then it is ordered. The names of its screens are remembered, so that the lock takes them away."""
    public = str(ask.so_far("tip"))
    found = await admit_to(here, Right.EXPORT, public)
    if not isinstance(found, AdmittedTo):
        return found
    forms = {Form.DOSSIER: _("Papers in a ZIP"), Form.LIST: _("List of ids only"), "no": _("Not now")}
    text = "\n".join(
        (
            _("Papers of {label}: a Word file and the cleaned files, in a ZIP with a password.").format(
                label=found.card.label
            ),
            _("Both leave this chat after 15 minutes. Save them on the unit's own machine, nowhere else."),
            _("No stamp, no number, no signature: those are put on by hand."),
        )
    )
    form = await ask("form", Choice(_("Which papers?"), {str(key): label for key, label in forms.items()}, text))
    if form == "no":
        return Reply(await desk_screen(here, found.person))
    blob = secrets.token_hex(16)
    here.talking.screens += screens_of(blob)
    return Reply(
        done_screen(_("It is being made. It comes below in a moment.")),
        effects=[ExportTip(public, found.person.id, Form(form), blob)],
    )


def screens_of(blob: str) -> tuple[str, str]:
    """The names of the two screens: the file, and its password."""
    return f"export:{blob}:file", f"export:{blob}:password"


def exports_of(names: Sequence[str]) -> list[str]:
    """Those of a chat's screens that hold papers or a password."""
    return [name for name in names if name.startswith("export:")]


def file_screen(file: Attachment, form: Form, label: str, left_out: int = 0) -> Screen:
    """The file. It may be saved, for that is what it is for."""
    if form is Form.LIST:
        return Screen(_("List of your tips, ids only. Gone from here after 15 minutes."), attachment=file)
    lines = [_("Papers of {label}. 7-Zip opens them. Gone from here after 15 minutes.").format(label=label)]
    if left_out:
        lines.append(_("{n} more could not be enclosed: read them in the chat.").format(n=left_out))
    return Screen("\n".join(lines), attachment=file)


def password_screen(password: str, label: str) -> Screen:
    """The password, apart from the file and not to be forwarded."""
    lines = [_("Password for {label}, hyphens too:").format(label=label), password]
    lines.append(_("Type it over. It is gone from here after 15 minutes, and nobody can look it up."))
    return Screen("\n".join(lines), ((Button(_("Lock shift"), payload=action("lock")),),), protect=True)
