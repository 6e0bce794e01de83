"""Stations and the people who work there."""

from __future__ import annotations

import sqlalchemy as sa

from storage.tables.base import table

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
    sa.Column("topics", sa.String(8), nullable=False, default=""),  # of the group: kept, refused; empty: it has none
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
