"""Tips, what belongs to them, and what officers did with them."""

from __future__ import annotations

import sqlalchemy as sa

from storage.tables.base import table

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
