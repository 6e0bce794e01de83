"""Which stations read a tip, and which of them acts first (users.md section 4, A3).

The commune and the province by default. What crosses communes goes to the province alone; what concerns officials to
the inspectorate alone; what its sender keeps from the commune to the province alone. Danger is rung at both.
"""

from __future__ import annotations

from collections.abc import Mapping

from content.policy import Policy
from content.terms import Detail, Reader, StationKind, Topic, Urgency
from storage.stations import Station

PROVINCE_ALONE = frozenset(
    {
        Topic.TRANSPORT,
        Topic.WANTED,
        Detail.SALE_ONLINE,
        Detail.COOKING,
        Detail.MEDICINE,
        Detail.BY_SEA,
        Detail.BY_PARCEL,
    }
)
"""What no single commune can follow (users.md section 4; of what is made, only plants are the commune's)."""


def route(
    topic: Topic,
    detail: Detail | None,
    area: str | None,
    reader: Reader,
    urgency: Urgency,
    stations: Mapping[str, Station],
    policy: Policy,
) -> tuple[str, ...]:
    """Ids of the stations that may read the tip, the one that acts first in front. Never empty.

    A station that cannot receive yet (no key) is left out, and the province holds its tips; so it does where the
    place is unknown or at sea (`area` None). That the province itself can receive is asked before: `closed.py`.
    """
    if topic is Topic.OFFICIAL and receives(stations, policy.inspectorate_station):
        return (policy.inspectorate_station,)
    commune = None if reader is Reader.ABOVE or topic is Topic.OFFICIAL else commune_of(area, stations)
    crosses = topic in PROVINCE_ALONE or detail in PROVINCE_ALONE
    if commune is None or (crosses and urgency is not Urgency.DANGER):
        return (policy.province_station,)
    both = (commune, policy.province_station)
    return tuple(reversed(both)) if crosses else both


def commune_of(area: str | None, stations: Mapping[str, Station]) -> str | None:
    """The station of an area that can receive; None where there is none."""
    return next(
        (
            station.id
            for station in stations.values()
            if area and station.kind is StationKind.COMMUNE and station.area == area and station.receives
        ),
        None,
    )


def receives(stations: Mapping[str, Station], station: str) -> bool:
    """Whether this station exists and can receive."""
    return station in stations and stations[station].receives
