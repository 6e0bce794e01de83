"""Campaigns to test with."""

from __future__ import annotations

from datetime import date

from content.outreach_terms import CampaignState, Rhythm
from content.terms import Role
from handlers.outreach.campaign_rules import Actor
from handlers.outreach.schedule_rules import Schedule
from storage.campaigns import Campaign, Plan
from storage.mailing import Message, Recipients
from tests.world import COMMUNE, PROVINCE

AUTHOR, COLLEAGUE, CHIEF, ELSEWHERE = (f"{number:032x}" for number in range(1, 5))
ACTORS = {
    AUTHOR: Actor(AUTHOR, Role.OUTREACH, COMMUNE, above=False),
    COLLEAGUE: Actor(COLLEAGUE, Role.HEAD, COMMUNE, above=False),
    CHIEF: Actor(CHIEF, Role.COMMANDER, PROVINCE, above=True),
    ELSEWHERE: Actor(ELSEWHERE, Role.OUTREACH, "31804", above=False),
}


def plan(text: str = "Đừng giữ giùm gói lạ.", schedule: Schedule | None = None, **more: tuple[str, ...]) -> Plan:
    when = schedule or Schedule(Rhythm.AT_ONCE, date(2027, 1, 15), 480)
    return Plan(Message({"vi": text}), Recipients(**more), when.to_json())  # type: ignore[arg-type]


def campaign(state: CampaignState = CampaignState.DRAFT, one: Plan | None = None) -> Campaign:
    return Campaign("ab" * 16, state, COMMUNE, AUTHOR, one or plan(), 1, 1_800_000_000.0)
