"""Campaigns by where they stand: drafts, waiting for approval, being sent, on the calendar, over."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from content.locales import _
from content.outreach_terms import CampaignState
from content.terms import N_
from handlers.dialogue import Option
from handlers.here import Here, Reply
from handlers.messages import Button, Screen
from handlers.outreach.campaign_rules import actor, within_reach
from handlers.outreach.campaign_words import title
from handlers.screens import action, grid
from handlers.triage.gate import Admitted, admit, number
from handlers.triage.hours import day_hour_minute
from handlers.triage.permissions import Right
from storage import campaigns, runs
from storage.campaigns import Campaign
from storage.people import Person

ON_A_PAGE = 6


class Which(StrEnum):
    """A list."""

    WAITING = "waiting"
    SENDING = "sending"
    PLANNED = "planned"
    DRAFTS = "drafts"
    DONE = "done"


LABELS: Mapping[Which, str] = {
    Which.WAITING: N_("To approve: {n}"),
    Which.SENDING: N_("Being sent: {n}"),
    Which.PLANNED: N_("Scheduled: {n}"),
    Which.DRAFTS: N_("Drafts: {n}"),
    Which.DONE: N_("Done: {n}"),
}
STATES: Mapping[Which, frozenset[CampaignState]] = {
    Which.WAITING: frozenset({CampaignState.SUBMITTED}),
    Which.SENDING: frozenset(CampaignState),
    Which.PLANNED: frozenset({CampaignState.APPROVED, CampaignState.PAUSED}),
    Which.DRAFTS: frozenset({CampaignState.DRAFT, CampaignState.REFUSED}),
    Which.DONE: frozenset({CampaignState.OVER, CampaignState.STOPPED}),
}


async def listed(here: Here, person: Person) -> dict[Which, list[Campaign]]:
    """Every list as this person sees it: campaigns within reach, drafts of one's own only."""
    who = actor(person, await here.stations())
    sending = {run.campaign.hex() for run in await runs.living(here.rows)}
    found = [
        one
        for one in await campaigns.in_state(here.rows, here.keyring, frozenset(CampaignState))
        if within_reach(who, one.station)
    ]
    return {
        which: [
            one
            for one in found
            if one.state in STATES[which]
            and (which is not Which.SENDING or one.id in sending)
            and (which is not Which.DONE or one.id not in sending)
            and (which is not Which.DRAFTS or one.author == person.id)
        ]
        for which in Which
    }


async def show(here: Here, arguments: tuple[str, ...]) -> Reply:
    """A page of a list: `campaigns:<which>:<start>`."""
    found = await admit(here, Right.OUTREACH)
    if not isinstance(found, Admitted):
        return found
    which = next((one for one in Which if one.value == "".join(arguments[:1])), Which.WAITING)
    every = (await listed(here, found.person))[which]
    start = max(number(arguments[1]) if len(arguments) > 1 else 0, 0)
    shown = every[start : start + ON_A_PAGE]
    lines = [_(LABELS[which]).format(n=len(every))]
    lines += [f"{place}. {_line(here, one)}" for place, one in enumerate(shown, start + 1)]
    buttons = [(Option("", str(place)), action("campaign", one.id)) for place, one in enumerate(shown, start + 1)]
    ways = [_button(_("Earlier page"), "campaigns", which.value, max(start - ON_A_PAGE, 0))] if start else []
    more = len(every) > start + ON_A_PAGE
    ways += [_button(_("Next page"), "campaigns", which.value, start + ON_A_PAGE)] if more else []
    ways.append(_button(_("Prevention messages"), "outreach"))
    return Reply(Screen("\n".join(lines), (*grid(buttons, 3), tuple(ways))), page="outreach")


def _line(here: Here, one: Campaign) -> str:
    at = f" · {day_hour_minute(one.next_at, here.now, here.policy)}" if one.next_at is not None else ""
    return f"{title(one.plan.message)} · {_(one.state.text)}{at}"


def _button(label: str, name: str, *arguments: object) -> Button:
    return Button(label, payload=action(name, *arguments))
