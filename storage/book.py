"""What a transaction adds to the rows that everybody shares: figures, and lines of the audit.

Written once, at its end, in one order for everybody. A transaction that went on after it had written them would hold
the audit's head while it waits for a tip that another one holds, which waits for the head: on PostgreSQL two replicas
stopped each other so, again and again.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncConnection

from storage import audit, counters
from storage.audit import Line
from storage.counters import Cell
from storage.vault.keys import Key


@dataclass
class Book:
    """The figures and lines of one turn, or of all turns of a transaction."""

    lines: list[Line] = field(default_factory=list)
    sums: Counter[Cell] = field(default_factory=Counter)
    soon: bool = False  # something was put down that is due at once: whoever looks for such is rung after the commit

    def add(self, other: Book) -> None:
        """Take over what a turn left that did not fail."""
        self.lines += other.lines
        self.sums.update(other.sums)
        self.soon |= other.soon

    async def write(self, rows: AsyncConnection, key: Key) -> None:
        """The last thing a transaction does. `key` chains the audit."""
        await counters.add(rows, self.sums)
        await audit.append(rows, key, self.lines)
