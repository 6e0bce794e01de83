"""The whole tips of `tips_per_s` without a network: acts go straight into the durable inbox, calls to a platform in the same process.

What others measured without HTTP is to be held against this figure. All else is as there: the real App, SQLite on the disk, every row
sealed, every receipt opened afterwards.
"""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache

from tests.bench.walk import Walked

RUNS = 3


def measure() -> list[float]:
    return [one.per_s for one in walks()]


@cache
def walks() -> tuple[Walked, ...]:
    """Every run, each in a fresh process."""
    return tuple(_walk() for _run in range(RUNS))


def _walk() -> Walked:
    told = subprocess.run([sys.executable, "-m", "tests.bench.inside"], stdout=subprocess.PIPE, check=True).stdout
    return Walked(**json.loads(told))
