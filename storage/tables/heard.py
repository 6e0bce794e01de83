"""What came back: presses under a message, pledges. Counted, and never who.

Whoever presses is a keyed hash with a salt in it, so that no two runs and no two places show that it was the same person.
"""

from __future__ import annotations

import sqlalchemy as sa

from storage.tables.base import table

press = table(
    "press",
    sa.Column("run", sa.LargeBinary(16), sa.ForeignKey("run.id"), primary_key=True),
    sa.Column("kind", sa.String(8), primary_key=True),  # seen, answer
    sa.Column("presser", sa.LargeBinary(16), primary_key=True),  # keyed hash of run and account
    sa.Column("subscription", sa.LargeBinary(16), nullable=False),  # the chat in which it was pressed first
    sa.Column("option", sa.SmallInteger),  # the place of the answer among the options
    sa.Column("right", sa.Boolean),  # empty: a poll
    sa.Index("ix_press_subscription", "run", "subscription"),
)

vow = table(
    "vow",
    sa.Column("id", sa.LargeBinary(16), primary_key=True),
    sa.Column("kind", sa.String(16), nullable=False),  # household, commune, agency
    sa.Column("place", sa.String(64), nullable=False),  # a target; of whoever subscribed without one, the area
    sa.Column("presser", sa.LargeBinary(16), nullable=False),  # keyed hash of kind, place and account
    sa.Column("text", sa.String(32), nullable=False),  # the version of the words that were pledged
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("pressed_at", sa.BigInteger, nullable=False),  # the last press; blanked when it can mean nothing any more
    sa.Column("asked", sa.Boolean, nullable=False, default=False),  # whether that press asked to take it back
    sa.UniqueConstraint("kind", "place", "presser"),
)

signed = table(
    "signed",
    sa.Column("id", sa.LargeBinary(16), primary_key=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("target", sa.String(40), sa.ForeignKey("target.id"), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),  # of papers with a signature on them
    sa.Column("day", sa.Date, nullable=False),  # on which they were signed
    sa.Column("person", sa.LargeBinary(16), sa.ForeignKey("person.id"), nullable=False),  # who entered them
    sa.Column("entered_at", sa.BigInteger, nullable=False),
    sa.Column("struck_at", sa.BigInteger),  # entered by mistake
    sa.Index("ix_signed_target", "target", "kind"),
)
