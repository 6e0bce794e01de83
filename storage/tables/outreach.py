"""Prevention: what must be reached, who gets messages, what was sent, and what became of each copy.

Targets are public record. Subscribers are known by an address under the server key: their consent is that we write to them.
"""

from __future__ import annotations

import sqlalchemy as sa

from storage.tables.base import table

target = table(
    "target",
    sa.Column("id", sa.String(40), primary_key=True),  # text of our own: never changes, stands on posters
    sa.Column("kind", sa.String(16), nullable=False),  # commune, school, key_area, route, depot, venue, office
    sa.Column("name", sa.String(160), nullable=False),
    sa.Column("area", sa.String(64)),  # empty: a route through several
    sa.Column("audience", sa.String(16), nullable=False),
    sa.Column("valid_from", sa.Date, nullable=False),
    sa.Column("valid_to", sa.Date),  # the first day on which it is no longer there
    sa.Column("contact", sa.LargeBinary),  # whom to call there, under the server key
    sa.Index("ix_target_kind", "kind", "area"),
)

subscription = table(
    "subscription",
    sa.Column("id", sa.LargeBinary(16), primary_key=True),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("chat", sa.LargeBinary(16), nullable=False, unique=True),  # keyed hash of channel and chat
    sa.Column("address", sa.LargeBinary, nullable=False),  # under the server key
    sa.Column("title", sa.LargeBinary),  # of a group or channel, as its members read it; under the server key
    sa.Column("kind", sa.String(8), nullable=False),  # group, channel, person, relay
    sa.Column("target", sa.String(40), sa.ForeignKey("target.id")),
    sa.Column("area", sa.String(64)),
    sa.Column("audience", sa.String(16), nullable=False),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),  # waiting, active, held, stopped, lost
    sa.Column("reason", sa.String(16), nullable=False, default=""),  # why held, stopped or lost
    sa.Column("consent_at", sa.BigInteger),
    sa.Column("consent_text", sa.String(16), nullable=False, default=""),  # the version that was agreed to
    sa.Column("members", sa.Integer),
    sa.Column("members_at", sa.BigInteger),
    sa.Column("since", sa.BigInteger, nullable=False),
    sa.Column("changed_at", sa.BigInteger, nullable=False),  # when its state last changed
    sa.Index("ix_subscription_state", "state", "id"),
    sa.Index("ix_subscription_target", "target"),
)

campaign = table(
    "campaign",
    sa.Column("id", sa.LargeBinary(16), primary_key=True),
    sa.Column("state", sa.String(16), nullable=False),  # draft, submitted, approved, refused, paused, stopped, over
    sa.Column("station", sa.String(16), sa.ForeignKey("station.id"), nullable=False),
    sa.Column("author", sa.LargeBinary(16), sa.ForeignKey("person.id"), nullable=False),
    sa.Column("approver", sa.LargeBinary(16), sa.ForeignKey("person.id")),
    sa.Column("body", sa.LargeBinary, nullable=False),  # content, audience and schedule, under the server key
    sa.Column("digest", sa.LargeBinary(32), nullable=False),  # of content, audience and schedule as they stand
    sa.Column("approved", sa.LargeBinary(32)),  # the digest that was approved
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("made_at", sa.BigInteger, nullable=False),
    sa.Column("next_at", sa.BigInteger),  # when its next run is due
    sa.Index("ix_campaign_state", "state", "made_at"),
    sa.Index("ix_campaign_next", "next_at"),
)

run = table(
    "run",
    sa.Column("id", sa.LargeBinary(16), primary_key=True),
    sa.Column("campaign", sa.LargeBinary(16), sa.ForeignKey("campaign.id"), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),  # the campaign's first, second, ...
    sa.Column("state", sa.String(16), nullable=False),  # gathering, sending, paused, stopped, finished
    sa.Column("body", sa.LargeBinary, nullable=False),  # content and audience as approved, under the server key
    sa.Column("due_at", sa.BigInteger, nullable=False),
    sa.Column("began_at", sa.BigInteger, nullable=False),
    sa.Column("ended_at", sa.BigInteger),
    sa.Column("cursor", sa.LargeBinary(16)),  # the last subscription that was looked at; empty: none yet
    sa.UniqueConstraint("campaign", "number"),
    sa.Index("ix_run_state", "state"),
)

_STILL_OPEN = sa.text("state = 'queued' OR state = 'sending'")  # said with OR: SQLite finds it for one of the two then

halt = table(
    "halt",
    sa.Column("at", sa.BigInteger, primary_key=True),  # when everything was stopped
    sa.Column("person", sa.LargeBinary(16), sa.ForeignKey("person.id"), nullable=False),
    sa.Column("lifter", sa.LargeBinary(16), sa.ForeignKey("person.id")),  # the first of two who lift it
    sa.Column("lifted_at", sa.BigInteger),  # empty: nothing is sent
)

delivery = table(
    "delivery",
    sa.Column("run", sa.LargeBinary(16), sa.ForeignKey("run.id"), primary_key=True),
    sa.Column("subscription", sa.LargeBinary(16), sa.ForeignKey("subscription.id"), primary_key=True),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("state", sa.String(8), nullable=False),  # queued, sending, sent, unknown, failed, skipped
    sa.Column("outcome", sa.String(16), nullable=False, default=""),  # a class, never the platform's own text
    sa.Column("message", sa.String(40), nullable=False, default=""),  # the platform's id of the copy
    sa.Column(
        "at", sa.BigInteger, nullable=False, default=0
    ),  # queued: not before; then of the attempt, of its outcome
    sa.Column("tries", sa.SmallInteger, nullable=False, default=0),
    sa.Index(
        "ix_delivery_open",
        *("channel", "state", "run", "subscription"),
        sqlite_where=_STILL_OPEN,
        postgresql_where=_STILL_OPEN,
    ),
    sa.Index("ix_delivery_subscription", "subscription"),
)
