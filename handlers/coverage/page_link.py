"""The link to the commander's page, given in chat: for one person, for half an hour."""

from __future__ import annotations

from content.locales import _
from handlers.coverage.effects import GivePage
from handlers.coverage.gate import OnYear, admit_year
from handlers.coverage.plan_desk import PAGE
from handlers.here import Here, Reply
from handlers.messages import Button, Screen
from handlers.screens import action
from handlers.triage.hours import local
from handlers.triage.permissions import Right
from storage.vault.ticket import Purpose, Ticket, issue

LIFE_S = 30 * 60
PATH = "/trang"
"""Where the page stands below its public address."""


async def offer(here: Here, arguments: tuple[str, ...] = ()) -> Reply:
    """ "See the page": `page:<year>`."""
    on = await admit_year(here, Right.PAGE, "".join(arguments[:1]))
    if not isinstance(on, OnYear):
        return on
    if not here.policy.page_url:
        return Reply(toast=_("The page is not set up here. Ask the operator."), alert=True)
    ticket = Ticket(on.person.id, int(here.now) + LIFE_S)
    link = f"{here.policy.page_url}{PATH}/{issue(here.keyring, ticket, Purpose.LINK)}?nam={on.year}"
    text = _("The page opens until {time}, for you alone. Don't pass the link on.").format(
        time=f"{local(ticket.until, here.policy):%H:%M}"
    )
    rows = ((Button(_("Open the page"), link=link),), (Button(_("Back"), payload=action("plan", on.year)),))
    return Reply(Screen(text, rows, protect=True), effects=[GivePage(on.person.id)], page=PAGE)
