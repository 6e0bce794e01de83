"""Which stations read a new tip, and which of them acts first (users.md section 4, A3).

The commune and the province by default. What crosses communes goes to the province alone, from the sea border to its
guard too; what concerns officials to the inspectorate alone, or else the procuracy; what its sender keeps from the
commune to the province alone. Danger is rung at both. (`handlers.triage.routing_rules`: where it may pass later.)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

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
        Detail.BY_ROAD,
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
    *,
    at_sea: bool = False,
) -> tuple[str, ...]:
    """Ids of the stations that may read the tip, the one that acts first in front. Never empty.

    A station that cannot receive yet (no key) is left out, and the province holds its tips; so it does where the
    place is unknown or at sea (`area` None). That the province itself can receive is asked before: `closed.py`.
    """
    if topic is Topic.OFFICIAL:
        return (inner(stations, policy) or policy.province_station,)
    if reader is Reader.ABOVE:
        return (policy.province_station,)
    sea = detail is Detail.BY_SEA or at_sea
    crosses = sea or topic in PROVINCE_ALONE or detail in PROVINCE_ALONE
    commune = commune_of(area, stations)
    guard = next(_receiving(StationKind.BORDER_GUARD, stations), None) if sea else None
    if commune and not crosses:
        return (commune, policy.province_station)
    near = commune if urgency is Urgency.DANGER else None
    return tuple(filter(None, (policy.province_station, near, guard)))


def inner(stations: Mapping[str, Station], policy: Policy) -> str | None:
    """Who reads what is told of officials: the inspectorate, else a procuracy; None where neither can receive."""
    if receives(stations, policy.inspectorate_station):
        return policy.inspectorate_station
    return next(_receiving(StationKind.PROCURACY, stations), None)


def commune_of(area: str | None, stations: Mapping[str, Station]) -> str | None:
    """The station of an area that can receive; None where there is none."""
    communes = _receiving(StationKind.COMMUNE, stations)
    return next((one for one in communes if area and stations[one].area == area), None)


def receives(stations: Mapping[str, Station], station: str) -> bool:
    """Whether this station exists and can receive."""
    return station in stations and stations[station].receives


def _receiving(kind: StationKind, stations: Mapping[str, Station]) -> Iterator[str]:
    return (one.id for one in sorted(stations.values(), key=lambda one: one.id) if one.kind is kind and one.receives)
