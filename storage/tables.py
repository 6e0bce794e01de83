"""Every table, for both engines. What is sealed is a BLOB; what is in the clear is here because a query needs it.

docs/data-model.md says for each column why, under which key, and for how long. Times are microseconds since 1970 unless the
name says hours. Ids that touch citizens are random, and their tables keep no rowid: a rowid reproduces insertion order.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def table(name: str, *parts: Any) -> sa.Table:
    """A table without rowid on SQLite."""
    return sa.Table(name, metadata, *parts, sqlite_with_rowid=False)


# --- The post office -------------------------------------------------------------------------------------------------

conversation = table(
    "conversation",
    sa.Column("id", sa.LargeBinary(16), primary_key=True),  # keyed hash of channel, chat and user
    sa.Column("state", sa.LargeBinary),  # sealed under the day of the last write; empty where nothing is under way
    sa.Column("touched_hour", sa.Integer, nullable=False),
    sa.Column("retry_at", sa.BigInteger, nullable=False, default=0),  # a failed turn waits until then
    sa.Column("wake_at", sa.BigInteger),  # when the chat is looked at again if nobody says anything
    sa.Index("ix_conversation_touched", "touched_hour"),
    sa.Index("ix_conversation_wake", "wake_at"),
)

inbox = table(
    "inbox",
    sa.Column("channel", sa.String(16), primary_key=True),
    sa.Column("update_id", sa.String(64), primary_key=True),
    sa.Column("conversation", sa.LargeBinary(16)),
    sa.Column("arrived", sa.BigInteger, nullable=False),
    sa.Column("state", sa.String(8), nullable=False),  # waiting, done, parked
    sa.Column("tries", sa.SmallInteger, nullable=False, default=0),
    sa.Column("body", sa.LargeBinary),
    sa.Index(
        "ix_inbox_waiting",
        "conversation",
        "arrived",
        "state",  # as a column too: SQLite then looks at the index alone, and not at every row with its body
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    ),
    sa.Index("ix_inbox_arrived", "arrived"),
)

outbox = table(
    "outbox",
    sa.Column("id", sa.LargeBinary(16), primary_key=True),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("chat", sa.LargeBinary(16), nullable=False),  # private: the conversation; group: a keyed hash
    sa.Column("lane", sa.String(1), nullable=False),
    sa.Column("ord", sa.BigInteger, nullable=False),  # order within the chat
    sa.Column("kind", sa.String(8), nullable=False),  # show, remove, erase
    sa.Column("screen", sa.LargeBinary(16)),  # keyed hash of chat and screen name; empty where no screen is meant
    sa.Column("fresh", sa.Boolean, nullable=False, default=False),
    sa.Column("repeatable", sa.Boolean, nullable=False, default=True),
    sa.Column("state", sa.String(8), nullable=False),  # queued, sending, sent, unknown, failed, skipped
    sa.Column("not_before", sa.BigInteger, nullable=False),
    sa.Column("attempt_at", sa.BigInteger, nullable=False, default=0),
    sa.Column("tries", sa.SmallInteger, nullable=False, default=0),
    sa.Column("outcome", sa.String(16), nullable=False, default=""),  # a class, never the platform's own text
    sa.Column("owner", sa.LargeBinary(16)),  # what asked for it, where somebody counts the outcomes
    sa.Column("body", sa.LargeBinary),
    sa.Index(
        "uq_outbox_screen",
        "chat",
        "screen",
        unique=True,
        sqlite_where=sa.text("state = 'queued' AND screen IS NOT NULL"),
        postgresql_where=sa.text("state = 'queued' AND screen IS NOT NULL"),
    ),
    sa.Index(
        "ix_outbox_queued",
        "channel",
        "lane",
        "not_before",
        sqlite_where=sa.text("state = 'queued'"),
        postgresql_where=sa.text("state = 'queued'"),
    ),
    sa.Index(
        "ix_outbox_order",
        *("chat", "lane", "ord", "not_before", "tries", "state"),  # who is first in a chat: without looking at bodies
        sqlite_where=sa.text("state = 'queued'"),
        postgresql_where=sa.text("state = 'queued'"),
    ),
    sa.Index(
        "ix_outbox_sending",
        *("chat", "channel", "state"),
        sqlite_where=sa.text("state = 'sending'"),
        postgresql_where=sa.text("state = 'sending'"),
    ),
    sa.Index("ix_outbox_ord", "ord"),
)

held = table(
    "held",
    sa.Column("id", sa.LargeBinary(16), primary_key=True),
    sa.Column("chat", sa.LargeBinary(16), nullable=False),  # keyed hash of channel, chat and user under a month's key
    sa.Column("held_hour", sa.Integer, nullable=False),
    sa.Column("place", sa.Integer, nullable=False),  # order within the chat and month
    sa.Column("body", sa.LargeBinary, nullable=False),  # under a key made from the month's key and the address
    sa.Index("ix_held_chat", "chat", "place"),
    sa.Index("ix_held_hour", "held_hour"),
)

token = table(
    "token",
    sa.Column("channel", sa.String(16), primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),  # grows with every pair
    sa.Column("state", sa.String(8), nullable=False),  # good, spending, lost
    sa.Column("holder", sa.String(32), nullable=False, default=""),  # who spends the refresh token
    sa.Column("since", sa.BigInteger, nullable=False),  # when the state was entered
    sa.Column("body", sa.LargeBinary, nullable=False),  # both tokens, under the server key
)

screens = table(
    "screens",
    sa.Column("chat", sa.LargeBinary(16), primary_key=True),
    sa.Column("name", sa.LargeBinary(16), primary_key=True),
    sa.Column("sent_hour", sa.Integer, nullable=False),
    sa.Column("lasting", sa.Boolean, nullable=False),  # of a group: sealed under the server key, kept for later edits
    sa.Column("body", sa.LargeBinary, nullable=False),  # message id and what is shown
    sa.Index("ix_screens_sent", "sent_hour"),
)

due = table(
    "due",
    sa.Column("id", sa.LargeBinary(16), primary_key=True),
    sa.Column("kind", sa.String(32), nullable=False),
    sa.Column("key", sa.LargeBinary(16), nullable=False),  # keyed hash: one row per kind and key
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("tries", sa.SmallInteger, nullable=False, default=0),
    sa.Column(
        "lasting", sa.Boolean, nullable=False
    ),  # sealed under the server key: must fire after the day keys are gone
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.UniqueConstraint("kind", "key"),
    sa.Index("ix_due_at", "at"),
)

job = table(
    "job",
    sa.Column("id", sa.LargeBinary(16), primary_key=True),
    sa.Column("kind", sa.String(32), nullable=False),
    sa.Column("state", sa.String(8), nullable=False),  # waiting, running
    sa.Column("run_at", sa.BigInteger, nullable=False),
    sa.Column("lease_until", sa.BigInteger, nullable=False, default=0),
    sa.Column("tries", sa.SmallInteger, nullable=False, default=0),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Index("ix_job_run_at", "run_at"),
)

lease = table(
    "lease",
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("holder", sa.String(32), nullable=False),
    sa.Column("until", sa.BigInteger, nullable=False),
)

flood = table(
    "flood",
    sa.Column("channel", sa.String(16), primary_key=True),
    sa.Column("chat", sa.LargeBinary(16), primary_key=True),  # empty: the whole channel
    sa.Column("until", sa.BigInteger, nullable=False),
)

blob_state = table(
    "blob_state",
    sa.Column("id", sa.LargeBinary(16), primary_key=True),
    sa.Column("state", sa.String(8), nullable=False),  # pending, ready, refused
    sa.Column("reason", sa.String(32), nullable=False, default=""),
    sa.Column("size_class", sa.Integer, nullable=False, default=0),  # bytes after padding
    sa.Column("made_hour", sa.Integer, nullable=False),
    sa.Column("tip", sa.LargeBinary(16), sa.ForeignKey("tip.id", ondelete="CASCADE")),  # empty: a draft, which dies
    sa.Index("ix_blob_state_tip", "tip"),
)

blob = table(
    "blob",
    sa.Column("id", sa.LargeBinary(16), sa.ForeignKey("blob_state.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("body", sa.LargeBinary, nullable=False),  # one chunk of the sealed file
)

# --- Tips ------------------------------------------------------------------------------------------------------------

tip = table(
    "tip",
    sa.Column("id", sa.LargeBinary(16), primary_key=True),
    sa.Column(
        "public", sa.String(10), nullable=False, unique=True
    ),  # what officers' buttons carry; never shown to a citizen
    sa.Column(
        "receipt", sa.LargeBinary(16), unique=True
    ),  # keyed hash of the receipt; empty once the citizen withdrew it
    sa.Column("key", sa.LargeBinary(32), nullable=False),  # the tip's public key
    sa.Column("key_mac", sa.LargeBinary(32), nullable=False),
    sa.Column(
        "citizen", sa.LargeBinary(32), nullable=False
    ),  # the receipt's public key: nothing leads from it to a slip
    sa.Column("citizen_mac", sa.LargeBinary(32), nullable=False),
    sa.Column("citizen_key", sa.LargeBinary),  # the tip's private key, sealed to the receipt's pair
    sa.Column("station", sa.String(16), sa.ForeignKey("station.id"), nullable=False),  # whose turn it is
    sa.Column("area", sa.String(64)),
    sa.Column("topic", sa.String(16), nullable=False),
    sa.Column("detail", sa.String(16)),
    sa.Column("urgency", sa.String(16), nullable=False),
    sa.Column("reader", sa.String(16), nullable=False),
    sa.Column("stage", sa.String(16), nullable=False),  # where it stands in the book and in law
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("indicator", sa.Boolean, nullable=False),  # told of the sea border or of parcels: the plan counts it
    sa.Column("outcome", sa.String(16)),
    sa.Column("extensions", sa.SmallInteger, nullable=False, default=0),
    sa.Column("asked_until", sa.Date),  # a question to the reporter is open until then
    sa.Column("until", sa.Date),  # a day that a person set
    sa.Column("verified", sa.String(8)),
    sa.Column("registered", sa.Integer, nullable=False, default=0),  # files of treatment that came of it, a count
    sa.Column("told", sa.Boolean, nullable=False, default=False),  # a joined tip's reporter was told the end
    sa.Column("due_at", sa.BigInteger),  # the end of its next deadline
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("holder", sa.LargeBinary(16), sa.ForeignKey("person.id")),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("test", sa.Boolean, nullable=False),
    sa.Column("few_know", sa.Boolean, nullable=False),
    sa.Column("submitted_hour", sa.Integer, nullable=False),
    sa.Column("sources", sa.Integer, nullable=False, default=1),  # how many told of it, where others were joined to it
    sa.Column("last_hour", sa.Integer, nullable=False),  # when the last of them told it
    sa.Column("status", sa.String(16), nullable=False),  # what its reporter sees now
    sa.Column("next_status", sa.String(16)),  # what its reporter will see
    sa.Column("next_status_at", sa.BigInteger),  # from the next 08:00 on
    sa.Column("contact", sa.String(16), nullable=False),
    sa.Column("way_back", sa.LargeBinary),  # the return address, under a key derived from the tip's private key
    sa.Column("closed_hour", sa.Integer),
    sa.Index(
        "ix_tip_desk",  # the desk's order; what a list may ask for besides is looked up in the index alone
        *("station", "test", "urgency", "submitted_hour", "public"),
        *("holder", "due_at", "topic", "area", "stage", "asked_until"),
        sqlite_where=sa.text("stage != 'closed'"),
        postgresql_where=sa.text("stage != 'closed'"),
    ),
    sa.Index(
        "ix_tip_due",
        *("station", "test", "due_at", "public"),
        sqlite_where=sa.text("stage != 'closed'"),
        postgresql_where=sa.text("stage != 'closed'"),
    ),
    sa.Index("ix_tip_sent", "station", "submitted_hour"),
    sa.Index("ix_tip_closed", "closed_hour"),
)

tip_key = table(
    "tip_key",
    sa.Column("tip", sa.LargeBinary(16), sa.ForeignKey("tip.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("station", sa.String(16), sa.ForeignKey("station.id"), primary_key=True),
    sa.Column("body", sa.LargeBinary, nullable=False),  # the tip's private key, sealed to the station
    sa.Index("ix_tip_key_station", "station"),
)

entry = table(
    "entry",
    sa.Column("id", sa.LargeBinary(16), primary_key=True),
    sa.Column("tip", sa.LargeBinary(16), sa.ForeignKey("tip.id", ondelete="CASCADE"), nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),  # story, file, details, question, answer
    sa.Column("place", sa.Integer, nullable=False),  # order within the tip
    sa.Column("key", sa.LargeBinary, nullable=False),  # the entry's key, sealed to the tip
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Index("ix_entry_tip", "tip", "place"),
)

question = table(
    "question",
    sa.Column("id", sa.LargeBinary(16), primary_key=True),  # random; travels in the reporter's button
    sa.Column("tip", sa.LargeBinary(16), sa.ForeignKey("tip.id", ondelete="CASCADE"), nullable=False),
    sa.Column("entry", sa.LargeBinary(16), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),  # open, answered, expired
    sa.Column("expires_at", sa.BigInteger, nullable=False),
    sa.Index("ix_question_tip", "tip"),
)

tip_mark = table(
    "tip_mark",
    sa.Column("tip", sa.LargeBinary(16), sa.ForeignKey("tip.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("person", sa.LargeBinary(16), sa.ForeignKey("person.id"), primary_key=True),
    sa.Column("mark", sa.String(16), primary_key=True),  # going, called_province, to_province, involved
    sa.Column("at", sa.BigInteger, nullable=False),
)

tip_event = table(
    "tip_event",
    sa.Column("tip", sa.LargeBinary(16), sa.ForeignKey("tip.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("name", sa.String(16), primary_key=True),  # what a clock begins with, or the clock whose paper went out
    sa.Column("at", sa.BigInteger, nullable=False),
)

reminder = table(
    "reminder",
    sa.Column("tip", sa.LargeBinary(16), sa.ForeignKey("tip.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("person", sa.LargeBinary(16), sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("clock", sa.String(8), primary_key=True),
    sa.Column("why", sa.String(16), primary_key=True),
    sa.Column("at", sa.BigInteger, nullable=False),  # when it is to be told
    sa.Column("ends", sa.BigInteger, nullable=False),  # the end of the deadline
    sa.Column("danger", sa.Boolean, nullable=False),
    sa.Index("ix_reminder_person", "person", "at"),
)

tip_card = table(
    "tip_card",
    sa.Column("tip", sa.LargeBinary(16), sa.ForeignKey("tip.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("station", sa.String(16), primary_key=True),  # where the tip's card stands
    sa.Column("person", sa.LargeBinary(16), primary_key=True),  # in whose private chat; empty: in the station's group
)

sketch = table(
    "sketch",
    sa.Column("key", sa.BigInteger, primary_key=True),  # of one mark of a tip, under a month's sketch key
    sa.Column("day", sa.Integer, primary_key=True),  # of UTC, since 1970: the newest tips with a key lie side by side
    sa.Column("tip", sa.LargeBinary(16), sa.ForeignKey("tip.id", ondelete="CASCADE"), primary_key=True),
    sa.Index("ix_sketch_tip", "tip", "key"),
)

alike = table(
    "alike",
    sa.Column("tip", sa.LargeBinary(16), sa.ForeignKey("tip.id", ondelete="CASCADE"), primary_key=True),  # the newer
    sa.Column("other", sa.LargeBinary(16), sa.ForeignKey("tip.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("found_hour", sa.Integer, nullable=False),
    sa.Column("apart", sa.Boolean, nullable=False, default=False),  # an officer said that they are not the same
    sa.Column("body", sa.LargeBinary),  # why they may be, and how sure it is, under the server key
    sa.Column("again", sa.LargeBinary),  # whether one chat told both, under a day's key
    sa.Index("ix_alike_other", "other"),
    sa.Index("ix_alike_found", "found_hour"),
)

joined = table(
    "joined",
    sa.Column("tip", sa.LargeBinary(16), sa.ForeignKey("tip.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("head", sa.LargeBinary(16), sa.ForeignKey("tip.id", ondelete="CASCADE"), nullable=False),
    sa.Index("ix_joined_head", "head"),
)

reward = table(
    "reward",
    sa.Column("tip", sa.LargeBinary(16), sa.ForeignKey("tip.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("proposer", sa.LargeBinary(16), sa.ForeignKey("person.id"), nullable=False),  # somebody else decides
    sa.Column("visible_at", sa.BigInteger, nullable=False),  # its reporter reads of it from then on
    sa.Column("expires_at", sa.BigInteger, nullable=False),
    sa.Column("code", sa.LargeBinary(16), unique=True),  # keyed hash of the claim code; empty before and after
    sa.Index("ix_reward_expires", "expires_at"),
)

mute = table(
    "mute",
    sa.Column(
        "chat", sa.LargeBinary(16), primary_key=True
    ),  # keyed hash of channel, chat and user, under a month's key
    sa.Column("until", sa.BigInteger, nullable=False),
    sa.Index("ix_mute_until", "until"),
)

tip_trace = table(
    "tip_trace",
    sa.Column("public", sa.String(10), primary_key=True),  # the id that it had there
    sa.Column("station", sa.String(16), sa.ForeignKey("station.id"), primary_key=True),
    sa.Column("tip", sa.LargeBinary(16), sa.ForeignKey("tip.id", ondelete="CASCADE"), nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),  # when it was passed on
    sa.Index("ix_tip_trace_tip", "tip"),
)

miss = table(
    "miss",
    sa.Column("chat", sa.LargeBinary(16), primary_key=True),
    sa.Column("times", sa.Integer, nullable=False),
    sa.Column("last_at", sa.BigInteger, nullable=False),
)

# --- Stations and people ---------------------------------------------------------------------------------------------

station = table(
    "station",
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("name", sa.String(120), nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("area", sa.String(64)),
    sa.Column("parent", sa.String(16)),
    sa.Column("contact", sa.String(60)),  # how a liaison is called that has no officer here
    sa.Column("training", sa.Boolean, nullable=False, default=False),
    sa.Column("key", sa.LargeBinary(32)),  # public; empty until its first officer set a PIN
    sa.Column("key_mac", sa.LargeBinary(32)),
    sa.Column("recovery_key", sa.LargeBinary),  # its private key, sealed to the recovery key
    sa.Column("key_due", sa.Boolean, nullable=False, default=False),  # somebody left: it must still be replaced
    sa.Column("group", sa.LargeBinary),  # the group's address, under the server key
    sa.Column("group_chat", sa.LargeBinary(16)),  # keyed hash of the group
)

station_key = table(
    "station_key",
    sa.Column("station", sa.String(16), sa.ForeignKey("station.id"), primary_key=True),
    sa.Column("person", sa.LargeBinary(16), sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("body", sa.LargeBinary, nullable=False),  # the station's private key, sealed to the officer
)

recovery = table(
    "recovery",
    sa.Column("circle", sa.String(16), primary_key=True),  # province or inspectorate: whose stations it opens
    sa.Column("key", sa.LargeBinary(32), nullable=False),
    sa.Column("key_mac", sa.LargeBinary(32), nullable=False),
)

person = table(
    "person",
    sa.Column("id", sa.LargeBinary(16), primary_key=True),
    sa.Column("account", sa.LargeBinary(16), unique=True),  # keyed hash of channel and user
    sa.Column("address", sa.LargeBinary, nullable=False),  # under the server key
    sa.Column("name", sa.LargeBinary, nullable=False),  # as colleagues call them, under the server key
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("station", sa.String(16), sa.ForeignKey("station.id"), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("khmer", sa.Boolean, nullable=False, default=False),
    sa.Column("training", sa.Boolean, nullable=False, default=False),  # sees test tips only
    sa.Column("away_until", sa.Date),  # the last day on which they are away
    sa.Column("key", sa.LargeBinary(32)),
    sa.Column("key_mac", sa.LargeBinary(32)),
    sa.Column("sealed_key", sa.LargeBinary),  # the private key, under PIN, button and pepper
    sa.Column("salt", sa.LargeBinary(16)),
    sa.Column("failures", sa.SmallInteger, nullable=False, default=0),
    sa.Column("failed_at", sa.BigInteger, nullable=False, default=0),
    sa.Column("reminded_at", sa.BigInteger),  # when they were last reminded of deadlines
    sa.Index("ix_person_station", "station"),
)

invite = table(
    "invite",
    sa.Column("token", sa.LargeBinary(16), primary_key=True),  # keyed hash
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("station", sa.String(16), sa.ForeignKey("station.id"), nullable=False),
    sa.Column("training", sa.Boolean, nullable=False, default=False),
    sa.Column(
        "person", sa.LargeBinary(16), sa.ForeignKey("person.id", ondelete="CASCADE")
    ),  # only for them: enrols again
    sa.Column("expires_at", sa.BigInteger, nullable=False),
)

shift = table(
    "shift",
    sa.Column("person", sa.LargeBinary(16), sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("body", sa.LargeBinary, nullable=False),  # the officer's opened key, under the day key and the server key
    sa.Column("until", sa.BigInteger, nullable=False),
)

roster = table(
    "roster",
    sa.Column("station", sa.String(16), sa.ForeignKey("station.id"), primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),  # local; a night belongs to the day on which it begins
    sa.Column("part", sa.String(8), primary_key=True),  # day, night
    sa.Column("person", sa.LargeBinary(16), sa.ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    sa.Index("ix_roster_person", "person", "day"),
)

# --- Areas -----------------------------------------------------------------------------------------------------------
# Public record, in the clear. An id is text of our own and never changes; a government code may pass to another area.

area_version = table(
    "area_version",
    sa.Column("area", sa.String(64), primary_key=True),
    sa.Column("valid_from", sa.Date, primary_key=True),
    sa.Column("valid_to", sa.Date),  # the first day it no longer holds; empty: it still does
    sa.Column("code", sa.String(16), nullable=False),
    sa.Column("name", sa.String(128), nullable=False),
    sa.Column("type", sa.String(16), nullable=False),
    sa.Column("parent", sa.String(64)),
    sa.Column("lat", sa.Float),
    sa.Column("lon", sa.Float),
    sa.Column("area_km2", sa.Float),
    sa.UniqueConstraint("code", "valid_from"),
)

area_change = table(
    "area_change",
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("basis", sa.String(128), nullable=False),  # the resolution
    sa.Column("note", sa.Text, nullable=False),
)

area_link = table(
    "area_link",
    sa.Column("change", sa.String(64), sa.ForeignKey("area_change.id"), primary_key=True),
    sa.Column("old", sa.String(64), primary_key=True),
    sa.Column("new", sa.String(64), primary_key=True),
    sa.Index("ix_area_link_new", "new"),
)

area_alias = table(
    "area_alias",
    sa.Column("text", sa.String(128), primary_key=True),
    sa.Column("codes", sa.String(128), nullable=False),  # of 2022, with spaces between
    sa.Column("kind", sa.String(32), nullable=False),
    sa.Column("certainty", sa.String(16), nullable=False),
)

# --- Counters and audit ----------------------------------------------------------------------------------------------

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("person", sa.LargeBinary(16)),  # who; empty for the house itself
    sa.Column("action", sa.String(32), nullable=False),
    sa.Column("subject", sa.String(40), nullable=False, default=""),  # a tip's public id, a station, a person
    sa.Column("version", sa.Integer, nullable=False, default=0),
    sa.Column("mac", sa.LargeBinary(32), nullable=False),  # over this row and the one before
    sa.Index("ix_audit_at", "at"),
    sa.Index("ix_audit_person", "person", "at"),
)

counter = table(
    "counter",
    sa.Column("month", sa.String(7), primary_key=True),
    sa.Column("station", sa.String(16), primary_key=True),
    sa.Column("name", sa.String(32), primary_key=True),
    sa.Column("number", sa.Integer, nullable=False),
)
