"""How long an update waits for its acknowledgement, at the full load of `ingress_per_s` (the same runs): 99 of 100 wait
for less.
"""

from __future__ import annotations

from tests.bench.door import loads
from tests.bench.figure import share


def measure() -> list[float]:
    return [share(load.waits_s, 0.99) * 1000 for load in loads()]
