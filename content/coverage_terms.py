"""The words of coverage: how a year is read, what a place lacks, what two people agree on, how far a hotspot has come."""

from __future__ import annotations

from content.terms import N_, Term


class Reading(Term):
    """How a year is read in which areas were redrawn. The figures differ, so each is named beside its own."""

    FROZEN = "frozen", N_("By the fixed list")
    NOW_ALL = "now_all", N_("Areas of today, all parts")
    NOW_ANY = "now_any", N_("Areas of today, any part")
    THEN = "then", N_("Areas as they were")


class Lack(Term):
    """Why a place is not covered: the one thing that is missing next (users.md B7)."""

    NOT_ACCEPTED = "not_accepted", N_("a session waits for a second officer")
    NO_CONTACT = "no_contact", N_("no contact known")
    NO_GROUP = "no_group", N_("no group yet")
    NOT_SENT = "not_sent", N_("has a group, nothing sent")
    NOT_CONFIRMED = "not_confirmed", N_("sent, not confirmed")
    NOT_POSTED = "not_posted", N_("the contact has not said it is posted")


class MotionKind(Term):
    """What one proposes and another agrees to."""

    ADD = "add", N_("Put on the list")
    REMOVE = "remove", N_("Take off the list")
    EXEMPT = "exempt", N_("Exception")  # stays on the list, need not be covered, is named in the report
    INCLUDE = "include", N_("End an exception")
    REOPEN = "reopen", N_("Open the year again")


class MotionState(Term):
    """Where a motion stands."""

    OPEN = "open", N_("Waits for a second person")
    AGREED = "agreed", N_("Agreed")
    REFUSED = "refused", N_("Refused")


class SessionKind(Term):
    """What the plans call for (Dự án 3, III.3; Dự án 2, III.3)."""

    TALK = "talk", N_("A talk")
    LOUDSPEAKER = "loudspeaker", N_("By loudspeaker")
    LEAFLETS = "leaflets", N_("Leaflets")
    PANELS = "panels", N_("Panels, banners")
    ART = "art", N_("A performance")
    CONTEST = "contest", N_("A contest")
    TRIAL = "trial", N_("A mobile trial")
    CLASS = "class", N_("A class")
    PLEDGES = "pledges", N_("Signing pledges")


class SessionState(Term):
    """How far a session has come."""

    DONE = "done", N_("Waits for acceptance")
    ACCEPTED = "accepted", N_("Session accepted")
    RETURNED = "returned", N_("Session returned")


class HotspotKind(Term):
    """What the plans tell apart (Dự án 3, II.1 and II.4)."""

    POINT = "point", N_("Drug spot")
    GATHERING = "gathering", N_("Drug gathering place")
    HOT = "hot", N_("Hot spot")  # điểm nóng, K5
    AREA = "area", N_("Area to transform")  # địa bàn cần chuyển hóa, K6 and K7


class HotspotState(Term):
    """How far a hotspot has come."""

    CANDIDATE = "candidate", N_("Candidate")
    CONFIRMED = "confirmed", N_("On the list")
    HANDLED = "handled", N_("Being handled")
    REMOVED = "removed", N_("Removed")
    TRANSFORMED = "transformed", N_("Transformed")
    RELAPSED = "relapsed", N_("Relapsed")
    DISMISSED = "dismissed", N_("Not a hotspot")
