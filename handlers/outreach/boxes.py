"""Boxes for tips on walls: where they hang, when somebody last looked into them, entered by an officer and counted."""

from __future__ import annotations

from datetime import date
from secrets import token_hex

from content.locales import _, ngettext
from handlers.dialogue import Ask
from handlers.here import Begin, Here, Reply
from handlers.messages import Screen
from handlers.outreach.box_rules import day_typed, in_words, looks_after
from handlers.outreach.effects import Care, CareForBox, PutUpBox
from handlers.questions import Choice, Text
from handlers.screens import action, menu
from handlers.triage.gate import Admitted, admit
from handlers.triage.hours import local
from handlers.triage.permissions import Right
from storage import boxes as stored
from storage.boxes import Box
from storage.stations import Station

ON_A_PAGE = 6
LABEL = 20
LONGEST_PLACE = 160


async def homthu(here: Here) -> Reply:
    """/homthu: how many there are, and those first that nobody looked into for longest."""
    return await listed(here, ())


async def listed(here: Here, arguments: tuple[str, ...]) -> Reply:  # noqa: ARG001
    """The same, from a button."""
    admitted = await admit(here, Right.BOXES)
    if not isinstance(admitted, Admitted):
        return admitted
    station = (await here.stations())[admitted.person.station]
    return Reply(await _list(here, station))


async def _list(here: Here, station: Station, note: str = "") -> Screen:
    day = _today(here)
    found = await stored.hanging(here.rows, day, station.area)
    number, communes, late = in_words(found, day)
    text = ngettext("{n} box hangs, in {communes} communes.", "{n} boxes hang, in {communes} communes.", number)
    lines = [note] if note else []
    lines.append(text.format(n=number, communes=communes))
    if late:
        lines.append(_("Not looked into for 30 days: {n}").format(n=late))
    shown = found[:ON_A_PAGE]
    lines += [f"{place}. {_described(here, one)}" for place, one in enumerate(shown, 1)]
    options = [(action("box", one.id.hex()), f"{place}. {one.place}"[:LABEL]) for place, one in enumerate(shown, 1)]
    new = (action("box_new"), _("Put up a box"))
    return Screen("\n".join(lines), menu(*options, new, (action("outreach"), _("Back"))))


async def one(here: Here, arguments: tuple[str, ...]) -> Reply:
    """One box, and what can be done with it."""
    admitted, found = await _admitted(here, arguments)
    if not isinstance(admitted, Admitted):
        return admitted
    if found is None:
        return Reply(toast=_("That button was from before."))
    row = found.id.hex()
    options = (
        (action("box_care", row, Care.CHECKED), _("Checked today")),
        (action("box_care", row, Care.TAKEN_DOWN), _("Taken down today")),
        (action("boxes"), _("Back")),
    )
    return Reply(Screen(_described(here, found), menu(*options)))


async def care(here: Here, arguments: tuple[str, ...]) -> Reply:
    """ "Checked today", "taken down today"."""
    admitted, found = await _admitted(here, arguments)
    if not isinstance(admitted, Admitted):
        return admitted
    done = next((one for one in Care if one.value == (arguments[1:] or ("",))[0]), None)
    if found is None or done is None:
        return Reply(toast=_("That button was from before."))
    effect = CareForBox(found.id.hex(), done, _today(here), admitted.person.id)
    return Reply(
        Screen(_("Noted: {place}.").format(place=found.place), menu((action("boxes"), _("Boxes")))), effects=[effect]
    )


async def new(here: Here, arguments: tuple[str, ...]) -> Reply:  # noqa: ARG001
    """Begins the questions about a new one."""
    admitted = await admit(here, Right.BOXES)
    return Reply(begin=Begin("box")) if isinstance(admitted, Admitted) else admitted


async def put_up(ask: Ask, here: Here) -> Reply:
    """Dialogue: the commune, where it hangs, since when."""
    admitted = await admit(here, Right.BOXES)
    if not isinstance(admitted, Admitted):
        return admitted
    station = (await here.stations())[admitted.person.station]
    area = station.area or await _commune(ask, here)
    place = " ".join((await ask("place", Text(_("Where does it hang? For instance: gate of the market.")))).split())
    today = _today(here)
    typed = await ask("day", Text(_("Since when? Type a day such as 5/1."), options={"today": _("Today")}))
    if typed != "today" and day_typed(typed, today) is None:
        again = _("A day of the last two years, please, such as 5/1 or 05/01/2027.")
        typed = await ask("day.again", Text(again, options={"today": _("Today")}))
    day = today if typed == "today" else day_typed(typed, today)
    if day is None:
        return Reply(await _list(here, station, _("That was no day; nothing was written down.")))
    box = Box(bytes.fromhex(token_hex(16)), area, place[:LONGEST_PLACE], day)
    effect = PutUpBox(box.id.hex(), box.area, box.place, day, admitted.person.id)
    text = _("Written down: {box}").format(box=_described(here, box))
    return Reply(Screen(text, menu((action("boxes"), _("Boxes")))), effects=[effect])


async def _commune(ask: Ask, here: Here) -> str:
    """For the province's people: two taps, as everywhere."""
    districts = {option.area: option.label for option in here.gazetteer.districts()}
    district = await ask("district", Choice(_("Which district was it, by the old names?"), districts))
    communes = {option.named or option.area: option for option in here.gazetteer.communes(district)}
    labels = {key: option.label for key, option in communes.items()}
    return communes[await ask("district.commune", Choice(_("Which commune, by its old name?"), labels))].area


async def _admitted(here: Here, arguments: tuple[str, ...]) -> tuple[Admitted | Reply, Box | None]:
    """Whether the presser may, and the box that the button names, where it hangs and is theirs to look after."""
    admitted = await admit(here, Right.BOXES)
    named = arguments[0] if arguments else ""
    if not isinstance(admitted, Admitted) or len(named) != 32 or set(named) - set("0123456789abcdef"):
        return admitted, None
    found = await stored.get(here.rows, bytes.fromhex(named))
    station = (await here.stations())[admitted.person.station]
    theirs = found is not None and found.hangs_on(_today(here)) and looks_after(station, found.area)
    return admitted, found if theirs else None


def _described(here: Here, box: Box) -> str:
    looked = _("looked into {day}").format(day=f"{box.checked:%d/%m/%Y}") if box.checked else _("never looked into")
    since = _("since {day}").format(day=f"{box.since:%d/%m/%Y}")
    return f"{box.place}, {here.gazetteer.title(box.area)}: {since}, {looked}"


def _today(here: Here) -> date:
    return local(here.now, here.policy).date()
