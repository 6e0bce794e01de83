"""A campaign's moment: its run begins, or is told as missed; then the next one is set."""

from __future__ import annotations

from typing import Any

from bot.perform.doing import Doing
from bot.perform.news import show
from bot.perform.outreach import reporting
from content.locales import DEFAULT, _, speaking
from content.outreach_terms import CampaignState
from content.terms import PersonState
from handlers.messages import Lane, Screen, Show
from handlers.outreach.campaign import approval_screen
from handlers.outreach.campaign_rules import fired
from handlers.outreach.campaign_words import heading
from handlers.outreach.expiry import expired, off_on
from handlers.outreach.schedule_rules import too_late
from handlers.triage.hours import day_hour_minute
from storage import campaigns, due, halts, runs
from storage.campaigns import Campaign
from storage.times import micros

CAMPAIGN = "campaign"


async def plan(doing: Doing, one: Campaign) -> None:
    """Set the moment of its next run, or take it back."""
    if one.next_at is None:
        await due.cancel(doing.rows, doing.seals, CAMPAIGN, one.id)
        return
    payload = {"campaign": one.id, "due": one.next_at}
    await due.put(doing.rows, doing.seals, CAMPAIGN, one.id, one.next_at, payload, doing.now, lasting=True)
    doing.book.soon = True


async def came(doing: Doing, payload: dict[str, Any]) -> None:
    """Its moment has come: only where it is still the one on the calendar, whatever the clock did meanwhile."""
    one = await campaigns.get(doing.rows, doing.keyring, payload["campaign"], lock=True)
    at = payload["due"]
    if one is None or one.state is not CampaignState.APPROVED or one.next_at is None:
        return
    if micros(one.next_at) != micros(at) or one.approved != one.plan.digest:
        return
    why = await _missed(doing, one, at)
    after = fired(one, at, doing.now, doing.policy, off_on)
    await campaigns.save(doing.rows, doing.keyring, after)
    await plan(doing, after)
    if why:
        await _tell_missed(doing, after, why)
        return
    number = len(await runs.of_campaign(doing.rows, one.row)) + 1
    run = await runs.begin(
        doing.rows, doing.keyring, one.row, number, one.plan.message, one.plan.recipients, at, doing.now
    )
    if run is not None:
        await reporting.follow(doing, run)


async def _missed(doing: Doing, one: Campaign, at: float) -> str:
    with speaking(DEFAULT):
        if await halts.current(doing.rows):
            return _("everything was stopped")
        if expired(one.plan.message, doing.now, doing.policy):
            return _("the piece has expired")
        if too_late(at, doing.now, doing.policy, off_on):
            due_at = day_hour_minute(at, doing.now, doing.policy)
            return _("it was due at {at} and would have come too late").format(at=due_at)
    return ""


async def _tell_missed(doing: Doing, one: Campaign, why: str) -> None:
    author = await doing.person(one.author)
    if author.state is not PersonState.ACTIVE:
        return
    with speaking(DEFAULT):
        text = _("Not sent: {what}. The reason: {why}.").format(what=heading(one.plan), why=why)
        if one.next_at is not None:
            text += " " + _("Next: {at}").format(at=day_hour_minute(one.next_at, doing.now, doing.policy))
        screen: Screen = approval_screen(text, one)
    to = await doing.address_of(author)
    await show(doing, Show(to, f"missed:{one.id}", screen, fresh=True, lane=Lane.ALERT))
