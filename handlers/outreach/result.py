"""What came of a sending: the figures on the screen, what each counts, and the table to take out."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from content.locales import _
from content.outreach_terms import DeliveryState
from handlers.here import Here, Reply
from handlers.messages import Button, Screen
from handlers.outreach.campaign_rules import SENTENCES, Bar, actor, within_reach
from handlers.outreach.copies import code_of, run_of
from handlers.outreach.desk import PAGE
from handlers.outreach.effects import ExportRun
from handlers.outreach.result_rules import Sums, lines, right_share, sums
from handlers.outreach.result_sheets import ANSWERED, POSTED, REACHED, RIGHT, SEEN, STATE_MEANINGS
from handlers.screens import action
from handlers.triage.gate import Admitted, admit
from handlers.triage.permissions import Right
from storage import campaigns, results, runs
from storage.campaigns import Campaign
from storage.mailing import Message
from storage.people import Person
from storage.runs import Run

ALWAYS = (DeliveryState.SENT, DeliveryState.UNKNOWN, DeliveryState.FAILED, DeliveryState.SKIPPED)


@dataclass(frozen=True)
class Asked:
    """A run that this person may see."""

    person: Person
    run: Run
    campaign: Campaign


async def result(here: Here, arguments: tuple[str, ...]) -> Reply:
    """The figures of a run, below the report whose button asked for them."""
    asked = await _asked(here, arguments)
    if not isinstance(asked, Asked):
        return asked
    message, _recipients = await runs.content(here.rows, here.keyring, asked.run.id)
    total = sums(lines(await results.of_run(here.rows, here.keyring, asked.run.id)))
    text = "\n".join(figure_lines(total, quiz=is_quiz(message)))
    code = code_of(asked.run.id)
    return Reply(Screen(text, (
        (Button(_("Take table out"), payload=action("sheet", code)),),
        (Button(_("How it is counted"), payload=action("counted", code)), Button(_("Back"), payload=action("outreach"))),
    )), page=PAGE, fresh=True)  # fmt: skip


def figure_lines(total: Sums, *, quiz: bool) -> list[str]:
    """A line for each figure that is not nought; what was delivered always."""
    found = [_("Copies: {n}").format(n=total.copies)]
    for state in DeliveryState:
        if state in ALWAYS or total.states[state]:
            found.append(f"{_(state.text)}: {total.states[state]}")
    found.append(_("Members of groups reached: {n}").format(n=total.reached))
    if total.posted:
        posted = _("Posted by contacts: {n}, in groups of {members} members, as they say")
        found.append(posted.format(n=total.posted, members=total.posted_to))
    found.append(_("Pressed Seen: {n} people").format(n=total.heard.seen))
    if total.heard.answered:
        found.append(_("Answered: {n} people").format(n=total.heard.answered))
    if quiz and total.heard.answered and total.right_shown:
        found.append(_("Right: {n} ({share}%)").format(n=total.heard.right, share=right_share(total.heard)))
    return found


async def counted(here: Here, arguments: tuple[str, ...]) -> Reply:
    """What each figure counts, in a sentence."""
    asked = await _asked(here, arguments)
    if not isinstance(asked, Asked):
        return asked
    said = [f"{_(state.text)}: {_(STATE_MEANINGS[state])}" for state in ALWAYS]
    said += [_(meaning) for meaning in (REACHED, POSTED, SEEN, ANSWERED, RIGHT)]
    back = Button(_("Back"), payload=action("result", code_of(asked.run.id)))
    return Reply(Screen("\n".join(said), ((back,),)), page=PAGE)


async def sheet(here: Here, arguments: tuple[str, ...]) -> Reply:
    """The table is ordered: slow work makes it, and it comes below."""
    asked = await _asked(here, arguments)
    if not isinstance(asked, Asked):
        return asked
    back = Button(_("Back"), payload=action("result", code_of(asked.run.id)))
    text = _("The table is being made. It comes below in a moment, and is gone from here after 15 minutes.")
    wanted = ExportRun(asked.run.id.hex(), asked.person.id, secrets.token_hex(16))
    return Reply(Screen(text, ((back,),)), effects=[wanted], page=PAGE)


def is_quiz(message: Message) -> bool:
    """Whether something was asked that has a right answer."""
    return any(question.right is not None for question in message.questions.values())


async def _asked(here: Here, arguments: tuple[str, ...]) -> Asked | Reply:
    found = await admit(here, Right.OUTREACH)
    if not isinstance(found, Admitted):
        return found
    run_id = run_of(arguments[0]) if arguments else None
    run = await runs.get(here.rows, run_id) if run_id else None
    campaign = await campaigns.get(here.rows, here.keyring, run.campaign.hex()) if run else None
    if run is None or campaign is None:
        return Reply(toast=_("That button was from before."))
    if not within_reach(actor(found.person, await here.stations()), campaign.station):
        return Reply(toast=_(SENTENCES[Bar.SCOPE]), alert=True)
    return Asked(found.person, run, campaign)
