"""The counters and the audit."""

from __future__ import annotations

import sqlalchemy as sa

from storage.tables.base import metadata, table

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
