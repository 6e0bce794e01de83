"""Small records for the rules: a card, people, stations."""

from __future__ import annotations

from typing import Any

from content.policy import Policy
from content.terms import Contact, PersonState, Reader, Role, Stage, StationKind, Topic, Urgency
from handlers.triage.card import Around
from storage.people import Person
from storage.stations import Station
from storage.tips import Card

NIGHT = 1_800_032_400.0  # 00:00 in Vietnam
DAY = NIGHT + 10 * 3600
COMMUNE, PROVINCE, INSPECTORATE = "31783", "PC04", "THANH-TRA"
POLICY = Policy()


def card(**changed: Any) -> Card:
    """A new ordinary tip of the commune, readable there and at the province."""
    values: dict[str, Any] = {
        "public": "7K2QABCDEF",
        "station": COMMUNE,
        "area": "a1",
        "topic": Topic.USE_PLACE,
        "detail": None,
        "urgency": Urgency.ORDINARY,
        "reader": Reader.COMMUNE,
        "stage": Stage.NEW,
        "outcome": None,
        "version": 3,
        "holder": None,
        "language": "vi",
        "test": False,
        "few_know": False,
        "submitted_hour": DAY,
        "closed_hour": None,
        "contact": Contact.NOTICE,
        "stations": (COMMUNE, PROVINCE),
    }
    values |= changed
    return Card(**{"events": {"sent": values["submitted_hour"]}, **values})


def person(number: int, station: str = COMMUNE, role: Role = Role.OFFICER, *, duty: bool = True, **more: Any) -> Person:
    """A member of staff; with a shift that never ends, or off duty."""
    values = {"state": PersonState.ACTIVE, "name": f"Đ/c {number}", "key": b"k" * 32, "holds_key": True} | more
    return Person(f"{number:032x}", role, station, shift_until=2**60 if duty else None, **values)


def stations(*, group: bool = True, province_group: bool = True) -> dict[str, Station]:
    """A commune, the province, those who watch over them, two liaisons; with or without groups."""
    return {
        COMMUNE: Station(COMMUNE, "Công an phường Vĩnh Châu", StationKind.COMMUNE, group=b"g" if group else None),
        PROVINCE: Station(PROVINCE, "PC04", StationKind.PROVINCE, group=b"g" if province_group else None),
        INSPECTORATE: Station(INSPECTORATE, "Thanh tra", StationKind.INSPECTORATE),
        "VKS": Station("VKS", "Viện kiểm sát", StationKind.PROCURACY),
        "BP": Station("BP", "Đồn Biên phòng Trần Đề", StationKind.BORDER_GUARD),
        "95": Station("95", "Công an Cà Mau", StationKind.NEIGHBOUR),
    }


def around(**changed: Any) -> Around:
    """What a card says besides its tip."""
    values: dict[str, Any] = {
        "policy": POLICY,
        "now": DAY + 600,
        "place": "Phường Vĩnh Châu",
        "link": lambda word: f"https://t.me/bot?start={word}",
    }
    return Around(**(values | changed))
