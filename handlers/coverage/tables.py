"""Which function of coverage answers what: merged into the house's routes (`handlers/everything.py`)."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.coverage import (
    duties,
    figures,
    hotspots,
    list_making,
    lists,
    morning,
    motions,
    page_link,
    plan_desk,
    reporting,
    sessions,
    uncovered,
)
from handlers.routes import Action, Answer, Dialogue

COMMANDS: Mapping[str, Answer] = {
    "kehoach": plan_desk.kehoach,
    "phu": uncovered.phu,
    "baocao": reporting.baocao,
}
"""For members of staff only: to others the word does not exist."""

ACTIONS: Mapping[str, Action] = {
    "plan": plan_desk.desk,
    "plan_figures": figures.listed,
    "plan_figure": figures.begin,
    "plan_duties": duties.listed,
    "plan_lists": lists.every,
    "plan_list": lists.one,
    "list_show": lists.show,
    lists.FIX: list_making.begin_fix,
    lists.WAVE: list_making.begin_wave,
    lists.CHANGE: list_making.begin_change,
    "phu": uncovered.desk,
    "phu_line": uncovered.line,
    "phu_place": uncovered.place,
    "phu_link": uncovered.link,
    "year_report": reporting.offer,
    "report_make": reporting.make,
    "picture": morning.show,
    "remind_late": morning.remind,
    "hotspots": hotspots.listed,
    "hotspot": hotspots.one,
    "tip_spot": hotspots.of_tip,
    "spot_in": hotspots.put_in,
    "spot_out": hotspots.take_out,
    hotspots.NEW: hotspots.begin_new,
    hotspots.STEP: hotspots.begin_step,
    sessions.NEW: sessions.begin,
    sessions.RETURN: sessions.begin_return,
    "sessions": sessions.listed,
    "session": sessions.one,
    "session_ok": sessions.accept,
    "motions": motions.listed,
    "page": page_link.offer,
    "motion": motions.one,
    "second": motions.second,
    "year_close": motions.close,
    motions.REOPEN: motions.begin_open,
}
"""Anybody can forge them, also in a group: each asks who presses, and where."""

DIALOGUES: Mapping[str, Dialogue] = {
    figures.DIALOGUE: figures.enter,
    hotspots.NEW: hotspots.make,
    hotspots.STEP: hotspots.step,
    lists.FIX: list_making.fix,
    lists.WAVE: list_making.make_wave,
    lists.CHANGE: list_making.change,
    motions.REOPEN: motions.open_again,
    sessions.NEW: sessions.record,
    sessions.RETURN: sessions.give_back,
}

PAGES: Mapping[str, Answer] = {
    plan_desk.PAGE: plan_desk.kehoach,
    uncovered.PAGE: uncovered.phu,
    morning.PAGE: morning.show,
    reporting.PAGE: reporting.baocao,
}

NEWS: Mapping[str, Answer] = {}
"""Slow work that ended, by name."""
