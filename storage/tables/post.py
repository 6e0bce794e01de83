"""What comes in, what goes out, what is under way and what must happen later."""

from __future__ import annotations

import sqlalchemy as sa

from storage.tables.base import table

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
