"""Groups that came without a link: an officer says whose each is, or that it is nobody's. Until then they count for nothing."""

from __future__ import annotations

from collections.abc import Sequence

from content.locales import _
from content.outreach_terms import SubscriptionState
from handlers.dialogue import Ask
from handlers.here import Begin, Here, Reply
from handlers.messages import Screen
from handlers.outreach.effects import ConfirmGroup, RefuseGroup
from handlers.outreach.naming_rules import suggestions
from handlers.questions import Choice, Text
from handlers.screens import action, menu
from handlers.triage.gate import Admitted, admit
from handlers.triage.hours import local
from handlers.triage.permissions import Right
from storage import subscriptions, targets
from storage.subscriptions import Subscription
from storage.targets import Target

ON_A_PAGE = 6
LABEL = 20
BY_CODE, NOBODY = "=code", "=nobody"
"""Answers besides a target: no id begins so."""


async def waiting(here: Here, arguments: tuple[str, ...] = ()) -> Reply:  # noqa: ARG001
    """The groups that wait, some at a time; the next come up as these are decided."""
    admitted = await admit(here, Right.SUBSCRIBERS)
    if not isinstance(admitted, Admitted):
        return admitted
    return Reply(await _list(here))


async def _list(here: Here, note: str = "") -> Screen:
    found = await subscriptions.in_state(here.rows, here.keyring, SubscriptionState.WAITING, most=ON_A_PAGE)
    lines = [note] if note else []
    lines.append(_("Whose group is it? Press one.") if found else _("No group waits."))
    lines += [f"{number}. {_title(one)}" for number, one in enumerate(found, 1)]
    options = [
        (action("whose", one.id.hex()), f"{number}. {_title(one)}"[:LABEL]) for number, one in enumerate(found, 1)
    ]
    return Screen("\n".join(lines), menu(*options, (action("outreach"), _("Back"))))


async def whose(here: Here, arguments: tuple[str, ...]) -> Reply:
    """One group: opens the question about it."""
    admitted, found = await _admitted(here, arguments)
    if not isinstance(admitted, Admitted) or found is None:
        return await _not_there(here, admitted)
    return Reply(begin=Begin("whose", {"row": found.id.hex()}))


async def whose_is_it(ask: Ask, here: Here) -> Reply:
    """Dialogue: one of the likely ones, a code that is typed, or nobody's."""
    row = await ask("row", Text(""))
    admitted, found = await _admitted(here, (row,))
    if not isinstance(admitted, Admitted) or found is None:
        return await _not_there(here, admitted)
    living = {one.id: one for one in await _living(here)}
    likely = suggestions(_title(found), living.values())
    chosen = await ask("target", Choice(_("Whose group is it?"), _options(likely), _question(found, likely), columns=1))
    if chosen == NOBODY:
        screen = Screen(_("It gets nothing, and is told so."), menu((action("waiting"), _("Next"))))
        return Reply(screen, effects=[RefuseGroup(row, admitted.person.id)])
    if chosen == BY_CODE:
        chosen = (
            (await ask("code", Text(_("Type the code of the school or place; it stands on its poster."))))
            .strip()
            .lower()
        )
    if chosen not in living:
        return Reply(await _list(here, _("No school or place has that code.")))
    text = _("Confirmed: “{title}” is a group of {target}.")
    text = text.format(title=_title(found), target=living[chosen].name)
    screen = Screen(text, menu((action("waiting"), _("Next"))))
    return Reply(screen, effects=[ConfirmGroup(row, chosen, admitted.person.id)])


def _question(found: Subscription, likely: Sequence[Target]) -> str:
    text = _("“{title}”, {members} members.").format(title=_title(found), members=found.members or "?")
    lines = [text, _("Ask the school or the unit before you confirm: anybody can name a group so.")]
    return "\n".join([*lines, *(f"{number}. {one.name}" for number, one in enumerate(likely, 1))])


def _options(likely: Sequence[Target]) -> dict[str, str]:
    yes = {one.id: _("Yes, of {number}").format(number=number) for number, one in enumerate(likely, 1)}
    return {**yes, BY_CODE: _("Another code"), NOBODY: _("Nobody's")}


async def _not_there(here: Here, admitted: Admitted | Reply) -> Reply:
    if isinstance(admitted, Reply):
        return admitted
    return Reply(await _list(here, _("That group does not wait any more.")))


async def _admitted(here: Here, arguments: tuple[str, ...]) -> tuple[Admitted | Reply, Subscription | None]:
    """Whether the presser may, and the group that the button names, while it still waits."""
    admitted = await admit(here, Right.SUBSCRIBERS)
    named = arguments[0] if arguments else ""
    if not isinstance(admitted, Admitted) or len(named) != 32 or set(named) - set("0123456789abcdef"):
        return admitted, None
    found = await subscriptions.get(here.rows, here.keyring, bytes.fromhex(named))
    return admitted, found if found and found.state is SubscriptionState.WAITING else None


async def _living(here: Here) -> list[Target]:
    day = local(here.now, here.policy).date()
    return [one for one in (await targets.every(here.rows, here.keyring)).values() if one.holds_on(day)]


def _title(one: Subscription) -> str:
    return one.title or _("a group without a name")
