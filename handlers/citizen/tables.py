"""What a citizen can say and press, and which function answers it."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.citizen import answer, emergency, files, lookup, menu, prevention, receipt, report, start, wipe
from handlers.citizen import help as help_pages
from handlers.citizen.leave import another_tip
from handlers.citizen.outside import undecided
from handlers.routes import Action, Answer, Dialogue

COMMANDS: Mapping[str, Answer] = {
    "start": start.start,
    "menu": menu.home,
    "xoa": wipe.command,
}
ACTIONS: Mapping[str, Action] = {
    "home": menu.to_home,
    "more": menu.more,
    "resume": menu.resume,
    "report": menu.report,
    "anew": menu.anew,
    "lookup": lookup.begin,
    "answer": answer.begin,
    "remove": answer.remove,
    "tips": prevention.tips,
    "tips_for": prevention.tips_for,
    "tips_read": prevention.tips_read,
    "tips_quiz": prevention.tips_quiz,
    "tips_answer": prevention.tips_answer,
    "tip_line": another_tip,
    "help": help_pages.page,
    "try": help_pages.try_it,
    "danger": emergency.danger,
    "urgent": emergency.urgent,
    "who": start.who,
    "real": start.real,
    "languages": start.languages,
    "shared": start.shared,
    "wipe": wipe.ask_wipe,
    "wiped": wipe.wiped,
}
DIALOGUES: Mapping[str, Dialogue] = {
    "report": report.report,
    "receipt": receipt.receipt,
    "lookup": lookup.lookup,
    "answer": answer.answer,
    "outside": undecided,
}
PAGES: Mapping[str, Answer] = {help_pages.PAGE: help_pages.heard}
NEWS: Mapping[str, Answer] = {"file": files.refused}
