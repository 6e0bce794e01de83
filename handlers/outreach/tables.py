"""Which function of prevention answers what: merged into the house's routes (`handlers/everything.py`)."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.outreach import (
    boxes,
    campaign,
    compose,
    desk,
    halt,
    heard,
    joining,
    lists,
    personal,
    pledging,
    relay,
    result,
    waiting,
)
from handlers.routes import Action, Answer, Dialogue

COMMANDS: Mapping[str, Answer] = {
    "tuyentruyen": desk.desk,
    "homthu": boxes.homthu,
}
"""For members of staff only: to others the word does not exist."""

ACTIONS: Mapping[str, Action] = {
    "outreach": desk.back,
    "seen": heard.seen,
    "quiz": heard.quiz,
    "vow": heard.vow,
    "result": result.result,
    "counted": result.counted,
    "sheet": result.sheet,
    "pledges": pledging.figures,
    "signed": pledging.begin,
    "strike": pledging.strike,
    "offer": joining.offer,
    "agree": joining.agree,
    "sample": joining.sample,
    "decline": joining.decline,
    "stop": joining.stop,
    "compose": compose.begin,
    "campaigns": lists.show,
    "campaign": campaign.show,
    "camp_see": campaign.preview,
    "camp_do": campaign.step,
    "camp_drop": campaign.drop,
    "run_do": campaign.steer,
    "run_unsure": campaign.unsure,
    "halt": halt.halt,
    "lift": halt.lift,
    "waiting": waiting.waiting,
    "whose": waiting.whose,
    "boxes": boxes.listed,
    "box": boxes.one,
    "box_care": boxes.care,
    "box_new": boxes.new,
    "weekly": personal.weekly,
    "weekly_stop": personal.stop,
    "relay_link": relay.link,
    "posted": relay.posted,
    "other": relay.other,
    "skip": relay.skip,
}
"""Anybody can forge them, also in a group: each asks who presses, and where."""

DIALOGUES: Mapping[str, Dialogue] = {
    pledging.DIALOGUE: pledging.enter,
    "whose": waiting.whose_is_it,
    "weekly": personal.ask_weekly,
    "relay": relay.agree,
    "relay_link": relay.make_link,
    "posted": relay.count_members,
    compose.DIALOGUE: compose.compose,
    campaign.REFUSE: campaign.refuse,
    "box": boxes.put_up,
}

PAGES: Mapping[str, Answer] = {desk.PAGE: desk.desk}

NEWS: Mapping[str, Answer] = {}
