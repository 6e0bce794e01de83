"""What is looked at: by whom, when, which year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.page.guests import Guest
from content.plans import Plan
from content.policy import Policy
from handlers.triage.gate import number
from handlers.triage.hours import local
from storage.vault.keyring import Keyring

DASH = "–"


@dataclass(frozen=True)
class Look:
    """What is looked at, by whom, when."""

    rows: AsyncConnection
    keyring: Keyring
    policy: Policy
    guest: Guest
    plan: Plan
    year: int
    now: float

    @property
    def moment(self) -> datetime:
        return local(self.now, self.policy)

    @property
    def today(self) -> date:
        return self.moment.date()


def chosen_year(plan: Plan, query: Mapping[str, str], today: date) -> int:
    """The year in the address, which anybody can type: else the one that is spoken of today."""
    named = number(query.get("nam", ""))
    return named if plan.first_year <= named <= plan.last_year else plan.current(today)
