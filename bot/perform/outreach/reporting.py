"""How far a run has come, in its author's chat: one message, edited every three seconds at most, and a report at the end."""

from __future__ import annotations

from typing import Any

from bot.perform.doing import Doing
from bot.perform.news import show
from content.locales import DEFAULT, _, speaking
from content.outreach_terms import RunState
from content.terms import PersonState
from handlers.messages import Button, Screen, Show
from handlers.outreach.campaign import steers
from handlers.outreach.campaign_words import far, heading
from handlers.outreach.run_rules import next_look
from handlers.screens import action
from storage import campaigns, due, runs
from storage.campaigns import Campaign
from storage.runs import Progress

PROGRESS = "campaign.progress"
OVER = (RunState.FINISHED, RunState.STOPPED)


async def follow(doing: Doing, run: bytes) -> None:
    """Look at a run from now on, until it is over."""
    await _again(doing, run, 0.0, "")


async def look(doing: Doing, payload: dict[str, Any]) -> None:
    """One look: the message is edited where something moved; the end is told below what was said since."""
    run = bytes.fromhex(payload["run"])
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
        if over or (facts and facts.can_edit):  # where nothing is edited, only the end is told
            await show(doing, Show(to, f"run:{payload['run']}", screen, fresh=over))
    if not over:
        wait = next_look(payload["wait"], moved=sums != payload["sums"])
        await _again(doing, run, wait, sums)


def progress_screen(one: Campaign, progress: Progress, now: float) -> Screen:
    """How far it has come, and what may be done."""
    text = f"{heading(one.plan)}\n{far(progress, now)}"
    rows = (
        steers(progress.run.id, progress.run.state),
        (Button(_("The campaign"), payload=action("campaign", one.id)),),
    )
    return Screen(text, tuple(row for row in rows if row))


async def _again(doing: Doing, run: bytes, wait: float, sums: str) -> None:
    payload = {"run": run.hex(), "wait": wait, "sums": sums}
    at = doing.now + wait
    await due.put(doing.rows, doing.seals, PROGRESS, run.hex(), at, payload, doing.now, lasting=True)
    doing.book.soon = True
