"""What prevention has to reach where people train: every commune, and a few places that do not exist."""

from __future__ import annotations

from datetime import date

from bot.cli.targets import communes
from content.areas import shipped
from content.library.terms import Audience
from content.outreach_terms import TargetKind
from storage.targets import Target

SINCE = date(2025, 7, 1)


def every_target(day: date) -> list[Target]:
    """As `hotline targets import` would take them from a file."""
    return [
        *communes(shipped(), day),
        Target("th-hoa-sen", TargetKind.SCHOOL, "Trường Tiểu học Hoa Sen", "vinh-chau", Audience.PARENTS, SINCE),
        Target(
            "thpt-bien-xanh", TargetKind.SCHOOL, "Trường THPT Biển Xanh", "vinh-hai", Audience.UPPER_SECONDARY, SINCE
        ),
        Target("ben-xe-gio-dong", TargetKind.DEPOT, "Bến xe Gió Đông", "vinh-chau", Audience.DRIVERS, SINCE),
        Target("tuyen-ven-bien", TargetKind.ROUTE, "Tuyến xe ven biển", None, Audience.PASSENGERS, SINCE),
    ]
