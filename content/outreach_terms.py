"""The words of prevention: what must be reached, who subscribes, and how far a campaign has come."""

from __future__ import annotations

from content.terms import N_, Term


class TargetKind(Term):
    """What must be covered (plan, Dự án 3, II.2; Dự án 2, II.2)."""

    COMMUNE = "commune", N_("Commune or ward")
    SCHOOL = "school", N_("School")
    KEY_AREA = "key_area", N_("Key area")
    ROUTE = "route", N_("Route")
    DEPOT = "depot", N_("Bus or boat station")
    VENUE = "venue", N_("Venue")
    OFFICE = "office", N_("Agency or firm")


class SubscriptionKind(Term):
    """Who gets messages."""

    GROUP = "group", N_("Group")
    CHANNEL = "channel", N_("Broadcast channel")
    PERSON = "person", N_("Person")
    RELAY = "relay", N_("Contact who passes on")  # posts in a group that no bot can enter (users.md B5)


class SubscriptionState(Term):
    """Whether we write there."""

    WAITING = "waiting", N_("Waits for approval")  # added without the link of a target: counts for nothing
    ACTIVE = "active", N_("Gets messages")
    HELD = "held", N_("On hold")  # for a reason that the group can mend: we were made its administrator
    STOPPED = "stopped", N_("Stopped")
    LOST = "lost", N_("Can't be reached")


class Reason(Term):
    """Why a subscription is held, stopped or lost."""

    NONE = "", N_("No reason")
    ADMIN = "admin", N_("We were made administrator")  # then we could read everything: held until it is taken back
    RIGHTS = "rights", N_("We may not write there")
    ASKED = "asked", N_("They asked us to stop")
    REFUSED = "refused", N_("An officer refused it")
    REMOVED = "removed", N_("We were removed")
    BLOCKED = "blocked", N_("We were blocked")
    GONE = "gone", N_("The chat is no longer there")
    MOVED = "moved", N_("The chat has another number now")


class RelayAnswer(Term):
    """What a contact says of a post that was handed to them."""

    POSTED = "posted", N_("Posted in the group")
    OTHER = "other", N_("Somebody else posts it")
    SKIPPED = "skipped", N_("Not this week")


class CampaignState(Term):
    """Where a campaign stands. Two different people stand behind everything that is sent."""

    DRAFT = "draft", N_("Being written")
    SUBMITTED = "submitted", N_("Waits for approval")
    APPROVED = "approved", N_("Approved")
    REFUSED = "refused", N_("Refused")
    PAUSED = "paused", N_("Paused")
    STOPPED = "stopped", N_("Stopped")
    OVER = "over", N_("Over")


class Rhythm(Term):
    """How often a campaign is sent. The month of action and the 26th of June are dates of the last two."""

    AT_ONCE = "at_once", N_("Once approved")
    ONCE = "once", N_("Once")
    WEEKLY = "weekly", N_("Every week")
    MONTHLY = "monthly", N_("Every month")
    FIRST_MONDAY = "first_monday", N_("First Monday")
    YEARLY = "yearly", N_("Every year")
    PERIOD = "period", N_("Within a period")  # once a week from a first day to a last one


class RunState(Term):
    """How far one sending of a campaign has come."""

    GATHERING = "gathering", N_("Gathering addresses")
    SENDING = "sending", N_("Sending")
    PAUSED = "paused", N_("Paused")
    STOPPED = "stopped", N_("Stopped")
    FINISHED = "finished", N_("Finished")


class DeliveryState(Term):
    """What became of one copy. An unknown one is never sent again by itself, and never counted as sent."""

    QUEUED = "queued", N_("Waiting")
    SENDING = "sending", N_("Being sent")
    SENT = "sent", N_("Delivered")
    UNKNOWN = "unknown", N_("Uncertain")
    FAILED = "failed", N_("Failed")
    SKIPPED = "skipped", N_("Left out")


class LeftOut(Term):
    """Why somebody gets nothing who would fit a choice of recipients."""

    WAITING = "waiting", N_("Whose group it is waits for approval")
    HELD = "held", N_("On hold until the group mends it")
    STOPPED = "stopped", N_("Wants no more messages")
    LOST = "lost", N_("Nobody is reached there any more")
    LANGUAGE = "language", N_("Reads another language")
    WEEKLY = "weekly", N_("Had as many messages this week as was promised")
    UNSERVED = "unserved", N_("On a platform that is not connected")
    ENDED = "ended", N_("The sending was stopped before")
    WINDOW = "window", N_("Has not written for too long: the platform lets nobody write first")
    QUOTA = "quota", N_("The platform's messages of this month are used up")


class PledgeKind(Term):
    """What is pledged (plan, Dự án 3, III.8 and part V.19): on the channel by a tap, and on paper by a signature."""

    HOUSEHOLD = "household", N_("No drug plants")
    COMMUNE = "commune", N_("A commune without drugs")
    AGENCY = "agency", N_("Agency, firm, school")
