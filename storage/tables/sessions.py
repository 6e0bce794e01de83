"""Sessions in the field: what officers held, where, on which day, before how many; counted once a second officer accepted it."""

from __future__ import annotations

import sqlalchemy as sa

from storage.tables.base import table

field_session = table(
    "field_session",
    sa.Column(
        "id", sa.LargeBinary(16), primary_key=True
    ),  # made where it is written down: sent twice, it is there once
    sa.Column("target", sa.String(40), sa.ForeignKey("target.id"), nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("people", sa.Integer, nullable=False),  # how many came
    sa.Column("audience", sa.String(20), nullable=False),
    sa.Column("theme", sa.String(24), nullable=False),
    sa.Column("station", sa.String(16), sa.ForeignKey("station.id"), nullable=False),  # the author's
    sa.Column("author", sa.LargeBinary(16), sa.ForeignKey("person.id"), nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),  # when it was written down, microseconds
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("second", sa.LargeBinary(16), sa.ForeignKey("person.id")),  # who accepted or returned it
    sa.Column("reason", sa.LargeBinary),  # why it was returned, under the server key
    sa.Index("ix_field_session_day", "day", "target"),
    sa.Index("ix_field_session_state", "state", "station"),
)
