"""Who does what by the plan: each body with its reference, whom it speaks to, about what, and who has its part today."""

from __future__ import annotations

from content.locales import _
from content.plans import Agency
from handlers.coverage.gate import OnYear, admit_year
from handlers.coverage.plan_desk import PAGE
from handlers.here import Here, Reply
from handlers.messages import Screen
from handlers.screens import action, menu
from handlers.triage.gate import number
from handlers.triage.permissions import Right

ON_A_PAGE = 7


async def listed(here: Here, arguments: tuple[str, ...] = ()) -> Reply:
    """A page of them: `plan_duties:<year>:<start>`."""
    on = await admit_year(here, Right.PLAN, "".join(arguments[:1]))
    if not isinstance(on, OnYear):
        return on
    start = max(number("".join(arguments[1:2])), 0)
    lines = [_("Who does what by the plan:")]
    lines += [described(one) for one in on.plan.agencies[start : start + ON_A_PAGE]]
    ways = [
        (action("plan_duties", on.year, at), label)
        for at, label in ((start - ON_A_PAGE, _("Before")), (start + ON_A_PAGE, _("More")))
        if 0 <= at < len(on.plan.agencies)
    ]
    return Reply(Screen("\n".join(lines), menu(*ways, (action("plan", on.year), _("Back")))), page=PAGE)


def described(one: Agency) -> str:
    """One body in some lines."""
    lines = [f"• {one.name} ({one.reference}): {one.duty}"]
    if one.audiences:
        lines.append(_("To: {audiences}").format(audiences=", ".join(_(word.text) for word in one.audiences)))
    if one.themes:
        lines.append(_("About: {themes}").format(themes=", ".join(_(word.text) for word in one.themes)))
    if one.ended and one.successor:
        text = _("Until {day}; since then {successor}, to be confirmed")
        lines.append(text.format(day=f"{one.ended:%d/%m/%Y}", successor=one.successor))
    elif one.ended:
        lines.append(_("Until {day}; nobody of its kind since").format(day=f"{one.ended:%d/%m/%Y}"))
    elif one.successor:
        lines.append(_("Today: {successor}, to be confirmed").format(successor=one.successor))
    return "\n  ".join(lines)
