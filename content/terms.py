"""The words of the field as enums. Each carries the text people read, as a message of the catalogue: `_(Topic.SALE.text)`.

Sources: the topics and the states are those of the plan's reading in docs/domain.md; a value is what the database stores.
"""

from __future__ import annotations

from enum import StrEnum


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Mark a message for the catalogue; it is translated where it is shown."""
    return message


class Term(StrEnum):
    """A stored value with the message it is shown by."""

    text: str

    def __new__(cls, value: str, text: str = "") -> Term:
        term = str.__new__(cls, value)
        term._value_ = value
        term.text = text
        return term


class Topic(Term):
    """What a tip is about, as its sender says it (first level)."""

    SALE = "sale", N_("Buying and selling")
    USE_PLACE = "use_place", N_("People using")
    TRANSPORT = "transport", N_("Carrying, hiding")
    MINORS = "minors", N_("Children, schools")
    PSYCHOSIS = "psychosis", N_("Out of control now")
    MAKE = "make", N_("Growing, making")
    WANTED = "wanted", N_("A wanted person")
    OFFICIAL = "official", N_("Official covers up")
    OTHER = "other", N_("Something else")


class Detail(Term):
    """The optional second level of a topic."""

    SALE_HOME = "sale_home", N_("At a house or shop")
    SALE_DELIVERY = "sale_delivery", N_("Brought to the buyer")
    SALE_ONLINE = "sale_online", N_("Over the internet")
    SALE_SCHOOL = "sale_school", N_("Near a school")
    USE_BAR = "use_bar", N_("Karaoke, bar, diner")
    USE_HOTEL = "use_hotel", N_("Guest house, hotel")
    USE_HOME = "use_home", N_("Rented room, house")
    USE_STREET = "use_street", N_("Street, open ground")
    BY_ROAD = "by_road", N_("Coach, lorry")
    BY_WATER = "by_water", N_("Boat, barge, ferry")
    BY_SEA = "by_sea", N_("Out at sea")
    BY_PARCEL = "by_parcel", N_("Parcel, depot")
    HIDDEN = "hidden", N_("A hiding place")
    MINORS_LURED = "minors_lured", N_("Lured or forced")
    MINORS_VAPE = "minors_vape", N_("Pod, sweets, drinks")
    MINORS_SCHOOL = "minors_school", N_("Sold near a school")
    PLANTS = "plants", N_("Cannabis, poppy")
    COOKING = "cooking", N_("Cooking, mixing")
    MEDICINE = "medicine", N_("Medicine, chemicals")
    WANTED_PERSON = "wanted_person", N_("Wanted person hides")
    LEFT_TREATMENT = "left_treatment", N_("Fled from treatment")
    SURRENDER = "surrender", N_("I want to surrender")
    NEEDLES = "needles", N_("Needles, odd packets")
    LAUGHING_GAS = "laughing_gas", N_("Laughing gas")
    RELAPSED_PLACE = "relapsed_place", N_("Old place sells anew")
    UNSURE = "unsure", N_("Not sure")


DETAILS: dict[Topic, tuple[Detail, ...]] = {
    Topic.SALE: (Detail.SALE_HOME, Detail.SALE_DELIVERY, Detail.SALE_ONLINE, Detail.SALE_SCHOOL),
    Topic.USE_PLACE: (Detail.USE_BAR, Detail.USE_HOTEL, Detail.USE_HOME, Detail.USE_STREET),
    Topic.TRANSPORT: (Detail.BY_ROAD, Detail.BY_WATER, Detail.BY_SEA, Detail.BY_PARCEL, Detail.HIDDEN),
    Topic.MINORS: (Detail.MINORS_LURED, Detail.MINORS_VAPE, Detail.MINORS_SCHOOL),
    Topic.PSYCHOSIS: (),
    Topic.MAKE: (Detail.PLANTS, Detail.COOKING, Detail.MEDICINE),
    Topic.WANTED: (Detail.WANTED_PERSON, Detail.LEFT_TREATMENT, Detail.SURRENDER),
    Topic.OFFICIAL: (),
    Topic.OTHER: (Detail.NEEDLES, Detail.LAUGHING_GAS, Detail.RELAPSED_PLACE, Detail.UNSURE),
}


class Urgency(Term):
    """How fast somebody must look."""

    DANGER = "danger", N_("Danger now")
    ONGOING = "ongoing", N_("Happening now")
    ORDINARY = "ordinary", N_("Ordinary")


class Reader(Term):
    """Who may read a tip, chosen by its sender (users.md A3)."""

    COMMUNE = "commune", N_("Commune police")
    ABOVE = "above", N_("Only the level above")


class Contact(Term):
    """How the sender may be reached again (users.md A5)."""

    HERE = "here", N_("Ask me again here")
    NOTICE = "notice", N_("Only say: news")
    NONE = "none", N_("Do not contact me")


class Known(Term):
    """Whether many know what the tip tells (users.md A7)."""

    MANY = "many", N_("Many know it")
    FEW = "few", N_("Few know it")


class CitizenStatus(Term):
    """All that a reporter ever sees of a tip's fate (users.md A2), in the order in which it is seen."""

    RECEIVED = "received", N_("Received.")
    WORKED_ON = "worked_on", N_("Being looked into. For safety, this channel gives no details.")
    UNCLEAR = "unclear", N_("Not clear enough yet. Can you tell more?")
    CLOSED = "closed", N_("Finished. Thank you. For safety, this channel does not tell outcomes about anyone.")


class TipState(Term):
    """Where a tip stands for officers. The triage table of transitions builds on these."""

    NEW = "new", N_("New tip")
    CLAIMED = "claimed", N_("Taken by an officer")
    ASKED = "asked", N_("Waiting for the reporter")
    CLOSED = "closed", N_("Closed")


class Mark(Term):
    """What an officer stamps on a tip, with the time: on an urgent one (users.md A8), or against abuse."""

    GOING = "going", N_("I am going now")
    CALLED_PROVINCE = "called_province", N_("Province was called")
    TO_PROVINCE = "to_province", N_("Busy, to province")
    INVOLVED = "involved", N_("I am involved")
    JUNK = "wants_junk", N_("Wants it in the junk box")
    MUTE = "wants_mute", N_("Wants its chat muted")
    READ = "read", N_("The tip was opened")  # stamped by opening it, never by a button


class Outcome(Term):
    """How a tip ended (users.md section 5). What an officer at the desk closes with are `AT_THE_DESK`."""

    HANDLED = "handled", N_("Dealt with at once")
    TRANSFERRED = "transferred", N_("Sent to the competent body")
    NO_GROUNDS = "no_grounds", N_("Not enough to verify")
    OUT_OF_SCOPE = "out_of_scope", N_("Out of scope")
    FILED = "filed", N_("Filed for knowledge")
    MERGED = "merged", N_("Joined to another tip")
    PROSECUTED = "prosecuted", N_("Criminal case opened")
    NOT_PROSECUTED = "not_prosecuted", N_("No criminal case")
    FINED = "fined", N_("Administrative fine")
    FALSE_REPORT = "false_report", N_("Proven false")
    JUNK = "junk", N_("Junk")


AT_THE_DESK = (Outcome.HANDLED, Outcome.TRANSFERRED, Outcome.NO_GROUNDS, Outcome.OUT_OF_SCOPE, Outcome.FILED)
"""What one officer may close a tip with alone, before anything was handed over."""


class Stage(Term):
    """Where a tip stands in the book and in law (users.md section 5); `TipState` says who has it at the desk."""

    NEW = "new", N_("New tip")
    BOOKED = "booked", N_("In the book")
    CLASSIFIED = "classified", N_("Classified")
    SIGNS = "signs", N_("Signs of a crime")
    AT_COMMUNE = "at_commune", N_("Commune verifies")
    HANDED_OVER = "handed_over", N_("With the investigators")
    ASSIGNED = "assigned", N_("Assigned")
    VERIFYING = "verifying", N_("Being verified")
    EXTENDED = "extended", N_("Time was extended")
    SUSPENDED = "suspended", N_("Verifying is suspended")
    RESUMED = "resumed", N_("Verifying was resumed")
    CLOSED = "closed", N_("Closed")


class Kind(Term):
    """What a tip is in law: whoever writes here has no name, so it is no denunciation unless they choose to say who they are."""

    TIP = "tip", N_("Report, reporter unknown")
    DENUNCIATION = "denunciation", N_("Denunciation, by name")
    ORDER = "order", N_("Public order, no crime")


class Verified(Term):
    """What checking showed: sea border and parcels can't be closed without it (plan, Dự án 2, II.5)."""

    YES = "yes", N_("Verified: it is so")
    NO = "no", N_("Verified: it is not")
    CANNOT = "cannot", N_("Can't be verified")


class Ground(Term):
    """What the law names as reasons: to extend (147.2), to suspend (148.1), to open no case (157), all BLTTHS 2015."""

    COMPLEX = "complex", N_("Many complex facts")
    MANY_PLACES = "many_places", N_("To check in many places")
    EXPERTISE = "expertise", N_("Waiting for an expert or another country")
    DOCUMENTS = "documents", N_("Waiting for papers asked for")
    FORCE_MAJEURE = "force_majeure", N_("Disaster or epidemic")
    NO_EVENT = "no_event", N_("It did not happen")
    NO_CRIME = "no_crime", N_("What happened is no crime")
    TOO_YOUNG = "too_young", N_("Not of age for criminal liability")
    JUDGED = "judged", N_("Already judged or ended")
    TIME_BARRED = "time_barred", N_("Too long ago to prosecute")
    AMNESTY = "amnesty", N_("Under an amnesty")
    DEAD = "dead", N_("Whoever did it is dead")
    NOT_REQUESTED = "not_requested", N_("The harmed person does not ask for it")


class Merit(Term):
    """For what a tip is proposed for a reward: one of these, never words in which somebody could be named."""

    CAUGHT = "caught", N_("People or drugs caught")
    CLEARED = "cleared", N_("A spot was cleared")
    SAVED = "saved", N_("Harm was prevented")
    TRUE = "true", N_("What was told was true")


class RewardState(StrEnum):
    """How far a reward has come; shown to nobody as a word."""

    PROPOSED = "proposed"
    GRANTED = "granted"
    REFUSED = "refused"
    CLAIMED = "claimed"


class Role(Term):
    """What a member of staff may do."""

    OFFICER = "officer", N_("Duty officer")
    HEAD = "head", N_("Station head")
    DESK = "desk", N_("Province duty desk")
    INSPECTOR = "inspector", N_("Inspector")
    AUDITOR = "auditor", N_("Auditor")
    OUTREACH = "outreach", N_("Outreach officer")  # writes to groups; reads no tip
    COMMANDER = "commander", N_("Commander")
    ADMIN = "admin", N_("Administrator")


class DutyPart(Term):
    """Half a day of the roster."""

    DAY = "day", N_("Day")
    NIGHT = "night", N_("Night")


class StationKind(Term):
    """What a station is. The last two are liaisons: with officers here they read tips, without any they are called."""

    COMMUNE = "commune", N_("Commune police")
    PROVINCE = "province", N_("Provincial police")
    INSPECTORATE = "inspectorate", N_("Inspectorate")
    PROCURACY = "procuracy", N_("Procuracy")
    BORDER_GUARD = "border_guard", N_("Border guard")
    NEIGHBOUR = "neighbour", N_("Neighbouring province")


class GroupTopics(StrEnum):
    """Whether a station's group is divided into topics, one for each incident."""

    NONE = ""
    KEPT = "kept"
    REFUSED = "refused"  # it has topics, and we may make none: cards appear in the chat itself


class PersonState(Term):
    """Where a member of staff stands."""

    WAITING = "waiting", N_("Waiting for approval")
    ACTIVE = "active", N_("Active")
    SUSPENDED = "suspended", N_("Suspended")
    LEFT = "left", N_("Left")
