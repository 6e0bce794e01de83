"""The audit in plain words, for whoever watches over those who read tips. Pure.

An auditor reads what staff did and what happened to keys and groups; never a word of a tip, and nothing that a citizen
did: not even when one came in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from content.locales import _
from content.terms import N_
from handlers.coverage.hotspot_rules import SENTENCES as HOTSPOTS
from handlers.coverage.plan_rules import SENTENCES as PLANS
from handlers.outreach.campaign_rules import SENTENCES as CAMPAIGNS
from handlers.triage.gate import day_in
from handlers.triage.incident_rules import SENTENCES as APART
from handlers.triage.move_screens import MOVE_LABELS
from handlers.triage.permissions import SENTENCES, Right
from handlers.triage.routing_rules import SENTENCES as CLOSED
from handlers.triage.state_rules import SENTENCES as BARRED
from storage.audit import Line
from storage.people import Named
from storage.stations import Station


class About(Enum):
    """What the subject of a line is."""

    NOTHING = auto()
    TIP = auto()
    PERSON = auto()
    STATION = auto()
    RIGHT = auto()
    TARGET = auto()


@dataclass(frozen=True)
class Wording:
    """A line in words; {what} is its subject."""

    text: str
    about: About = About.NOTHING


STAFF: Mapping[str, Wording] = {
    "figures exported": Wording(N_("took out the figures of all units")),
    "papers entered": Wording(N_("entered signed pledges")),
    "papers struck": Wording(N_("took signed pledges out again")),
    "report made": Wording(N_("made a year's report")),
    "sending exported": Wording(N_("took out the table of a sending")),
    "searched": Wording(N_("searched inside the unit's tips")),
    "read": Wording(N_("read {what}"), About.TIP),
    "claimed": Wording(N_("took {what}"), About.TIP),
    "going": Wording(N_("goes out for {what}"), About.TIP),
    "called_province": Wording(N_("called the province about {what}"), About.TIP),
    "to_province": Wording(N_("passed {what} to the province"), About.TIP),
    "involved": Wording(N_("is involved in {what}"), About.TIP),
    "asked": Wording(N_("asked back on {what}"), About.TIP),
    "replied": Wording(N_("wrote a ready reply on {what}"), About.TIP),
    "exported": Wording(N_("took papers of {what} out"), About.TIP),
    "listed": Wording(N_("took a list of tips out")),
    "passed on": Wording(N_("passed {what} on to a colleague"), About.TIP),
    "reward proposed": Wording(N_("proposed a reward for {what}"), About.TIP),
    "reward granted": Wording(N_("granted a reward for {what}"), About.TIP),
    "reward refused": Wording(N_("granted no reward for {what}"), About.TIP),
    "reward claimed": Wording(N_("checked the reward code of {what}"), About.TIP),
    "wants_junk": Wording(N_("wants {what} in the junk box"), About.TIP),
    "junk": Wording(N_("put {what} into the junk box"), About.TIP),
    "take_back": Wording(N_("took {what} out of the junk box"), About.TIP),
    "wants_mute": Wording(N_("wants the chat of {what} muted"), About.TIP),
    "muted": Wording(N_("muted the chat of {what}"), About.TIP),
    "made real": Wording(N_("made {what} a real tip"), About.TIP),
    "joined": Wording(N_("joined another tip to {what}"), About.TIP),
    "parted": Wording(N_("took another tip out of {what}"), About.TIP),
    "kept apart": Wording(N_("said that {what} is another matter"), About.TIP),
    "freed": Wording(N_("gave {what} back to the others"), About.TIP),
    "shift opened": Wording(N_("opened a shift")),
    "shift closed": Wording(N_("locked the shift")),
    "wrong pin": Wording(N_("typed a wrong PIN")),
    "pin chosen": Wording(N_("chose a PIN")),
    "pin changed": Wording(N_("changed the PIN")),
    "station key made": Wording(N_("made the key of {what}"), About.STATION),
    "invited": Wording(N_("invited somebody to {what}"), About.STATION),
    "let back": Wording(N_("let {what} enrol again"), About.PERSON),
    "enrolled": Wording(N_("enrolled at {what}"), About.STATION),
    "approved": Wording(N_("let {what} in"), About.PERSON),
    "rejected": Wording(N_("turned {what} away"), About.PERSON),
    "approval refused": Wording(N_("could not let {what} in"), About.PERSON),
    "suspended": Wording(N_("ended the rights of {what}"), About.PERSON),
    "left": Wording(N_("ended the service of {what}"), About.PERSON),
    "on leave": Wording(N_("began the leave of {what}"), About.PERSON),
    "back at work": Wording(N_("ended the leave of {what}"), About.PERSON),
    "training began": Wording(N_("put {what} into training"), About.PERSON),
    "training ended": Wording(N_("ended the training of {what}"), About.PERSON),
    "on the roster": Wording(N_("put {what} on the roster"), About.PERSON),
    "off the roster": Wording(N_("took {what} off the roster"), About.PERSON),
    "group linked": Wording(N_("linked a group to {what}"), About.STATION),
    "campaign written": Wording(N_("wrote a campaign")),
    "campaign changed": Wording(N_("wrote a campaign anew")),
    "campaign dropped": Wording(N_("threw a draft of a campaign away")),
    "campaign submit": Wording(N_("sent a campaign for approval")),
    "campaign approve": Wording(N_("approved a campaign")),
    "campaign refuse": Wording(N_("did not approve a campaign")),
    "campaign pause": Wording(N_("paused a campaign")),
    "campaign resume": Wording(N_("resumed a campaign")),
    "campaign stop": Wording(N_("stopped a campaign")),
    "run pause": Wording(N_("paused a sending")),
    "run resume": Wording(N_("resumed a sending")),
    "run stop": Wording(N_("stopped a sending")),
    "run again": Wording(N_("sent the failed ones again")),
    "run unsure": Wording(N_("sent the uncertain ones again")),
    "all stopped": Wording(N_("stopped everything that is sent")),
    "wants the stop lifted": Wording(N_("wants to lift the stop")),
    "stop lifted": Wording(N_("lifted the stop")),
    "audit read": Wording(N_("read the audit")),
    "box put up": Wording(N_("put up a box in {what}"), About.TARGET),
    "box checked": Wording(N_("looked into a box in {what}"), About.TARGET),
    "box taken down": Wording(N_("took a box down in {what}"), About.TARGET),
    "group confirmed": Wording(N_("confirmed a group of {what}"), About.TARGET),
    "group refused": Wording(N_("did not confirm a group")),
    "figure entered": Wording(N_("entered a figure: {what}"), About.TARGET),
    "session recorded": Wording(N_("wrote down a session at {what}"), About.TARGET),
    "session accepted": Wording(N_("accepted a session at {what}"), About.TARGET),
    "session returned": Wording(N_("returned a session at {what}"), About.TARGET),
    "list fixed": Wording(N_("fixed a list: {what}"), About.TARGET),
    "wave set": Wording(N_("made a wave: {what}"), About.TARGET),
    "proposed add": Wording(N_("wants something put on a list: {what}"), About.TARGET),
    "proposed remove": Wording(N_("wants something taken off a list: {what}"), About.TARGET),
    "proposed exempt": Wording(N_("wants an exception: {what}"), About.TARGET),
    "proposed include": Wording(N_("wants an exception to end: {what}"), About.TARGET),
    "proposed reopen": Wording(N_("wants a year opened again: {what}"), About.TARGET),
    "agreed add": Wording(N_("agreed to put something on a list: {what}"), About.TARGET),
    "agreed remove": Wording(N_("agreed to take something off a list: {what}"), About.TARGET),
    "agreed exempt": Wording(N_("agreed to an exception: {what}"), About.TARGET),
    "agreed include": Wording(N_("agreed to end an exception: {what}"), About.TARGET),
    "agreed reopen": Wording(N_("agreed to open a year again: {what}"), About.TARGET),
    "refused add": Wording(N_("did not agree to a change of a list: {what}"), About.TARGET),
    "refused remove": Wording(N_("did not agree to a change of a list: {what}"), About.TARGET),
    "refused exempt": Wording(N_("did not agree to a change of a list: {what}"), About.TARGET),
    "refused include": Wording(N_("did not agree to a change of a list: {what}"), About.TARGET),
    "refused reopen": Wording(N_("did not agree to open a year: {what}"), About.TARGET),
    "year closed": Wording(N_("closed a year: {what}"), About.TARGET),
    "hotspot made": Wording(N_("proposed a hotspot")),
    "grouped": Wording(N_("grouped {what} into a hotspot"), About.TIP),
    "ungrouped": Wording(N_("took {what} out of a hotspot"), About.TIP),
    "hotspot candidate": Wording(N_("proposed a hotspot again")),
    "hotspot confirmed": Wording(N_("put a hotspot on the list")),
    "hotspot handled": Wording(N_("noted that a hotspot is being handled")),
    "hotspot removed": Wording(N_("noted that a hotspot was removed")),
    "hotspot transformed": Wording(N_("noted that an area was transformed")),
    "hotspot relapsed": Wording(N_("noted that a hotspot relapsed")),
    "hotspot dismissed": Wording(N_("said that something is no hotspot")),
    "page given": Wording(N_("took a link to the page of figures")),
    "refused": Wording(N_("was refused: {what}"), About.RIGHT),
    "refused often": Wording(N_("was refused again and again")),
}
OF_A_STATION: Mapping[str, Wording] = {
    "group lost": Wording(N_("the group of {what} removed the bot"), About.STATION),
    "group moved": Wording(N_("the group of {what} moved"), About.STATION),
    "key replaced": Wording(N_("{what} has a new key"), About.STATION),
    "recovery joined": Wording(N_("{what} can be recovered again"), About.STATION),
    "station imported": Wording(N_("{what} came from the list of units"), About.STATION),
}
"""What the house or its operator did to one unit."""
OF_THE_HOUSE: Mapping[str, Wording] = {
    "founded": Wording(N_("the hotline was founded")),
    "approved": Wording(N_("{what} was let in with both papers"), About.PERSON),
    "recovery made": Wording(N_("a recovery key was made")),
    "recovery used": Wording(N_("both papers of a recovery key were used")),
    "key rotated": Wording(N_("a server key was replaced")),
    "key retired": Wording(N_("an old receipt key was destroyed")),
    "restored": Wording(N_("a backup was restored")),
    "group subscribed": Wording(N_("a group of {what} agreed to get messages"), About.TARGET),
    "contact agreed": Wording(N_("a contact of {what} passes posts on"), About.TARGET),
    "group waits": Wording(N_("a group agreed to get messages and waits")),
    "group stopped": Wording(N_("a group of {what} wants no more messages"), About.TARGET),
    "targets imported": Wording(N_("the list of what prevention must reach was imported")),
    "anchored": Wording(N_("the end of the audit was noted")),
}
NEVER_SHOWN = frozenset({"received", "arrived", "registered", "added", "question expired", "claim returned", "purged"})
"""What citizens did, and what became of it by itself."""

RIGHTS: Mapping[Right, str] = {
    Right.DESK: N_("the desk"),
    Right.OPEN_SHIFT: N_("opening a shift"),
    Right.LOCK: N_("locking the shift"),
    Right.INBOX: N_("the list of tips"),
    Right.SEARCH: N_("searching inside tips"),
    Right.FIGURES: N_("figures"),
    Right.UNITS: N_("figures of all units"),
    Right.CARD: N_("a tip's card"),
    Right.CLAIM: N_("taking a tip"),
    Right.RELEASE: N_("giving a tip back"),
    Right.HAND_ON: N_("passing a tip on"),
    Right.HAND_ON_ALL: N_("passing all tips of somebody on"),
    Right.GOING: N_("“I am going”"),
    Right.CALLED_PROVINCE: N_("“province was called”"),
    Right.TO_PROVINCE: N_("passing a tip to the province"),
    Right.INVOLVED: N_("“I am involved”"),
    Right.READ: N_("reading a tip"),
    Right.ASK: N_("asking back"),
    Right.MOVE: N_("going on with a tip"),
    Right.DECIDE: N_("a superior's step"),
    Right.EXPORT: N_("taking papers out"),
    Right.REWARD: N_("proposing a reward"),
    Right.DECIDE_REWARD: N_("deciding a reward"),
    Right.REWARD_CODE: N_("checking a reward code"),
    Right.ABUSE: N_("calling a tip abuse"),
    Right.TAKE_BACK: N_("taking a tip out of the junk box"),
    Right.JOIN: N_("joining tips"),
    Right.SPLIT: N_("taking a joined tip out"),
    Right.TELL: N_("telling all reporters"),
    Right.MAKE_REAL: N_("making a test tip real"),
    Right.INVITE: N_("inviting"),
    Right.APPROVE: N_("approving a newcomer"),
    Right.PEOPLE: N_("the list of people"),
    Right.SUSPEND: N_("ending somebody's rights"),
    Right.LEAVE: N_("leaving the service"),
    Right.LINK_GROUP: N_("linking a group"),
    Right.CHANGE_PIN: N_("changing the PIN"),
    Right.LET_BACK: N_("a link to enrol again"),
    Right.TRAIN: N_("training"),
    Right.ROSTER: N_("the roster"),
    Right.SET_ROSTER: N_("changing the roster"),
    Right.AWAY: N_("one's own leave"),
    Right.SEND_AWAY: N_("somebody's leave"),
    Right.AUDIT: N_("reading the audit"),
    Right.OUTREACH: N_("the desk of prevention"),
    Right.WRITE_CAMPAIGN: N_("writing a campaign"),
    Right.APPROVE_CAMPAIGN: N_("approving a campaign"),
    Right.STOP_CAMPAIGNS: N_("stopping all campaigns"),
    Right.BOXES: N_("boxes for tips"),
    Right.SIGNED: N_("entering signed pledges"),
    Right.SUBSCRIBERS: N_("the list of subscribers"),
    Right.PLAN: N_("a year of the plan"),
    Right.ENTER_FIGURE: N_("entering a figure"),
    Right.SET_LISTS: N_("fixing what has to be covered"),
    Right.RECORD_SESSION: N_("recording a session"),
    Right.ACCEPT_SESSION: N_("accepting a session"),
    Right.SECOND: N_("agreeing as a second person"),
    Right.CLOSE_YEAR: N_("closing a year"),
    Right.PAGE: N_("the page of figures"),
    Right.PICTURE: N_("the picture of the province"),
    Right.HOTSPOTS: N_("hotspots"),
    Right.GROUP_TIP: N_("grouping a tip"),
}


MOVED = {move.value: label for move, label in MOVE_LABELS.items()}
"""What was done to a tip by the table of moves."""
WANTED: Mapping[str, str] = MOVED | {right.value: words for right, words in RIGHTS.items()}
WHY: Mapping[str, str] = {
    why.value: words for table in (CLOSED, BARRED, APART, CAMPAIGNS, PLANS, HOTSPOTS, SENTENCES) for why, words in table.items()
}  # fmt: skip


def sentence(line: Line, names: Mapping[str, Named], units: Mapping[str, Station]) -> str:
    """Who did what to which, without the time."""
    if line.person is None:
        wording = {**OF_A_STATION, **OF_THE_HOUSE}.get(line.action, Wording(line.action))
        return _(wording.text).format(what=what(line, wording.about, names, units))
    who = names.get(line.person.hex())
    return f"{who.name if who else '?'}: {_done(line, names, units)}"


def _done(line: Line, names: Mapping[str, Named], units: Mapping[str, Station]) -> str:
    if line.action in MOVED:
        return f"{_(MOVED[line.action])} · {what(line, About.TIP, names, units)}"
    wording = STAFF.get(line.action, Wording(line.action))
    return _(wording.text).format(what=what(line, wording.about, names, units))


def what(line: Line, about: About, names: Mapping[str, Named], units: Mapping[str, Station]) -> str:
    """A line's subject as people know it: a tip by the short label of its card, never more."""
    if about is About.TIP:
        return f"T-{line.subject[:4]}"
    if about is About.PERSON:
        return names[line.subject].name if line.subject in names else "?"
    if about is About.STATION:
        return units[line.subject].name if line.subject in units else line.subject
    if about is About.TARGET:
        return line.subject
    return refused_what(line.subject) if about is About.RIGHT else ""


def refused_what(subject: str) -> str:
    """ "read:no_shift" in words."""
    right, _colon, why = subject.partition(":")
    wanted = _(WANTED[right]) if right in WANTED else right
    return f"{wanted} ({_(WHY[why]).format(what='…').rstrip('.')})" if why in WHY else wanted


def day_of(text: str, today: date) -> date:
    """The day of a page: today where the payload names none, or one that is not here yet."""
    return min(day_in(text) or today, today)
