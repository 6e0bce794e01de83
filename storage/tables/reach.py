"""What of prevention stands in the world: posts that contacts put into groups of their own, and boxes for tips on walls."""

from __future__ import annotations

import sqlalchemy as sa

from storage.tables.base import table

relayed = table(
    "relayed",
    sa.Column("run", sa.LargeBinary(16), sa.ForeignKey("run.id"), primary_key=True),
    sa.Column("subscription", sa.LargeBinary(16), sa.ForeignKey("subscription.id"), primary_key=True),
    sa.Column("answer", sa.String(8), nullable=False),  # posted, other, skipped
    sa.Column("members", sa.Integer),  # of the group, as the contact says
    sa.Column("at", sa.BigInteger, nullable=False),
)

tip_box = table(
    "tip_box",
    sa.Column("id", sa.LargeBinary(16), primary_key=True),
    sa.Column("area", sa.String(64), nullable=False),  # id of the commune's area
    sa.Column("place", sa.String(160), nullable=False),  # where it hangs: public record
    sa.Column("since", sa.Date, nullable=False),
    sa.Column("until", sa.Date),  # the first day on which it no longer hangs there
    sa.Column("checked", sa.Date),  # when it was last emptied and found whole
    sa.Index("ix_tip_box_area", "area"),
)
