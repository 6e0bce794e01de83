"""What was sent in a year, as the page shows it: counted copy by copy where the chat counts it."""

from __future__ import annotations

from datetime import date

from bot.page.look import Look
from bot.page.sheet import Row, Table
from content.locales import _
from content.numerals import numeral
from content.outreach_terms import DeliveryState
from content.policy import Policy
from handlers.outreach.campaign_rules import actor, within_reach
from handlers.outreach.campaign_words import title
from handlers.triage.hours import local
from storage import campaigns, runs, stations

SHOWN = 20
"""The newest; the others stand in the chat."""
ENDS = (DeliveryState.SENT, DeliveryState.UNKNOWN, DeliveryState.FAILED, DeliveryState.SKIPPED)


async def sendings(look: Look) -> Table:
    """What was sent in this year: the newest sendings that are this person's business, counted copy by copy."""
    who = actor(look.guest.person, await stations.every(look.rows))
    first, after = look.plan.bounds(look.year)
    rows = []
    for run in await runs.begun(look.rows, _at(first, look.policy), _at(after, look.policy)):
        campaign = await campaigns.get(look.rows, look.keyring, run.campaign.hex())
        progress = await runs.progress(look.rows, run.id, look.now) if campaign else None
        if campaign is None or progress is None or not within_reach(who, campaign.station):
            continue
        message, _recipients = await runs.content(look.rows, look.keyring, run.id)
        counts = (numeral(progress.counts[state]) for state in ENDS)
        day = f"{local(run.began_at, look.policy):%d/%m/%Y}"
        rows.append(Row(title(message), (day, *counts, numeral(progress.left))))
        if len(rows) == SHOWN:
            break
    return Table(
        "campaigns",
        _("Campaigns"),
        (_("Piece"), _("Begun"), *(_(state.text) for state in ENDS), _("Still to go")),
        tuple(rows),
        _("Nothing was sent in this year."),
        (_("Copies. An uncertain one is never counted as delivered. The newest {n} are shown.").format(n=SHOWN),),
        frozenset(range(2, 7)),
    )


def _at(day: date, policy: Policy) -> float:
    """When a local day begins, in seconds."""
    return (day - date(1970, 1, 1)).days * 86400 - policy.utc_offset
