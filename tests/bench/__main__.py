"""`python -m tests.bench [NAME ...]`: a line per figure, and the same in build/bench.json."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence
from pathlib import Path

from tests.bench.figure import Figure
from tests.bench.table import BENCHES

FILE = Path("build/bench.json")


def main(wanted: Sequence[str]) -> None:
    """Measure the wanted figures, all where none is named."""
    figures = []
    for name in wanted or BENCHES:
        bench = BENCHES[name]
        figure = Figure(name, bench.unit, tuple(bench.measure()))
        print(figure.line(), flush=True)
        figures.append(figure)
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(json.dumps({one.name: one.__dict__ | {"median": one.median} for one in figures}, indent=1) + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[[], *BENCHES], help=", ".join(BENCHES))
    main(parser.parse_args().names)
