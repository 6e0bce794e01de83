"""Areas in time: public record, in the clear. An id is text of our own and never changes; a government code may pass on."""

from __future__ import annotations

import sqlalchemy as sa

from storage.tables.base import table

area_version = table(
    "area_version",
    sa.Column("area", sa.String(64), primary_key=True),
    sa.Column("valid_from", sa.Date, primary_key=True),
    sa.Column("valid_to", sa.Date),  # the first day it no longer holds; empty: it still does
    sa.Column("code", sa.String(16), nullable=False),
    sa.Column("name", sa.String(128), nullable=False),
    sa.Column("type", sa.String(16), nullable=False),
    sa.Column("parent", sa.String(64)),
    sa.Column("lat", sa.Float),
    sa.Column("lon", sa.Float),
    sa.Column("area_km2", sa.Float),
    sa.UniqueConstraint("code", "valid_from"),
)

area_change = table(
    "area_change",
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("basis", sa.String(128), nullable=False),  # the resolution
    sa.Column("note", sa.Text, nullable=False),
)

area_link = table(
    "area_link",
    sa.Column("change", sa.String(64), sa.ForeignKey("area_change.id"), primary_key=True),
    sa.Column("old", sa.String(64), primary_key=True),
    sa.Column("new", sa.String(64), primary_key=True),
    sa.Index("ix_area_link_new", "new"),
)

area_alias = table(
    "area_alias",
    sa.Column("text", sa.String(128), primary_key=True),
    sa.Column("codes", sa.String(128), nullable=False),  # of 2022, with spaces between
    sa.Column("kind", sa.String(32), nullable=False),
    sa.Column("certainty", sa.String(16), nullable=False),
)

area_shape = table(
    "area_shape",
    sa.Column("area", sa.String(64), primary_key=True),
    sa.Column("rings", sa.Text, nullable=False),  # JSON: outlines of [lon, lat] pairs, in degrees
)
