"""What a year has to cover: frozen lists of targets, figures that officers enter, what two people agreed, years that are closed."""

from __future__ import annotations

import sqlalchemy as sa

from storage.tables.base import table

_PERSON = "person.id"

target_set = table(
    "target_set",
    sa.Column("plan", sa.String(40), primary_key=True),  # key of the plan's file
    sa.Column("year", sa.SmallInteger, primary_key=True),  # of account
    sa.Column("indicator", sa.String(8), primary_key=True),
    sa.Column("decision", sa.String(80), nullable=False),  # number of the paper that fixed it
    sa.Column("decided_on", sa.Date, nullable=False),
    sa.Column("due", sa.Date, nullable=False),  # of whatever no wave has of its own
    sa.Column("fixed_on", sa.Date, nullable=False),  # since when the list is frozen here
    sa.Column("person", sa.LargeBinary(16), sa.ForeignKey(_PERSON), nullable=False),
)

set_member = table(
    "set_member",
    sa.Column("plan", sa.String(40), primary_key=True),
    sa.Column("year", sa.SmallInteger, primary_key=True),
    sa.Column("indicator", sa.String(8), primary_key=True),
    sa.Column("target", sa.String(40), sa.ForeignKey("target.id"), primary_key=True),
    sa.Column("since", sa.Date, primary_key=True),  # the day of the set, or of the revision that added it
    sa.Column("until", sa.Date),  # the first day on which it is out again
    sa.Column("wave", sa.SmallInteger, nullable=False, default=1),
    sa.Column("due", sa.Date, nullable=False),
    sa.Column("exempt", sa.LargeBinary(16), sa.ForeignKey("motion.id")),  # what two people agreed, where it need not be
    sa.ForeignKeyConstraint(
        ["plan", "year", "indicator"], ["target_set.plan", "target_set.year", "target_set.indicator"]
    ),
)

motion = table(
    "motion",
    sa.Column("id", sa.LargeBinary(16), primary_key=True),
    sa.Column("kind", sa.String(8), nullable=False),  # add, remove, exempt, include, reopen
    sa.Column("plan", sa.String(40), nullable=False),
    sa.Column("year", sa.SmallInteger, nullable=False),
    sa.Column("indicator", sa.String(8), nullable=False, default=""),  # empty: the whole year
    sa.Column("reason", sa.LargeBinary, nullable=False),  # under the server key
    sa.Column("person", sa.LargeBinary(16), sa.ForeignKey(_PERSON), nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("state", sa.String(8), nullable=False),  # open, agreed, refused
    sa.Column("second", sa.LargeBinary(16), sa.ForeignKey(_PERSON)),  # who agreed or refused: never `person`
    sa.Column("decided_at", sa.BigInteger),
    sa.Index("ix_motion_state", "state", "at"),
)

motion_target = table(
    "motion_target",
    sa.Column("motion", sa.LargeBinary(16), sa.ForeignKey("motion.id"), primary_key=True),
    sa.Column("target", sa.String(40), sa.ForeignKey("target.id"), primary_key=True),
)

year_close = table(
    "year_close",
    sa.Column("plan", sa.String(40), primary_key=True),
    sa.Column("year", sa.SmallInteger, primary_key=True),
    sa.Column("at", sa.BigInteger, primary_key=True),
    sa.Column("person", sa.LargeBinary(16), sa.ForeignKey(_PERSON), nullable=False),
    sa.Column("reopened", sa.LargeBinary(16), sa.ForeignKey("motion.id")),  # empty: it is closed
)

year_reached = table(
    "year_reached",
    sa.Column("plan", sa.String(40), primary_key=True),
    sa.Column("year", sa.SmallInteger, primary_key=True),
    sa.Column("target", sa.String(40), sa.ForeignKey("target.id"), primary_key=True),
    *(sa.Column(name, sa.Integer, nullable=False) for name in ("sent", "unknown", "handed", "posted", "seen")),
    sa.Column("first", sa.BigInteger),  # the first copy that was confirmed, microseconds
    *(sa.Column(name, sa.Integer, nullable=False) for name in ("held", "accepted")),
)

figure = table(
    "figure",
    sa.Column("plan", sa.String(40), primary_key=True),
    sa.Column("year", sa.SmallInteger, primary_key=True),
    sa.Column("indicator", sa.String(8), primary_key=True),
    sa.Column("at", sa.BigInteger, primary_key=True),  # the last one entered is the figure; the others stay
    sa.Column("value", sa.Float, nullable=False),  # in the indicator's unit; of a share, % of the whole
    sa.Column("part", sa.Integer),  # of a share that was entered as "12/15"
    sa.Column("whole", sa.Integer),
    sa.Column("source", sa.String(120), nullable=False, default=""),  # the paper that says it
    sa.Column("person", sa.LargeBinary(16), sa.ForeignKey(_PERSON), nullable=False),
)
