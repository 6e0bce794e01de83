"""Figures of the plan that officers enter: what is there, what is missing, and the questions by which one is entered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from content.locales import _
from content.numerals import numeral
from content.plans import Indicator, Measure
from handlers.coverage.effects import EnterFigure
from handlers.coverage.entry_rules import Typed, asked_of, change, jumps, met, missing, typed_figure
from handlers.coverage.gate import OnYear, admit_year
from handlers.coverage.hotspot_rules import year_figures
from handlers.coverage.plan_desk import PAGE
from handlers.dialogue import Ask, Event, Json, Option, Prompt, Question, Sorry
from handlers.here import Begin, Here, Reply
from handlers.messages import Screen
from handlers.questions import Choice, Text, chosen
from handlers.screens import action, menu
from handlers.triage.permissions import Right, case_of, refusal
from storage import entered, hotspots
from storage.entered import Figure

DIALOGUE = "plan_figure"
LONGEST_SOURCE = 120
NOW = "now"


@dataclass(frozen=True)
class Known:
    """The figures of a year and of the year before it, by indicator."""

    now: Mapping[str, Figure]
    before: Mapping[str, Figure]


async def known(here: Here, on: OnYear) -> Known:
    """Both years' figures."""
    return Known(
        await entered.of_year(here.rows, on.plan.key, on.year),
        await entered.of_year(here.rows, on.plan.key, on.year - 1),
    )


async def listed(here: Here, arguments: tuple[str, ...] = ()) -> Reply:
    """Every figure that officers enter, last year's beside it: `plan_figures:<year>`."""
    on = await admit_year(here, Right.PLAN, "".join(arguments[:1]))
    if not isinstance(on, OnYear):
        return on
    found = await known(here, on)
    lines = [_("Figures of {year}, entered by officers:").format(year=on.year)]
    lines += [line(one, found, on.year) for one in asked_of(on.plan)]
    may = refusal(Right.ENTER_FIGURE, case_of(on.person, here.now)) is None and not on.closed
    lacking = missing(on.plan, found.now)
    ways = [(action("plan_figure", on.year, one.id), _label(one, lacking)) for one in asked_of(on.plan)] if may else []
    return Reply(Screen("\n".join(lines), menu(*ways, (action("plan", on.year), _("Back")))), page=PAGE)


def line(indicator: Indicator, found: Known, year: int) -> str:
    """ "K4: 21 điểm, tụ điểm (2024: 20, +5 %: đạt)"; what is missing is said."""
    now, before = found.now.get(indicator.id), found.before.get(indicator.id)
    if now is None:
        text = _("{id}: not entered yet")
        return text.format(id=indicator.id) + (f" ({year - 1}: {worded(indicator, before)})" if before else "")
    return f"{indicator.id}: {worded(indicator, now)} ({beside(indicator, now.value, before, year)})"


def worded(indicator: Indicator, figure: Figure | Typed) -> str:
    """A figure with its unit, and of a share its parts."""
    unit = indicator.unit.removeprefix("% ")
    if indicator.measure is not Measure.SHARE:
        return f"{numeral(figure.value)} {unit}"
    parts = f" ({numeral(figure.part)}/{numeral(figure.whole)})" if figure.part is not None and figure.whole else ""
    return f"{numeral(figure.value)} % {unit}".removesuffix(" %") + parts


def beside(indicator: Indicator, value: float, before: Figure | None, year: int) -> str:
    """Last year's figure, the change, and whether the goal is reached; "no figure of last year" where there is none."""
    parts = []
    old = before.value if before else None
    if before is None:
        parts.append(_("no figure of {year}").format(year=year - 1))
    else:
        grown = change(value, old)
        moved = f", {'+' if grown >= 0 else '−'}{numeral(abs(grown))} %" if grown is not None else ""
        parts.append(f"{year - 1}: {numeral(before.value)}{moved}")
    reached = met(indicator, value, old)
    if reached is not None:
        parts.append(_("goal reached") if reached else _("goal not reached"))
    return "; ".join(parts)


async def from_hotspots(here: Here, on: OnYear) -> Mapping[str, Typed]:
    """What the list of hotspots says of this year so far, by indicator: offered to whoever enters, never entered by itself."""
    first, after = on.plan.bounds(on.year)
    listed_ones = await hotspots.of_station(here.rows, here.keyring, None)
    last = min(on.today, after - timedelta(days=1))
    return year_figures(listed_ones, await hotspots.steps(here.rows), first, last)


@dataclass(frozen=True)
class Amount(Question[Typed]):
    """One figure, typed; or the one that the hotline offers (`offered`), by a button."""

    title: str
    indicator: Indicator
    offered: Typed | None = None

    def prompt(self, so_far: Json) -> Prompt:  # noqa: ARG002
        share = _("Type it as 85,5 or as 12/15.")
        how = share if self.indicator.measure is Measure.SHARE else _("Type a whole number, such as 1851.")
        return Prompt(f"{self.title}\n{how}", self._options())

    def take(self, event: Event, so_far: Json) -> tuple[Json, bool]:  # noqa: ARG002
        pressed = chosen(event, self._options()) if event.option else None
        typed = self.offered if pressed else typed_figure(event.text, self.indicator)
        if typed is None:
            raise Sorry(_("That is no figure of this kind. Nothing was entered."))
        return [typed.value, typed.part, typed.whole], True

    def load(self, value: Json) -> Typed:
        return Typed(*value)

    def show(self, value: Json) -> str:
        return worded(self.indicator, self.load(value))

    def _options(self) -> tuple[Option, ...]:
        return (Option("offered", _("Take {n}").format(n=numeral(self.offered.value))),) if self.offered else ()


async def begin(here: Here, arguments: tuple[str, ...]) -> Reply:
    """Begin to enter one: `plan_figure:<year>:<indicator>`."""
    on = await admit_year(here, Right.ENTER_FIGURE, "".join(arguments[:1]), change=True)
    if not isinstance(on, OnYear):
        return on
    named = "".join(arguments[1:2])
    if named not in {one.id for one in asked_of(on.plan)}:
        return Reply(toast=_("That button was from before."))
    return Reply(begin=Begin(DIALOGUE, {"year": str(on.year), "indicator": named}), fresh=True)


async def enter(ask: Ask, here: Here) -> Reply:
    """Dialogue: the figure, once more where it jumps, and the paper that says it."""
    year, named = str(ask.so_far("year")), str(ask.so_far("indicator"))
    on = await admit_year(here, Right.ENTER_FIGURE, year, change=True)
    if not isinstance(on, OnYear):
        return on
    indicator, found = on.plan.indicators[named], await known(here, on)
    before = found.before.get(named)
    counted = (await from_hotspots(here, on)).get(named)
    typed = await ask("figure", Amount(_title(indicator, found, on.year, counted), indicator, counted))
    if jumps(typed.value, before.value if before else None):
        assert before is not None
        text = _("{new} against {old} in {year}: that is far. Is it right?")
        asked = text.format(new=numeral(typed.value), old=numeral(before.value), year=on.year - 1)
        if await ask("figure.sure", Choice(asked, {"yes": _("Yes, it is right"), "no": _("No, drop it")})) == "no":
            return await listed(here, (year,))
    source = await ask("source", Text(_("Which paper says it? Number and day."), options={"none": _("No paper")}))
    paper = "" if source == "none" else " ".join(source.split())[:LONGEST_SOURCE]
    told = [
        _("Entered: {id} of {year}.").format(id=named, year=on.year),
        f"{worded(indicator, typed)} ({beside(indicator, typed.value, before, on.year)})",
    ]
    lacking = [one for one in missing(on.plan, found.now) if one != named]
    ways = [(action("plan_figure", on.year, one), one) for one in lacking[:8]]
    again = (action("plan_figure", on.year, named), _("Correct it"))
    screen = Screen("\n".join(told), menu(*ways, again, (action("plan_figures", on.year), _("Back"))))
    effect = EnterFigure(on.person.id, on.plan.key, on.year, named, typed.value, typed.part, typed.whole, paper)
    return Reply(screen, effects=[effect], page=PAGE)


def _title(indicator: Indicator, found: Known, year: int, counted: Typed | None) -> str:
    lines = [f"{indicator.id} · {indicator.reference}", f"“{indicator.quote}”"]
    if (now := found.now.get(indicator.id)) is not None:
        lines.append(_("Entered before: {figure}").format(figure=worded(indicator, now)))
    before = found.before.get(indicator.id)
    said = worded(indicator, before) if before else _("no figure")
    lines.append(_("{year}: {figure}").format(year=year - 1, figure=said))
    if counted is not None:
        lines.append(_("By the list of hotspots: {figure}").format(figure=worded(indicator, counted)))
    lines.append(_("How much is it in {year}?").format(year=year))
    return "\n".join(lines)


def _label(indicator: Indicator, lacking: tuple[str, ...]) -> str:
    return indicator.id if indicator.id in lacking else f"{indicator.id} ✓"
