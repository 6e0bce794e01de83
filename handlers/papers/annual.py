"""The annual report as a paper, and the rows behind each of its figures as tables. No tip's words, nobody's name.

What nobody counted or entered is printed as a dash and said; what officers judge is theirs to write, on dotted lines.
"""

from __future__ import annotations

from collections.abc import Sequence

from content.coverage_terms import Reading
from content.locales import _
from content.numerals import numeral
from content.outreach_terms import DeliveryState
from content.plans import Measure
from content.policy import Policy
from content.terms import N_
from handlers.coverage.count_rules import RULE
from handlers.coverage.picture import Line
from handlers.coverage.report_rules import Demand, Number, Tips, YearReport, communes
from handlers.papers.charts import Bar, progress
from handlers.papers.paper import Block, Heading, Lines, Paper, Picture, Table
from handlers.papers.sheet import Cell, Sheet
from handlers.triage.hours import local
from storage.stations import Station

NONE, HIDDEN, TO_WRITE = "–", "…", "…" * 30
COVERED_CM = (5.0, 1.8, 1.8, 1.6, 2.1, 2.1, 2.1)
DEMANDS_CM = (1.3, 5.2, 2.3, 2.0, 2.0, 1.9, 1.8)
PAIR_CM, TRIPLE_CM = (12.0, 4.5), (8.5, 4.0, 4.0)
COPIES = (
    (DeliveryState.SENT, N_("Delivered: the platform took the copy")),
    (DeliveryState.UNKNOWN, N_("Uncertain: it may have arrived; not counted as delivered")),
    (DeliveryState.FAILED, N_("Refused by the platform")),
    (DeliveryState.SKIPPED, N_("Not tried")),
)


def annual(report: YearReport, policy: Policy, unit: Station, now: float) -> Paper:
    """The paper of one year, to be read, finished, numbered and signed by people."""
    day = local(now, policy).date()
    return Paper(
        above=policy.agency,
        unit=unit.name,
        place=policy.seat,
        day=day,
        kind=_("Report"),
        about=_("Results of drug prevention and control in {year}").format(year=report.year),
        to="…" * 10,
        blocks=(
            Lines((_counted_from(report), _basis(report))),
            Heading(_("I. Situation, direction")),
            Lines((TO_WRITE,)),
            Heading(_("II. Results by indicator")),
            Table(demand_rows(report), DEMANDS_CM, headed=True),
            Lines(_demand_notes(report)),
            Heading(_("III. Tips received and handled")),
            *_tips(report.tips),
            Heading(_("IV. Prevention")),
            *_prevention(report),
            Heading(_("V. Pledges, tip boxes")),
            *_pledges(report),
            *(part for title in WRITTEN for part in (Heading(_(title)), Lines((TO_WRITE,)))),
        ),
        copies=(_("as above;"), _("kept: the file.")),
        training=policy.training or unit.training,
    )


WRITTEN = (
    N_("VI. Models, training, rewards"),
    N_("VII. Difficulties and their causes"),
    N_("VIII. Proposals, tasks to come"),
)
"""What only people can say: a heading and a line to write on."""


def _counted_from(report: YearReport) -> str:
    text = _("Figures from {first} to {last}, by the plan “{title}”.")
    line = text.format(first=f"{report.first:%d/%m/%Y}", last=f"{report.last:%d/%m/%Y}", title=report.plan.title)
    return line if report.closed else f"{line} {_('The year is not closed: they can still change.')}"


def _basis(report: YearReport) -> str:
    """Says it plainly where a year has nothing yet."""
    if not report.sets and all(one.now is None for one in report.demands):
        return _("No figure of this year was entered and no list was fixed yet.")
    return _("A dash means: nobody counted or entered it. It is not nought.")


# --- Indicators --------------------------------------------------------------------------------------------------------


def demand_rows(report: YearReport) -> tuple[tuple[str, ...], ...]:
    """The table of indicators, its head first."""
    head = (
        _("Id"), _("Indicator"), _("Goal"), str(report.year - 1), str(report.year), _("More or less"), _("Met or not")
    )  # fmt: skip
    return (head, *(_demand(one, report.year) for one in report.demands))


def _demand(one: Demand, year: int) -> tuple[str, ...]:
    words = f"{one.indicator.quote} ({one.indicator.reference})"
    return (
        one.indicator.id,
        words,
        _goal(one),
        _number(one, one.before),
        _number(one, one.now),
        _change(one),
        _met(one, year),
    )


def _goal(one: Demand) -> str:
    goal, unit = one.indicator.goal, one.indicator.unit.removeprefix("% ")
    if goal is None:
        return NONE
    sign = (
        ("<" if one.indicator.at_most else ">") if one.indicator.strictly else ("≤" if one.indicator.at_most else "≥")
    )
    if one.indicator.measure is Measure.NUMBER:
        return f"{sign} {numeral(goal)} {unit}"
    grown = "+" if one.indicator.measure is Measure.GROWTH and goal > 0 else ""
    return f"{sign} {grown}{numeral(goal)} %"


def _number(one: Demand, number: Number | None) -> str:
    if number is None:
        return NONE
    if one.indicator.measure is not Measure.SHARE:
        return numeral(number.value)
    parts = f" ({numeral(number.part)}/{numeral(number.whole)})" if number.part is not None and number.whole else ""
    return f"{numeral(number.value)} %{parts}"


def _change(one: Demand) -> str:
    moved = one.change
    if moved is None:
        return NONE
    unit = _("points") if one.indicator.measure is Measure.SHARE else "%"
    return f"{'+' if moved >= 0 else '−'}{numeral(abs(moved))} {unit}"


def _met(one: Demand, year: int) -> str:
    reached = one.met
    if reached is None:
        return NONE
    if not reached and one.indicator.by is not None and year < one.indicator.by:
        return _("due {year}").format(year=one.indicator.by)
    return _("goal reached") if reached else _("goal not reached")


def source(one: Demand) -> str:
    """Where a figure comes from."""
    if one.indicator.counts is not None:
        return _("counted by the hotline")
    if one.now is None:
        return NONE
    return one.now.source or _("entered by an officer")


def _demand_notes(report: YearReport) -> tuple[str, ...]:
    sources = [f"{one.indicator.id}: {source(one)}" for one in report.demands if one.now is not None]
    lines = [_("The change of a share is in points of 100, of everything else in % over the year before.")]
    if sources:
        lines.append(_("Sources: {list}.").format(list="; ".join(sources)))
    if any(one.now is None and one.indicator.counts is not None for one in report.demands):
        lines.append(
            _("Of what the hotline counts itself, a dash also stands where there is too little to be told of.")
        )
    return tuple(lines)


# --- Tips --------------------------------------------------------------------------------------------------------------


def _tips(tips: Tips | None) -> tuple[Block, ...]:
    if tips is None:
        return (Lines((_("Tips of that time had their time and were destroyed: they can't be counted any more."),)),)
    return Table(((_("What is counted"), _("Number of tips")), *_pairs(tips)), PAIR_CM, headed=True), Lines(
        tuple(map(_, TIP_MEANINGS))
    )


TIP_MEANINGS = (
    N_("Counted are tips sent in the period, as they stand now, without test tips and those about officers."),
    N_("Received is the sum of the outcomes and of what is still open. “…”: under 5, or hidden so that nobody can reckon a small one out."),
    N_("Overdue: a deadline passed, even if it was met later."),
)  # fmt: skip


def _pairs(tips: Tips) -> list[tuple[str, str]]:
    return [(name, HIDDEN if number is None else numeral(number)) for name, number in tip_numbers(tips)]


def tip_numbers(tips: Tips) -> list[tuple[str, int | None]]:
    """Each line of the table, None where it is hidden."""
    return [
        (_("Received"), tips.received),
        *((f"– {_(outcome.text)}", number) for outcome, number in tips.outcomes.items()),
        (f"– {_('still open')}", tips.open),
        (_("Of them handed over"), tips.handed_over),
        (_("Overdue"), tips.overdue),
    ]


# --- Prevention --------------------------------------------------------------------------------------------------------


def _prevention(report: YearReport) -> tuple[Block, ...]:
    return (
        Lines((_("1. Copies of messages sent by chat, in the whole period:"),)),
        Table(((_("How it ended"), _("Copies")), *_copies(report)), PAIR_CM, headed=True),
        Lines((_("A message that was sent is not a person who was reached."), _("2. Lists that have to be covered:"))),
        *_lists(report),
        *_covered(report),
        *_chart(report),
        Lines((_("3. Communes and wards of the area, as reforms left them:"),)),
        Table(((_("From"), _("Communes, wards, townships")), *_reforms(report)), PAIR_CM, headed=True),
    )


def _copies(report: YearReport) -> list[tuple[str, str]]:
    lines = [(_(name), numeral(report.copies.get(state, 0))) for state, name in COPIES]
    return [*lines, (_("All"), numeral(sum(report.copies.get(state, 0) for state, _name in COPIES)))]


def _lists(report: YearReport) -> tuple[Block, ...]:
    if not report.sets:
        return (Lines((_("No list of this year was fixed by a decision yet."),)),)
    rows = [(_("Indicator, decision"), _("On the list"), _("Of them exceptions"))]
    for name, fixed in report.sets.items():
        there = [one for one in report.listed if one.indicator == name]
        exempt = sum(one.member.exempt for one in there)
        words = _("{indicator}: {decision} of {day}")
        title = words.format(indicator=name, decision=fixed.decision, day=f"{fixed.decided_on:%d/%m/%Y}")
        rows.append((title, numeral(len(there)), numeral(exempt)))
    return (Table(tuple(rows), TRIPLE_CM, headed=True),)


def _covered(report: YearReport) -> tuple[Block, ...]:
    """How far each indicator came under each reading; a place is sent to, handed to or posted in, never all in one sum."""
    head = (
        _("Indicator, reading"),
        _("Covered"),
        _("Of"),
        "%",
        _("Copies delivered"),
        _("Uncertain"),
        _("Posted by contacts"),
    )
    rows = [
        (
            f"{line.indicator.id}: {_(line.reading.text)}",
            *map(numeral, (line.covered, line.of)),
            numeral(100 * line.covered / line.of) if line.of else NONE,
            *map(numeral, (line.total.sent, line.total.unknown, line.total.posted)),
        )
        for line in lines_of(report)
    ]
    before = Lines((_("Covered, each way of reading a year with a reform:"),))
    return before, Table((head, *rows), COVERED_CM, headed=True), Lines((_(RULE), *map(_, COVERED_NOTES)))


def _chart(report: YearReport) -> tuple[Block, ...]:
    """By the fixed lists; none where nothing was fixed."""
    found = [one for one in lines_of(report) if one.reading is Reading.FROZEN and one.of]
    if not found:
        return ()
    bars = [Bar(one.indicator.id, one.covered, one.expected, one.of) for one in found]
    title = _("Covered by {day}, by the fixed lists").format(day=f"{found[0].day:%d/%m/%Y}")
    words = "; ".join(f"{one.name}: {numeral(one.done)}/{numeral(one.of)}" for one in bars)
    return (Picture(progress(title, bars), f"{title}: {words}"),)


def lines_of(report: YearReport) -> list[Line]:
    """The lines of every reading, indicator by indicator."""
    found = [line for picture in report.pictures for line in picture.lines]
    return sorted(found, key=lambda one: list(report.plan.indicators).index(one.indicator.id))


COVERED_NOTES = (
    N_("The table of indicators takes the fixed list; where none was fixed, it has a dash."),
    N_("Exceptions that two people agreed to are not in “of”. Field sessions are not in these figures."),
)


def _reforms(report: YearReport) -> list[tuple[str, str]]:
    found = communes(report.atlas, report.first, report.last)
    return [(f"{one.day:%d/%m/%Y}", numeral(one.count)) for one in found]


def _pledges(report: YearReport) -> tuple[Block, ...]:
    head = (_("Pledge, since the beginning"), _("By taps in chat"), _("Signed on paper"))
    rows = [(_(one.kind.text), numeral(one.taps), numeral(one.papers)) for one in report.pledges]
    total = (
        _("All"), numeral(sum(one.taps for one in report.pledges)), numeral(sum(one.papers for one in report.pledges))
    )  # fmt: skip
    notes = (
        _("Taps and signatures are two figures: they are not added together."),
        _("Tip boxes that hang on {day}: {n}.").format(day=f"{report.last:%d/%m/%Y}", n=numeral(report.boxes)),
    )
    return Table((head, *rows, total), TRIPLE_CM, headed=True), Lines(notes)


# --- The rows behind it ------------------------------------------------------------------------------------------------


def sheets(report: YearReport) -> Sequence[Sheet]:
    """The same figures as tables; a list has a line for every place, so that its sums can be counted again."""
    found = [_demand_sheet(report)]
    if report.tips is not None:
        tips: list[tuple[Cell, ...]] = [
            (name, HIDDEN if one is None else one) for name, one in tip_numbers(report.tips)
        ]
        found.append(
            Sheet(
                _("Number of tips"),
                " ".join(map(_, TIP_MEANINGS)),
                (_("What is counted"), _("Number of tips")),
                tips,
                (40, 12),
            )
        )
    copies: list[tuple[Cell, ...]] = [(_(name), report.copies.get(state, 0)) for state, name in COPIES]
    found.append(
        Sheet(_("Copies"), _("Copies of messages sent by chat"), (_("How it ended"), _("Copies")), copies, (60, 12))
    )
    found.append(_list_sheet(report))
    found.append(_covered_sheet(report))
    pledged: list[tuple[Cell, ...]] = [(_(one.kind.text), one.taps, one.papers) for one in report.pledges]
    heads = (_("Pledge, since the beginning"), _("By taps in chat"), _("Signed on paper"))
    found.append(
        Sheet(
            _("Pledges"),
            _("Taps and signatures are two figures: they are not added together."),
            heads,
            pledged,
            (40, 16, 16),
        )
    )
    return [*found, _link_sheet(report)]


def _demand_sheet(report: YearReport) -> Sheet:
    before, now = str(report.year - 1), str(report.year)
    part, whole = _("part"), _("of")
    heads = (_("Id"), _("Reference"), before, f"{before}, {part}", f"{before}, {whole}", now, f"{now}, {part}", f"{now}, {whole}",
             _("Goal"), _("More or less"), _("Met or not"), _("Source"))  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (one.indicator.id, one.indicator.reference, *_cells(one.before), *_cells(one.now), one.indicator.goal,
         one.change, _met(one, report.year), source(one))
        for one in report.demands
    ]  # fmt: skip
    return Sheet(_("Indicators"), report.plan.title, heads, rows, (6, 16, 10, 10, 10, 10, 10, 10, 10, 10, 12, 30))


def _cells(number: Number | None) -> tuple[Cell, Cell, Cell]:
    return (number.value, number.part, number.whole) if number else (None, None, None)


def _list_sheet(report: YearReport) -> Sheet:
    rows: list[tuple[Cell, ...]] = [
        (one.indicator, one.target.id, one.target.name, _(one.target.kind.text), one.member.wave,
         f"{one.member.due:%d/%m/%Y}", _("exception") if one.member.exempt else "")
        for one in report.listed
    ]  # fmt: skip
    heads = (_("Indicator"), _("Id"), _("Place"), _("Kind"), _("Wave"), _("Due on"), _("Exception"))
    return Sheet(
        _("Lists"),
        _("What has to be covered, as fixed on the last day of the period"),
        heads,
        rows,
        (10, 24, 40, 16, 8, 12, 12),
    )


def _covered_sheet(report: YearReport) -> Sheet:
    """A line for every place under every reading; 1: covered."""
    rows: list[tuple[Cell, ...]] = [
        (line.indicator.id, _(line.reading.text), one.target.id, one.target.name, int(one.covered),
         one.reached.sent, one.reached.unknown, one.reached.seen, one.reached.posted, one.reached.held, one.reached.accepted)
        for line in lines_of(report) for one in line.places
    ]  # fmt: skip
    heads = (
        _("Indicator"),
        _("Reading"),
        _("Id"),
        _("Place"),
        _("Covered"),
        _("Copies delivered"),
        _("Uncertain"),
        _("Pressed Seen"),
        _("Posted by contacts"),
        _("Sessions held"),
        _("Of these accepted"),
    )
    return Sheet(_("Coverage of the year"), _(RULE), heads, rows, (10, 28, 24, 40, 8, 12, 12, 12, 12, 12, 12))


def _link_sheet(report: YearReport) -> Sheet:
    """Each commune of the first day, and who has its ground on the last."""
    before, after = report.atlas.on(report.first), report.atlas.on(report.last)
    rows: list[tuple[Cell, ...]] = []
    for area, old in sorted(before.items(), key=lambda one: one[1].code):
        if old.type.level == 3:
            heirs = report.atlas.successors(area, report.last)
            rows += [(old.code, old.name, after[one].code, after[one].name) for one in heirs if one in after]
    heads = (_("Code then"), _("Commune then"), _("Code now"), _("Commune now"))
    return Sheet(
        _("Areas"), _("Communes on the first day of the period, and on the last"), heads, rows, (12, 30, 12, 30)
    )
