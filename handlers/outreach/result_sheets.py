"""The table of a run: its sums, each with what it counts, and a line for every place. Names of groups, never of people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from content.locales import _
from content.outreach_terms import DeliveryState, LeftOut, Reason
from content.terms import N_
from handlers.outreach.result_rules import Line, Sums
from handlers.papers.sheet import Cell, Sheet

HIDDEN = "…"
STATE_MEANINGS: Mapping[DeliveryState, str] = {
    DeliveryState.SENT: N_("Copies that the platform took, and gave a number to."),
    DeliveryState.UNKNOWN: N_(
        "Copies that may have arrived: the line broke off before the platform answered. Not sent again."
    ),
    DeliveryState.FAILED: N_("Copies that the platform refused, each with its reason."),
    DeliveryState.SKIPPED: N_("Copies that were not tried, each with its reason."),
    DeliveryState.QUEUED: N_("Copies that still wait."),
    DeliveryState.SENDING: N_("Copies that are under way at this moment."),
}
REACHED = N_("Members of groups and channels with a delivered copy, as the platform or their admin says. Not readers.")
SEEN = N_("People who pressed Seen, each counted once. Whoever read without pressing is not in it.")
ANSWERED = N_("People who answered the question, each with the first answer. Somebody with two accounts counts twice.")
POSTED = N_("Contacts who pressed that they posted it in a group of their own. Their word, added to no delivery.")
POSTED_TO = N_("Members of those groups, as the contacts say.")
RIGHT = N_("Of those answers, the right ones.")


@dataclass(frozen=True)
class Names:
    """What the lines are called: targets and areas by id."""

    targets: Mapping[str, str]
    areas: Mapping[str, str]
    platforms: Mapping[str, str]
    utc_offset: float


def sheets(title: str, shown: Sequence[Line], total: Sums, names: Names, *, quiz: bool) -> list[Sheet]:
    """Sums and lines. `quiz`: whether the message asked something that has a right answer."""
    return [
        Sheet(_("Sums"), title, (_("Figure"), _("Number"), _("What it counts")), summary(total, quiz=quiz), (34, 12, 80)),
        Sheet(_("Places"), title, heads(), [*(row(one, names, quiz=quiz) for one in shown), *sum_rows(total, quiz=quiz)],
              (30, 30, 26, 14, 14, 16, 30, 18, 10, 10, 10, 10, 10, 14, 14), total=True),
    ]  # fmt: skip


def summary(total: Sums, *, quiz: bool) -> list[tuple[Cell, ...]]:
    """Every figure with its sentence."""
    found: list[tuple[Cell, ...]] = [
        (_("Copies"), total.copies, _("All lines below: one for each group, channel, contact or person."))
    ]
    found += [(_(state.text), total.states[state], _(meaning)) for state, meaning in STATE_MEANINGS.items()]
    found += [
        (_("Members reached"), total.reached, _(REACHED)),
        (_("Posted by contacts"), total.posted, _(POSTED)),
        (_("Members of those groups"), total.posted_to, _(POSTED_TO)),
        (_("Pressed Seen"), total.heard.seen, _(SEEN)),
        (_("Answered"), total.heard.answered, _(ANSWERED)),
    ]
    if quiz:
        found.append((_("Right answers"), total.heard.right if total.right_shown else HIDDEN, _(RIGHT)))
        hidden = _("Right answers of groups with few members or answers, which their lines don't show.")
        found.append((_("of these, hidden"), total.hidden_right if total.right_shown else HIDDEN, hidden))
    return found


def heads() -> tuple[str, ...]:
    return (
        _("Place"), _("Group"), _("Area"), _("Kind"), _("Platform"), _("State"), _("Why"), _("When"),
        _("Copies"), _("Members"), _("Seen"), _("Answered"), _("Right"),
        _("Posted by contact"), _("Members there"),
    )  # fmt: skip


def row(one: Line, names: Names, *, quiz: bool) -> tuple[Cell, ...]:
    """One line. A hidden share is three dots."""
    right: Cell = (HIDDEN if one.hidden else one.heard.right) if quiz else None
    return (
        names.targets.get(one.target or "", ""),
        one.title,
        names.areas.get(one.area or "", ""),
        _(one.kind.text),
        names.platforms.get(one.channel, one.channel),
        _(one.state.text),
        why(one.state, one.why),
        _moment(one.at, names.utc_offset),
        one.copies,
        one.members,
        one.heard.seen,
        one.heard.answered,
        right,
        1 if one.posted else None,
        one.posted_to,
    )


def sum_rows(total: Sums, *, quiz: bool) -> list[tuple[Cell, ...]]:
    """The line of what is hidden, so that the column adds up, and the sum of each column."""
    found: list[tuple[Cell, ...]] = []
    if quiz and total.hidden_right and total.right_shown:
        found.append((_("Right answers that … hides"), *("",) * 11, total.hidden_right, None, None))
    right: Cell = (total.heard.right if total.right_shown else HIDDEN) if quiz else None
    sum_of = (total.copies, None, total.heard.seen, total.heard.answered, right, total.posted, total.posted_to)
    found.append((_("Sum"), *("",) * 7, *sum_of))
    return found


def why(state: DeliveryState, reason: str) -> str:
    """How a copy ended, in words; "" where there is nothing to explain."""
    if state is DeliveryState.SKIPPED and reason in set(LeftOut):
        return _(LeftOut(reason).text)
    if state is DeliveryState.UNKNOWN:
        return _("May have arrived; nobody can say")
    if state is not DeliveryState.FAILED:
        return ""
    known = reason and reason in set(Reason)
    return _(Reason(reason).text) if known else _("The platform refused it")


def _moment(at: float | None, utc_offset: float) -> str:
    return "" if at is None else f"{datetime.fromtimestamp(at + utc_offset, UTC):%d/%m/%Y %H:%M}"
