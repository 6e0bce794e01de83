"""Writing a campaign, asked from top to bottom: what is sent, to whom, when. It ends as a draft, which nobody gets yet."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from content.library import shipped
from content.library.terms import Audience
from content.locales import REVIEWED, _
from content.numbers import live
from content.outreach_terms import CampaignState, Rhythm, SubscriptionKind, TargetKind
from content.terms import StationKind, Term
from handlers.dialogue import Again, Ask
from handlers.here import Begin, Here, Reply
from handlers.outreach.campaign import campaign_screen
from handlers.outreach.campaign_rules import CHANGED_FROM
from handlers.outreach.campaign_words import heading, numbers, when
from handlers.outreach.copies import MOST, too_long
from handlers.outreach.effects import SaveCampaign
from handlers.outreach.expiry import off_on
from handlers.outreach.questions import PLATFORM, Areas, Day, Hour, Lines, Some, Words, coming_days, next_day
from handlers.outreach.schedule_rules import Schedule, fault, told
from handlers.questions import Choice, Text
from handlers.triage.gate import Admitted, admit
from handlers.triage.hours import local
from handlers.triage.move_questions import Listed
from handlers.triage.permissions import Right
from storage import campaigns, recipients
from storage.campaigns import Campaign, Plan
from storage.mailing import Message, Question, Recipients
from storage.people import Person
from storage.recipients import Reach

DIALOGUE = "compose"
LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
ID = "campaign"
"""The answer that holds the id of the campaign which is written anew; no question."""


async def begin(here: Here, arguments: tuple[str, ...] = ()) -> Reply:
    """ "Write a campaign"; with an id, one of one's own anew, its answers as they were."""
    found = await admit(here, Right.WRITE_CAMPAIGN)
    if not isinstance(found, Admitted):
        return found
    one = await campaigns.get(here.rows, here.keyring, arguments[0]) if arguments else None
    if arguments and (one is None or one.author != found.person.id or one.state not in CHANGED_FROM):
        return Reply(toast=_("That button was from before."))
    if one is None:
        return Reply(begin=Begin(DIALOGUE))
    return Reply(begin=Begin(DIALOGUE, {**one.plan.answers, ID: one.id}))


async def compose(ask: Ask, here: Here) -> Reply:
    """The dialogue. Whatever does not fit leads back to its own question; all other answers stay."""
    found = await admit(here, Right.WRITE_CAMPAIGN)
    if not isinstance(found, Admitted):
        return found
    old = await campaigns.get(here.rows, here.keyring, str(ask.so_far(ID) or ""))
    message = await _message(ask, here)
    for long in too_long(message, MOST):
        text = _("This piece is too long for {platform}: {length} of {most} characters.")
        text = text.format(platform=PLATFORM[long.channel], length=long.length, most=long.most)
        raise Again(text, edit="piece" if message.piece else "text")
    chosen = await _recipients(ask, here, found.person)
    reach = await recipients.reach(here.rows, chosen, weekly=here.policy.messages_a_week, served=None, now=here.now)
    if reach.nobody:
        raise Again(_("Nobody would get this. Choose others, or subscribe groups first."), edit="whom")
    plan = Plan(message, chosen, (await _schedule(ask, here)).to_json(), _answers(ask))
    await _review(ask, plan, reach, await _sent_before(here, plan))
    one = Campaign(
        secrets.token_hex(16), CampaignState.DRAFT, found.person.station, found.person.id, plan, 1, here.now
    )  # fmt: skip
    one = replace(old, plan=plan, state=CampaignState.DRAFT, version=old.version + 1) if old else one
    effect = SaveCampaign(one.id, found.person.id, old.version if old else 0, plan)
    return Reply(await campaign_screen(here, one, found.person), effects=[effect])


async def _review(ask: Ask, plan: Plan, reach: Reach, sent: date | None) -> None:
    """What stands there now, and the way to each part of it; the same words to the same people are asked about."""
    lines = [heading(plan), numbers(reach), _("When: {when}").format(when=when(plan))]
    if sent:
        warning = _("The same words went to the same people on {day}.").format(day=f"{sent:%d/%m}")
        lines.append(warning)
    content = "piece" if plan.message.piece else "text"
    options = {
        "yes": _("Yes, again") if sent else _("Done"),
        f"edit:{content}": _("Other words"),
        "edit:whom": _("Other recipients"),
        "edit:rhythm": _("Another time"),
    }
    await ask("review", Choice(_("Review"), options, "\n".join(lines)))


async def _message(ask: Ask, here: Here) -> Message:
    options = {"library": _("From the library"), "own": _("I write it myself")}
    if await ask("source", Choice(_("Content"), options, _("What do you want to send?"))) == "library":
        return await _piece(ask, here)
    text = await ask("text", Words(_("Text"), _("Write the message as people will read it.")))
    kinds = {"none": _("No question"), "quiz": _("A quiz question"), "poll": _("A poll")}
    kind = await ask("ask", Choice(_("Question"), kinds, _("A question with buttons under it?")))
    if kind == "none":
        return Message({"vi": text})
    question = await ask("ask.question", Text(_("Question"), _("Write the question."), longest=200))
    answers = await ask("ask.options", Lines(_("Write the answers, each on a line of its own.")))
    if kind == "poll":
        return Message({"vi": text}, questions={"vi": Question(question, tuple(answers))})
    places = {str(place): answer for place, answer in enumerate(answers)}
    right = await ask("ask.right", Choice(_("Right answer"), places, _("Which one is right?"), columns=1))
    why = await ask("ask.why", Text(_("Why"), _("Why is it right? One or two sentences."), longest=180))
    return Message({"vi": text}, questions={"vi": Question(question, tuple(answers), int(right), why)})


async def _piece(ask: Ask, here: Here) -> Message:
    today, library = _today(here), shipped()
    audiences = {one.value: _(one.text) for one in library.audiences("vi", today)}
    audience = Audience(await ask("for", Choice(_("Written for"), audiences, _("A piece for whom?"))))
    offered = {piece.slug: words.title for piece, words in library.offered(audience, "vi", today)}
    slug = await ask("piece", Listed(_("Which piece? Press its number."), offered))
    piece = library.pieces[slug]
    digits = {key: number.digits for key, number in live(here.now).items()}
    words = {language: said for language in ("vi", *sorted(REVIEWED)) if (said := piece.offered(language, today))}
    with_quiz = words["vi"].quiz is not None and await ask("quiz", _with_question()) == "yes"
    return Message(
        {language: said.text(digits) for language, said in words.items()},
        slug,
        {
            language: Question(said.quiz.question, said.quiz.options, said.quiz.right, said.quiz.explanation)
            for language, said in words.items()
            if with_quiz and said.quiz
        },
    )


def _with_question() -> Choice:
    options = {"yes": _("With the question"), "no": _("Without")}
    return Choice(_("Question"), options, _("With the question that belongs to this piece?"))


async def _recipients(ask: Ask, here: Here, person: Person) -> Recipients:
    """A commune's officer writes to their own commune; the province's to any."""
    station = (await here.stations())[person.station]
    whole = {"all": _("All who subscribed"), "some": _("Choose more finely")}
    finely = await ask("whom", Choice(_("Recipients"), whole, _("Who gets it?"))) == "some"
    areas: tuple[str, ...] = (station.area,) if station.area and station.kind is not StationKind.PROVINCE else ()
    if not finely:
        return Recipients(areas=areas)
    if not areas:
        title = _("Which communes or wards? Type their names, with commas between.")
        named: list[str] = await ask("whom.areas", Areas(title, here.gazetteer))
        areas = tuple(named)
    targets = await ask("whom.targets", Some(_("Of which kinds of places?"), _words(TargetKind)))
    kinds = await ask("whom.kinds", Some(_("To whom there?"), _words(SubscriptionKind)))
    audiences = await ask("whom.audiences", Some(_("For which readers?"), _words(Audience)))
    languages = await ask("whom.languages", Some(_("Who reads which language?"), LANGUAGES))
    channels = await ask("whom.channels", Some(_("On which platforms?"), PLATFORM))
    return Recipients(
        areas,
        tuple(map(TargetKind, targets)),
        tuple(map(SubscriptionKind, kinds)),
        tuple(map(Audience, audiences)),
        tuple(languages),
        tuple(channels),
    )


async def _schedule(ask: Ask, here: Here) -> Schedule:
    """When; a time that cannot be leads back to the day."""
    today = _today(here)
    rhythm = Rhythm(await ask("rhythm", Choice(_("When"), _words(Rhythm), _("When is it sent?"))))
    if rhythm is Rhythm.AT_ONCE:
        return Schedule(rhythm, today, here.policy.send_from * 60)
    first = await ask("rhythm.day", Day(_first_asked(rhythm), today, _days_offered(rhythm, today)))
    last = None
    if rhythm is Rhythm.PERIOD:
        end = next_day(30, 6, 0, today)
        last = await ask("rhythm.last", Day(_("The last day?"), today, {end.isoformat(): "30/6"} if end else {}))
    minute = await ask("rhythm.hour", Hour(_("At what hour?")))
    schedule = Schedule(rhythm, first, minute, last)
    wrong = fault(schedule, here.now, here.policy, off_on)
    if wrong:
        raise Again(told(wrong, here.policy), edit="rhythm.day" if wrong != "quiet" else "rhythm.hour")
    return schedule


def _first_asked(rhythm: Rhythm) -> str:
    return _("On which day?") if rhythm in (Rhythm.ONCE, Rhythm.YEARLY) else _("Beginning on which day?")


def _days_offered(rhythm: Rhythm, today: date) -> dict[str, str]:
    """The days against drugs where they fit, else those to come."""
    named = {Rhythm.YEARLY: (26, 6), Rhythm.PERIOD: (1, 6)}.get(rhythm)
    day = next_day(*named, 0, today) if named else None
    return {day.isoformat(): f"{day:%d/%m/%Y}"} if day else coming_days(today)


async def _sent_before(here: Here, plan: Plan) -> date | None:
    """When the same words went to the same people lately."""
    sent = await campaigns.sent_since(here.rows, here.keyring, here.now - here.policy.same_text)
    same = [
        at for at, other in sent if (other.message.texts, other.recipients) == (plan.message.texts, plan.recipients)
    ]
    return local(max(same), here.policy).date() if same else None


def _answers(ask: Ask) -> dict[str, object]:
    return {key: value for key, (value, whole) in ask.talk.answers.items() if whole and key not in (ID, "review")}


def _words(terms: Iterable[Term]) -> dict[str, str]:
    return {one.value: _(one.text) for one in terms}


def _today(here: Here) -> date:
    return local(here.now, here.policy).date()
