"""One campaign: how it stands, and what the one who looks may do. Each button carries the version it was printed for."""

from __future__ import annotations

from collections.abc import Sequence

from content.locales import _, ngettext
from content.outreach_terms import CampaignState, DeliveryState
from content.terms import N_
from handlers.dialogue import Ask
from handlers.effects import Effect
from handlers.here import Begin, Here, Reply
from handlers.messages import Button, Post, Screen, Show
from handlers.outreach.campaign_rules import (
    DECIDING,
    FROM,
    OWN,
    SENTENCES,
    Actor,
    Bar,
    Step,
    actor,
    bar,
    first_run,
    within_reach,
)
from handlers.outreach.campaign_words import far, heading, kinds_in, numbers, when, whom
from handlers.outreach.copies import RUN_BYTES, code_of, copy
from handlers.outreach.effects import DropCampaign, SteerRun, StepCampaign
from handlers.outreach.expiry import expired, off_on
from handlers.outreach.questions import PLATFORM
from handlers.outreach.run_rules import LABELS as STEERS
from handlers.outreach.run_rules import NEEDS, OFFERED, SENDS, Steer
from handlers.outreach.schedule_rules import Fault, may_send, told
from handlers.questions import Text
from handlers.screens import action
from handlers.triage.gate import Admitted, admit, number
from handlers.triage.hours import day_hour_minute
from handlers.triage.permissions import Right, case_of, refusal
from storage import campaigns, people, recipients, runs
from storage.campaigns import Campaign
from storage.people import Person
from storage.runs import Progress

REFUSE = "refuse_campaign"
LABELS = {
    Step.SUBMIT: N_("Send for approval"),
    Step.APPROVE: N_("Approve"),
    Step.REFUSE: N_("Do not approve"),
    Step.PAUSE: N_("Pause campaign"),
    Step.RESUME: N_("Resume campaign"),
    Step.STOP: N_("Stop campaign"),
}
DONE = {
    Step.SUBMIT: N_("Sent for approval. Somebody else decides."),
    Step.APPROVE: N_("Approved."),
    Step.REFUSE: N_("Not approved; its author reads why."),
    Step.PAUSE: N_("Paused: nothing more begins. What is under way goes on."),
    Step.RESUME: N_("It goes on."),
    Step.STOP: N_("Stopped for good."),
}


def right_of(step: Step) -> Right:
    """What a step asks for; whoever may write or approve may also hold or stop a campaign within reach."""
    return Right.WRITE_CAMPAIGN if step in OWN else Right.APPROVE_CAMPAIGN if step in DECIDING else Right.OUTREACH


async def show(here: Here, arguments: tuple[str, ...]) -> Reply:
    """A campaign's screen, below whatever asked for it: the main screen may stand far above."""
    found = await _seen(here, Right.OUTREACH, arguments)
    if isinstance(found, Reply):
        return found
    one, person = found
    return Reply(await campaign_screen(here, one, person), page="outreach", fresh=True)


async def preview(here: Here, arguments: tuple[str, ...]) -> Reply:
    """What people will read, on each platform, below; where all look alike it is shown once. Also the test to oneself."""
    found = await _seen(here, Right.OUTREACH, arguments)
    if isinstance(found, Reply):
        return found
    one, person = found
    reply = Reply(await campaign_screen(here, one, person), posts=await copies_of(here, one), fresh=True)
    reply.toast = _("This is what they will read.")
    return reply


async def copies_of(here: Here, one: Campaign) -> list[Post]:
    """Copies for oneself: a run that does not exist, so no press on them counts."""
    plan = one.plan
    reach = await recipients.reach(here.rows, plan.recipients, weekly=0, served=None, now=here.now)
    texts: dict[tuple[str, str], tuple[Screen, list[str]]] = {}
    for kind in kinds_in(reach):
        for channel in plan.recipients.channels or tuple(PLATFORM):
            for language in plan.message.texts:
                screen = copy(plan.message, bytes(RUN_BYTES), language, channel, kind)
                labels = "|".join(button.label for row in screen.rows for button in row)
                texts.setdefault((screen.text, labels), (screen, []))[1].append(f"{PLATFORM[channel]}, {_(kind.text)}")
    return [
        Show(
            here.to,
            f"preview:{place}",
            Screen(f"[{_('Preview')} · {'; '.join(dict.fromkeys(where))}]\n\n{screen.text}", screen.rows),
            fresh=True,
        )
        for place, (screen, where) in enumerate(texts.values())
    ]


async def step(here: Here, arguments: tuple[str, ...]) -> Reply:
    """A button of a campaign: `camp_do:<id>:<version>:<step>`."""
    named = next((one for one in Step if one.value == "".join(arguments[2:3])), None)
    if named is None:
        return Reply(toast=_("That button was from before."))
    found = await _seen(here, right_of(named), arguments)
    if isinstance(found, Reply):
        return found
    one, person = found
    who = actor(person, await here.stations())
    seen = one.plan.digest if number(arguments[1]) == one.version else b"\0"
    why = bar(one, named, who, seen) or _past(here, one, named)
    if why:
        return Reply(await campaign_screen(here, one, person), toast=_(SENTENCES[why]), alert=True)
    if expired(one.plan.message, here.now, here.policy) and named in (Step.SUBMIT, Step.APPROVE, Step.RESUME):
        return Reply(toast=_("This piece of the library has expired. Choose another."), alert=True)
    if named is Step.REFUSE:
        return Reply(begin=Begin(REFUSE, {"campaign": one.id, "version": one.version}))
    effects: list[Effect] = [StepCampaign(one.id, person.id, named, seen)]
    return Reply(_after(_(DONE[named]), one), effects=effects)


async def refuse(ask: Ask, here: Here) -> Reply:
    """Why not, in a few words that its author reads."""
    found = await _seen(here, Right.APPROVE_CAMPAIGN, (str(ask.so_far("campaign")),))
    if isinstance(found, Reply):
        return found
    one, person = found
    why = await ask("why", Text(_("Reason"), _("Why not? Its author reads this."), longest=300))
    seen = one.plan.digest if ask.so_far("version") == one.version else b"\0"
    barred = bar(one, Step.REFUSE, actor(person, await here.stations()), seen)
    if barred:
        return Reply(await campaign_screen(here, one, person), toast=_(SENTENCES[barred]), alert=True)
    effects: list[Effect] = [StepCampaign(one.id, person.id, Step.REFUSE, seen, why)]
    return Reply(_after(_(DONE[Step.REFUSE]), one), effects=effects)


async def drop(here: Here, arguments: tuple[str, ...]) -> Reply:
    """A draft is thrown away by its author."""
    found = await _seen(here, Right.WRITE_CAMPAIGN, arguments)
    if isinstance(found, Reply):
        return found
    one, person = found
    if one.state is not CampaignState.DRAFT or one.author != person.id:
        return Reply(toast=_("That button was from before."))
    effects: list[Effect] = [DropCampaign(one.id, person.id)]
    return Reply(Screen(_("The draft is gone."), (_home(),)), effects=effects)


async def steer(here: Here, arguments: tuple[str, ...]) -> Reply:
    """A button of a run: `run_do:<run>:<what>`."""
    found = await admit(here, Right.OUTREACH)
    if not isinstance(found, Admitted):
        return found
    run_id, what = (*arguments, "", "")[:2]
    named = next((one for one in Steer if one.value == what), None)
    run = await runs.get(here.rows, bytes.fromhex(run_id)) if len(run_id) == 32 and _hex(run_id) else None
    one = await campaigns.get(here.rows, here.keyring, run.campaign.hex()) if run else None
    if named is None or run is None or one is None:
        return Reply(toast=_("That button was from before."))
    if not within_reach(actor(found.person, await here.stations()), one.station):
        return Reply(toast=_(SENTENCES[Bar.SCOPE]), alert=True)
    if named not in OFFERED[run.state]:
        return Reply(await campaign_screen(here, one, found.person), toast=_(SENTENCES[Bar.STATE]), alert=True)
    if named in SENDS and not may_send(here.now, here.policy, off_on):
        return Reply(toast=told(Fault.QUIET, here.policy), alert=True)
    effects: list[Effect] = [SteerRun(run_id, found.person.id, named)]
    return Reply(_after(f"{_(STEERS[named])}: {_('done.')}", one), effects=effects)


async def unsure(here: Here, arguments: tuple[str, ...]) -> Reply:
    """The word before what may have arrived is sent once more: `run_unsure:<run>`. `steer` asks who may."""
    found = await admit(here, Right.OUTREACH)
    if not isinstance(found, Admitted):
        return found
    run_id = "".join(arguments[:1])
    run = await runs.get(here.rows, bytes.fromhex(run_id)) if len(run_id) == 32 and _hex(run_id) else None
    progress = await runs.progress(here.rows, run.id, here.now) if run else None
    if run is None or progress is None or not progress.counts[DeliveryState.UNKNOWN]:
        return Reply(toast=_("That button was from before."))
    text = ngettext(
        "Of {n} copy nobody knows whether it arrived. Sent again, some places may read it twice.",
        "Of {n} copies nobody knows whether they arrived. Sent again, some places may read it twice.",
        progress.counts[DeliveryState.UNKNOWN],
    ).format(n=progress.counts[DeliveryState.UNKNOWN])
    rows = (
        (Button(_(STEERS[Steer.UNSURE]), payload=action("run_do", run_id, Steer.UNSURE.value)),),
        (Button(_("Leave it like that"), payload=action("campaign", run.campaign.hex())),),
    )
    return Reply(Screen(text, rows), page="outreach")


async def campaign_screen(here: Here, one: Campaign, person: Person) -> Screen:
    """How it stands: what, by whom, to whom, when, how far; and the ways on."""
    names = await people.names(here.rows, here.keyring)
    by = names[one.author].name if one.author in names else "?"
    unit = (await here.stations())[one.station].name
    reach = await recipients.reach(
        here.rows, one.plan.recipients, weekly=here.policy.messages_a_week, served=None, now=here.now
    )
    lines = [
        heading(one.plan),
        f"{_(one.state.text)} · {by}, {unit}",
        _("For: {whom}").format(whom=whom(one.plan.recipients, here.gazetteer)),
        _("When: {when}").format(when=when(one.plan)),
    ]
    if one.next_at is not None:
        lines.append(_("Next: {at}").format(at=day_hour_minute(one.next_at, here.now, here.policy)))
    if one.approver in names and one.state is not CampaignState.REFUSED:
        lines.append(_("Approved by {name}").format(name=names[one.approver].name))
    if one.reason and one.state in (CampaignState.REFUSED, CampaignState.DRAFT):
        lines.append(_("Not approved: {why}").format(why=one.reason))
    lines.append(numbers(reach))
    rows = _steps(one, actor(person, await here.stations()), person, here.now)
    for run in (await runs.of_campaign(here.rows, one.row))[:1]:
        progress = await runs.progress(here.rows, run.id, here.now)
        if progress:
            lines.append(far(progress, here.now))
            rows.append((*steers(progress), result_button(run.id)))
    return Screen("\n".join(lines), (*filter(None, rows), _home()))


def steers(progress: Progress) -> tuple[Button, ...]:
    """What may be done to a run."""
    run = progress.run
    return tuple(
        Button(_(STEERS[one]), payload=_payload(run.id, one))
        for one in OFFERED[run.state]
        if one not in NEEDS or progress.counts[NEEDS[one]]
    )


def _payload(run: bytes, one: Steer) -> str:
    """What may bring somebody a second copy is said before it is done."""
    return action("run_unsure", run.hex()) if one is Steer.UNSURE else action("run_do", run.hex(), one.value)


def result_button(run: bytes) -> Button:
    """The way to all figures of a run, and to its table."""
    return Button(_("Results"), payload=action("result", code_of(run)))


def approval_screen(text: str, one: Campaign) -> Screen:
    """The card of whoever may approve: the way to all of it; the decision stands under what was read."""
    return Screen(text, ((Button(_("The campaign"), payload=action("campaign", one.id)),),), silent=False)


def _steps(one: Campaign, who: Actor, person: Person, now: float) -> list[tuple[Button, ...]]:
    possible = [
        (named, Button(_(LABELS[named]), payload=action("camp_do", one.id, one.version, named.value)))
        for named in Step
        if one.state in FROM[named]
        and bar(one, named, who, one.plan.digest) is None
        and refusal(right_of(named), case_of(person, now)) is None
    ]
    before = one.state is CampaignState.SUBMITTED  # what ends it for good must not stand beside the decision
    beside = [button for named, button in possible if not (before and named is Step.STOP)]
    apart = [button for named, button in possible if before and named is Step.STOP]
    rows = [(Button(_("Preview"), payload=action("camp_see", one.id)),), *_pairs(beside), *_pairs(apart)]
    if one.author == person.id and one.state in (CampaignState.DRAFT, *FROM[Step.STOP], CampaignState.REFUSED):
        own = [Button(_("Change"), payload=action("compose", one.id))]
        own += (
            [Button(_("Throw away"), payload=action("camp_drop", one.id))] if one.state is CampaignState.DRAFT else []
        )
        rows.append(tuple(own))
    return rows


def _pairs(buttons: Sequence[Button]) -> list[tuple[Button, ...]]:
    return [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]


async def _seen(here: Here, right: Right, arguments: tuple[str, ...]) -> tuple[Campaign, Person] | Reply:
    """The campaign of a button and whoever pressed it; the refusal where they may not."""
    found = await admit(here, right)
    if not isinstance(found, Admitted):
        return found
    one = await campaigns.get(here.rows, here.keyring, arguments[0] if arguments else "")
    if one is None or not within_reach(actor(found.person, await here.stations()), one.station):
        return Reply(toast=_(SENTENCES[Bar.SCOPE]), alert=True)
    return one, found.person


def _past(here: Here, one: Campaign, named: Step) -> Bar | None:
    timed = named in (Step.SUBMIT, Step.APPROVE, Step.RESUME)
    return Bar.PAST if timed and first_run(one.plan, here.now, here.policy, off_on) is None else None


def _after(text: str, one: Campaign) -> Screen:
    return Screen(text, ((Button(_("The campaign"), payload=action("campaign", one.id)), *_home()),))


def _home() -> tuple[Button, ...]:
    return (Button(_("Prevention messages"), payload=action("outreach")),)


def _hex(text: str) -> bool:
    return set(text) <= set("0123456789abcdef")
