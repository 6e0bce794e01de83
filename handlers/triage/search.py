"""Search: words inside the tips that this shift can open. What was typed is forgotten; what is found is a list of cards.

Nothing of a tip is shown here: whoever wants to read one opens it, and that is audited as always.
"""

from __future__ import annotations

import json
from typing import Any, ClassVar

from content.locales import _, ngettext
from handlers.dialogue import Ask, Event, Json, Sorry
from handlers.effects import SearchTips
from handlers.here import Begin, Here, Reply
from handlers.messages import Screen, Show
from handlers.questions import Text
from handlers.screens import action, menu
from handlers.triage import inbox, search_rules
from handlers.triage.gate import Admitted, admit, number
from handlers.triage.inbox import PAGE, PAGE_NAME
from handlers.triage.permissions import Right, involved, may_see
from storage import tips
from storage.people import Person
from storage.tips import Card

DIALOGUE = "search"
NEWS = "search"
SCREEN = "found"
MOST_SEARCHED = 5000
MOST_FOUND = 60
LONGEST = 200


class Words(Text):
    """A few words to look for."""

    hears_all: ClassVar[bool] = True

    def take(self, event: Event, so_far: Json) -> tuple[Json, bool]:
        if not search_rules.terms(event.text):
            raise Sorry(_("Type a word of at least two letters, a plate or a number."))
        return super().take(event, so_far)


async def tim(here: Here) -> Reply:
    """/tim: look for words."""
    return await begin(here)


async def begin(here: Here, arguments: tuple[str, ...] = ()) -> Reply:  # noqa: ARG001
    """ "Search", on the desk."""
    found = await admit(here, Right.SEARCH)
    return Reply(begin=Begin(DIALOGUE)) if isinstance(found, Admitted) else found


async def search_tips(ask: Ask, here: Here) -> Reply:
    """What to look for; the looking is slow work."""
    found = await admit(here, Right.SEARCH)
    if not isinstance(found, Admitted):
        return found
    text = _("What do you look for? A name, a plate, a place; diacritics don't matter. It is not kept.")
    words = await ask("words", Words(_("Search"), text, longest=LONGEST))
    wanted = search_rules.terms(words)
    screen = Screen(_("Looking through your unit's tips…"), _ways())
    return Reply(screen, effects=[SearchTips(found.person.id, wanted, here.to)], page=PAGE_NAME)


async def news(here: Here) -> Reply:
    """What was found: see `SearchTips`. A question that is open meanwhile stays where it is."""
    admitted = await admit(here, Right.SEARCH)
    if not isinstance(admitted, Admitted):
        return admitted
    told: dict[str, Any] = json.loads(here.incoming.payload or "{}")
    if "tips" not in told:
        screen = Screen(_("The search did not come to its end. Please try again."), _ways())
    else:
        here.talking.listing["found"] = told
        screen = await found_screen(here, admitted.person, 0)
    if here.talking.talk:
        return Reply(posts=[Show(here.to, SCREEN, screen, fresh=True)])
    return Reply(screen, page=PAGE_NAME)


async def page(here: Here, arguments: tuple[str, ...] = ()) -> Reply:
    """Another page of what was found last."""
    admitted = await admit(here, Right.SEARCH)
    if not isinstance(admitted, Admitted):
        return admitted
    if "found" not in here.talking.listing:
        return await begin(here)
    start = max(number(arguments[0]) if arguments else 0, 0)
    return Reply(await found_screen(here, admitted.person, start), page=PAGE_NAME)


async def found_screen(here: Here, person: Person, start: int) -> Screen:
    """How many there are, what was looked through, and a page of them as they stand now."""
    told = here.talking.listing["found"]
    publics = list(told["tips"])
    shown = [card for public in publics[start : start + PAGE] if (card := await _seen(here, person, public))]
    count = int(told["count"])
    lines = [ngettext("{n} tip found.", "{n} tips found.", count).format(n=count), searched_line(told)]
    if count > len(publics):
        lines.append(_("The newest {n} are shown; another word finds fewer.").format(n=len(publics)))
    if told["shut"]:
        lines.append(_("{n} tips could not be opened: tell the operator.").format(n=told["shut"]))
    lines += inbox.card_lines(here, shown, first=start + 1)
    ways = [(_("Earlier page"), max(start - PAGE, 0))] if start else []
    ways += [(_("Next page"), start + PAGE)] if len(publics) > start + PAGE else []
    paging = menu(*((action("found", at), label) for label, at in ways))
    return Screen("\n".join(lines), (*inbox.card_rows(shown, start + 1), *paging, *_ways(again=True)))


def searched_line(told: dict[str, Any]) -> str:
    """What was looked through; honest where there is more."""
    count = f"{int(told['searched']):,}".replace(",", ".")
    if told["cut"]:
        return _("Only the newest {n} tips of your unit were looked through.").format(n=count)
    return _("All {n} tips that your unit can open were looked through.").format(n=count)


async def _seen(here: Here, person: Person, public: str) -> Card | None:
    """The card, where this officer may still see it."""
    card = await tips.card(here.rows, public)
    if card is None or person.station not in card.stations or involved(card, person.id) or not may_see(person, card):
        return None
    return card


def _ways(*, again: bool = False) -> tuple[tuple[Any, ...], ...]:
    search = [(action("search"), _("Search again"))] if again else []
    return menu(*search, (action("inbox"), _("Inbox")), (action("desk"), _("Desk")))
