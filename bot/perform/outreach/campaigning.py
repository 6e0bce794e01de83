"""Campaigns written down, and every step of theirs: rights and rules are asked again under the lock."""

from __future__ import annotations

from dataclasses import replace

from bot.perform.doing import Doing
from bot.perform.news import show
from bot.perform.outreach import reporting, starting
from content.locales import DEFAULT, _, speaking
from content.outreach_terms import CampaignState
from content.terms import PersonState, Role
from handlers.messages import Lane, Screen, Show
from handlers.outreach.campaign import approval_screen, right_of
from handlers.outreach.campaign_rules import (
    SENTENCES,
    Bar,
    Step,
    actor,
    bar,
    changed,
    reaches_too_far,
    taken,
    within_reach,
)
from handlers.outreach.campaign_words import heading, when
from handlers.outreach.effects import DropCampaign, SaveCampaign, SteerRun, StepCampaign
from handlers.outreach.expiry import expired, off_on
from handlers.outreach.run_rules import SENDS, Steer
from handlers.outreach.schedule_rules import may_send
from handlers.triage.permissions import Right, case_of, refusal
from storage import campaigns, people, runs, stations
from storage.campaigns import Campaign
from storage.people import Person

NEEDS_TIME = frozenset({Step.SUBMIT, Step.APPROVE, Step.RESUME})


async def save(doing: Doing, effect: SaveCampaign) -> None:
    """A draft, new or written anew; one that was approved is on no calendar any more."""
    person = await _entitled(doing, effect.officer, Right.WRITE_CAMPAIGN)
    units = await stations.every(doing.rows)
    if person is None:
        return None
    if reaches_too_far(effect.plan.recipients, units.get(person.station)):
        return await _told(doing, person, Bar.AREA)
    one = await campaigns.get(doing.rows, doing.keyring, effect.campaign, lock=True)
    if one is None:
        new = Campaign(
            effect.campaign, CampaignState.DRAFT, person.station, person.id, effect.plan, 1, doing.now
        )  # fmt: skip
        await campaigns.save(doing.rows, doing.keyring, new)
        return doing.audit(person.id, "campaign written", effect.campaign)
    after = changed(one, effect.plan, actor(person, units)) if one.version == effect.version else Bar.CHANGED
    if isinstance(after, Bar):
        return await _told(doing, person, after)
    await campaigns.save(doing.rows, doing.keyring, after)
    await starting.plan(doing, after)
    return doing.audit(person.id, "campaign changed", effect.campaign)


async def drop(doing: Doing, effect: DropCampaign) -> None:
    """A draft of one's own is gone; one that was sent before stays in the books."""
    one = await campaigns.get(doing.rows, doing.keyring, effect.campaign, lock=True)
    if one is None or one.author != effect.officer or one.state is not CampaignState.DRAFT:
        return
    if await runs.of_campaign(doing.rows, one.row):
        await campaigns.save(doing.rows, doing.keyring, replace(one, state=CampaignState.STOPPED))
        return
    await campaigns.forget(doing.rows, one.id)
    doing.audit(effect.officer, "campaign dropped", one.id)


async def step(doing: Doing, effect: StepCampaign) -> None:
    """Submitted, approved, refused, paused, resumed, stopped: and whoever must hear of it does."""
    person = await _entitled(doing, effect.officer, right_of(effect.step))
    one = await campaigns.get(doing.rows, doing.keyring, effect.campaign, lock=True)
    if person is None or one is None:
        return None
    units = await stations.every(doing.rows)
    if effect.step in NEEDS_TIME and expired(one.plan.message, doing.now, doing.policy):
        return await _told(doing, person, Bar.STATE)
    if effect.step in NEEDS_TIME and reaches_too_far(one.plan.recipients, units.get(one.station)):
        return await _told(doing, person, Bar.AREA)
    who = actor(person, units)
    after = taken(one, effect.step, who, effect.seen, doing.now, doing.policy, off_on, reason=effect.reason)
    if isinstance(after, Bar):
        return await _told(doing, person, after)
    await campaigns.save(doing.rows, doing.keyring, after)
    await starting.plan(doing, after)
    doing.audit(person.id, f"campaign {effect.step.value}", one.id)
    if effect.step is Step.SUBMIT:
        await _ask_for_approval(doing, after, person)
    elif person.id != one.author:
        await _tell_author(doing, after, person, effect.step)
    return None


async def steer(doing: Doing, effect: SteerRun) -> None:
    """A run pauses, goes on, ends, or sends once more what failed."""
    person = await _entitled(doing, effect.officer, Right.OUTREACH)
    run = await runs.get(doing.rows, bytes.fromhex(effect.run), lock=True)
    one = await campaigns.get(doing.rows, doing.keyring, run.campaign.hex()) if run else None
    if person is None or run is None or one is None:
        return
    if not within_reach(actor(person, await stations.every(doing.rows)), one.station):
        return
    if effect.steer in SENDS and not may_send(doing.now, doing.policy, off_on):
        return
    does = {
        Steer.PAUSE: runs.pause,
        Steer.RESUME: runs.resume,
        Steer.STOP: runs.stop,
        Steer.AGAIN: runs.retry_failed,
        Steer.UNSURE: runs.retry_unknown,
    }
    await does[effect.steer](doing.rows, run.id)
    doing.audit(person.id, f"run {effect.steer.value}", effect.run)
    await reporting.follow(doing, run.id)


async def _entitled(doing: Doing, officer: str, right: Right) -> Person | None:
    person = await people.get(doing.rows, doing.keyring, officer)
    return person if person and refusal(right, case_of(person, doing.now)) is None else None


async def _told(doing: Doing, person: Person, why: Bar) -> None:
    with speaking(DEFAULT):
        screen = Screen(_(SENTENCES[why]))
    doing.audit(person.id, "refused", f"{Right.OUTREACH.value}:{why.value}")
    await show(doing, Show(await doing.address_of(person), "campaign_bar", screen, fresh=True))


async def approvers(doing: Doing, one: Campaign) -> list[Person]:
    """Who may decide: of the campaign's unit; where nobody else is there, of the province."""
    units = await stations.every(doing.rows)
    found = [
        person
        for role in (Role.OUTREACH, Role.COMMANDER, Role.HEAD)
        for person in await people.of_role(doing.rows, doing.keyring, role)
        if person.state is PersonState.ACTIVE
        and refusal(Right.APPROVE_CAMPAIGN, case_of(person, doing.now)) is None
        and bar(one, Step.APPROVE, actor(person, units), one.plan.digest) is None
    ]
    return [person for person in found if person.station == one.station] or found


async def _ask_for_approval(doing: Doing, one: Campaign, author: Person) -> None:
    asked = await approvers(doing, one)
    with speaking(DEFAULT):
        text = _("{name} asks for approval: {what}. When: {when}")
        screen = approval_screen(text.format(name=author.name, what=heading(one.plan), when=when(one.plan)), one)
        nobody = Screen(_("Nobody here can approve it yet. Ask your administrator to invite a second person."))
    for person in asked:
        to = await doing.address_of(person)
        await show(doing, Show(to, f"campaign:{one.id}", screen, fresh=True, lane=Lane.ALERT))
    if not asked:
        await show(doing, Show(await doing.address_of(author), "campaign_bar", nobody, fresh=True))


async def _tell_author(doing: Doing, one: Campaign, by: Person, done: Step) -> None:
    author = await doing.person(one.author)
    if author.state is not PersonState.ACTIVE:
        return
    with speaking(DEFAULT):
        said = {
            Step.APPROVE: _("Approved by {name}: {what}"),
            Step.REFUSE: _("Not approved by {name}: {what}. {why}"),
            Step.PAUSE: _("Paused by {name}: {what}"),
            Step.RESUME: _("Resumed by {name}: {what}"),
            Step.STOP: _("Stopped by {name}: {what}"),
        }
        text = said[done].format(name=by.name, what=heading(one.plan), why=one.reason)
        screen = approval_screen(text, one)
    await show(doing, Show(await doing.address_of(author), f"campaign:{one.id}", screen, fresh=True, lane=Lane.ALERT))
