"""How far a run has come, in its author's chat: one message, edited every three seconds at most, and a report at the end."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.perform.doing import Doing
from bot.perform.news import show
from content.locales import DEFAULT, _, speaking
from content.outreach_terms import RunState
from content.terms import PersonState
from handlers.messages import Button, Screen, Show
from handlers.outreach.campaign import result_button, steers
from handlers.outreach.campaign_words import far, heading
from handlers.outreach.expiry import off_on
from handlers.outreach.run_rules import next_look
from handlers.outreach.schedule_rules import may_send, soonest
from handlers.screens import action
from storage import campaigns, due, runs
from storage.campaigns import Campaign
from storage.runs import Progress

PROGRESS = "campaign.progress"
MORNING = "campaign.morning"
OVER = (RunState.FINISHED, RunState.STOPPED)


async def follow(doing: Doing, run: bytes) -> None:
    """Look at a run from now on, until it is over."""
    await _again(doing, run, 0.0, "")


async def rest(doing: Doing, progress: Progress) -> bool:
    """Outside the hours that groups agreed to a run pauses; in the morning it goes on by itself. Whether it does so now."""
    going = progress.run.state in (RunState.GATHERING, RunState.SENDING)
    if not going or may_send(doing.now, doing.policy, off_on):
        return False
    at = soonest(doing.now, doing.policy, off_on)
    if at is None or not await runs.pause(doing.rows, progress.run.id):
        return False
    run = progress.run.id.hex()
    await due.put(doing.rows, doing.seals, MORNING, run, at, {"run": run}, doing.now, lasting=True)
    return True


async def morning(doing: Doing, payload: dict[str, Any]) -> None:
    """Groups are awake: what paused for the night goes on."""
    run = bytes.fromhex(payload["run"])
    if await runs.resume(doing.rows, run):
        await follow(doing, run)


async def look(doing: Doing, payload: dict[str, Any]) -> None:
    """One look: the message is edited where something moved; the end is told below what was said since."""
    run = bytes.fromhex(payload["run"])
    progress = await runs.progress(doing.rows, run, doing.now)
    if progress and await rest(doing, progress):
        progress = await runs.progress(doing.rows, run, doing.now)
    one = await campaigns.get(doing.rows, doing.keyring, progress.run.campaign.hex()) if progress else None
    if progress is None or one is None:
        return
    over = progress.run.state in OVER and not progress.left
    sums = ":".join([progress.run.state.value, *map(str, progress.counts.values())])
    author = await doing.person(one.author)
    if author.state is PersonState.ACTIVE and sums != payload["sums"]:
        to = await doing.address_of(author)
        facts = doing.tools.facts.get(to.channel)
        with speaking(DEFAULT):
            screen = progress_screen(one, progress, doing.now)
            if not over and not may_send(doing.now, doing.policy, off_on):
                text = _("Groups sleep now. What is left goes on in the sending hours.")
                screen = replace(screen, text=f"{screen.text}\n{text}")
        if over or (facts and facts.can_edit):  # where nothing is edited, only the end is told
            await show(doing, Show(to, f"run:{payload['run']}", screen, fresh=over))
    if not over:
        wait = next_look(payload["wait"], moved=sums != payload["sums"])
        await _again(doing, run, wait, sums)


def progress_screen(one: Campaign, progress: Progress, now: float) -> Screen:
    """How far it has come, and what may be done."""
    text = f"{heading(one.plan)}\n{far(progress, now)}"
    ways = (Button(_("The campaign"), payload=action("campaign", one.id)), result_button(progress.run.id))
    rows = (steers(progress), ways)
    return Screen(text, tuple(row for row in rows if row))


async def _again(doing: Doing, run: bytes, wait: float, sums: str) -> None:
    payload = {"run": run.hex(), "wait": wait, "sums": sums}
    at = doing.now + wait
    await due.put(doing.rows, doing.seals, PROGRESS, run.hex(), at, payload, doing.now, lasting=True)
    doing.book.soon = True
