"""A campaign in words: what, to whom, when, how many, how far. Pure."""

from __future__ import annotations

import math
from datetime import date

from content.library import shipped
from content.locales import _, ngettext
from content.outreach_terms import DeliveryState, LeftOut, Rhythm, RunState, SubscriptionKind
from handlers.outreach.questions import PLATFORM, clock
from handlers.outreach.schedule_rules import Schedule, schedule_from_json
from handlers.places import Gazetteer
from handlers.triage.hours import span
from storage.campaigns import Plan
from storage.mailing import Message, Recipients
from storage.recipients import Reach
from storage.runs import Progress

SHORT = 60


def title(message: Message) -> str:
    """What lists call it: the piece's title, or its first words."""
    piece = shipped().pieces.get(message.piece)
    text = piece.words["vi"].title if piece else next(iter(message.texts.values())).split("\n")[0]
    return text if len(text) <= SHORT else text[: SHORT - 1].rstrip() + "…"


def heading(plan: Plan) -> str:
    """Its title, and what is in it besides words."""
    question = plan.message.questions.get("vi")
    kind = "" if question is None else _("with a poll") if question.right is None else _("with a quiz question")
    return " · ".join(filter(None, (f"“{title(plan.message)}”", kind)))


def whom(recipients: Recipients, gazetteer: Gazetteer) -> str:
    """The choice of recipients."""
    parts = [
        ", ".join(gazetteer.title(one) for one in recipients.areas) or _("whole province"),
        ", ".join(_(one.text) for one in recipients.target_kinds),
        ", ".join(_(one.text) for one in recipients.kinds),
        ", ".join(_(one.text) for one in recipients.audiences),
        ", ".join(recipients.languages),
        ", ".join(PLATFORM[one] for one in recipients.channels if one in PLATFORM),
    ]
    return " · ".join(filter(None, parts))


def when(plan: Plan) -> str:
    """Its times."""
    return schedule_words(schedule_from_json(plan.schedule))


def schedule_words(schedule: Schedule) -> str:
    """A schedule as people say it."""
    hour, day = clock(schedule.minute), f"{schedule.first:%d/%m/%Y}"
    if schedule.rhythm is Rhythm.AT_ONCE:
        return _("as soon as it is approved, in sending hours")
    if schedule.rhythm is Rhythm.ONCE:
        return _("{hour} on {day}").format(hour=hour, day=day)
    if schedule.rhythm is Rhythm.PERIOD and schedule.last:
        text = _("once a week at {hour}, from {day} to {last}")
        return text.format(hour=hour, day=day, last=f"{schedule.last:%d/%m/%Y}")
    rhythms = {
        Rhythm.WEEKLY: _("every {weekday} at {hour}, from {day}"),
        Rhythm.MONTHLY: _("every month on day {number} at {hour}, from {day}"),
        Rhythm.FIRST_MONDAY: _("every first Monday of a month at {hour}, from {day}"),
        Rhythm.YEARLY: _("every year on {date} at {hour}, from {day}"),
    }
    return rhythms[schedule.rhythm].format(
        weekday=weekday(schedule.first), number=schedule.first.day, hour=hour, day=day, date=f"{schedule.first:%d/%m}"
    )  # fmt: skip


def weekday(day: date) -> str:
    """Its name."""
    names = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
    return names[day.weekday()]


def numbers(reach: Reach) -> str:
    """How many would get it now, and who not and why."""
    found = " · ".join(f"{_(kind.text)}: {count}" for kind, count in reach.chats.items() if count)
    lines = [_("Gets it now: {who}").format(who=found or "0")]
    if reach.members:
        text = ngettext(
            "{n} member of groups and channels, as the platforms say",
            "{n} members of groups and channels, as the platforms say",
            reach.members,
        )
        lines.append(text.format(n=reach.members))
    if reach.left_out:
        why = " · ".join(f"{_(one.text)}: {reach.left_out[one]}" for one in LeftOut if reach.left_out.get(one))
        lines.append(_("Left out: {why}").format(why=why))
    return "\n".join(lines)


def far(progress: Progress, now: float) -> str:
    """How far a run has come, and for how long it will go on where that can be said."""
    counts, lines = progress.counts, [f"{_(progress.run.state.text)} · {_sums(progress)}"]
    eta = progress.eta_s(now)
    if progress.held_until and progress.left:
        text = _("The platform told us to wait {time}; nothing is lost.")
        lines.append(text.format(time=span(max(progress.held_until - now, 60.0))))
    if eta is not None:
        lines.append(_("About {time} more.").format(time=span(math.ceil(eta / 60.0) * 60.0)))
    elif progress.run.state is RunState.SENDING and progress.left:
        lines.append(_("How long it takes can't be said yet."))
    if progress.run.state is RunState.FINISHED:
        text = _("Finished: {sent} delivered, {failed} failed, {unknown} uncertain.")
        lines[0] = text.format(
            sent=counts[DeliveryState.SENT], failed=counts[DeliveryState.FAILED], unknown=counts[DeliveryState.UNKNOWN]
        )  # fmt: skip
    return "\n".join(lines)


def _sums(progress: Progress) -> str:
    shown = (f"{_(state.text)}: {count}" for state, count in progress.counts.items() if count)
    return " · ".join(shown) or "0"


def kinds_in(reach: Reach) -> list[SubscriptionKind]:
    """Which kinds of subscribers get it."""
    return [kind for kind, count in reach.chats.items() if count]
