"""Hotspots (điểm, tụ điểm): places where incidents gather. An area and a short label; no person, no address."""

from __future__ import annotations

import sqlalchemy as sa

from storage.tables.base import table

hotspot = table(
    "hotspot",
    sa.Column("id", sa.LargeBinary(16), primary_key=True),
    sa.Column("area", sa.String(64), nullable=False),  # id of the commune's area
    sa.Column("kind", sa.String(12), nullable=False),  # point, gathering, hot, area
    sa.Column("label", sa.LargeBinary, nullable=False),  # under the server key
    sa.Column("station", sa.String(16), sa.ForeignKey("station.id"), nullable=False),  # whose officers look after it
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("incidents", sa.Integer, nullable=False, default=0),  # how many were ever grouped here
    sa.Index("ix_hotspot_area", "area", "state"),
    sa.Index("ix_hotspot_station", "station", "state"),
)

hotspot_step = table(
    "hotspot_step",
    sa.Column("hotspot", sa.LargeBinary(16), sa.ForeignKey("hotspot.id"), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("day", sa.Date, nullable=False),  # when it came to be so
    sa.Column("person", sa.LargeBinary(16), sa.ForeignKey("person.id"), nullable=False),
)

hotspot_tip = table(
    "hotspot_tip",
    sa.Column("tip", sa.LargeBinary(16), sa.ForeignKey("tip.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("hotspot", sa.LargeBinary(16), sa.ForeignKey("hotspot.id"), nullable=False),
    sa.Index("ix_hotspot_tip_hotspot", "hotspot"),
)
