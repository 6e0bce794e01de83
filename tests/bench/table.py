"""Every figure of `make bench`, by name. One file per figure; what it measures is told in its docstring."""

from __future__ import annotations

from collections.abc import Mapping

from tests.bench import ingress_p99_ms, ingress_per_s
from tests.bench.figure import Bench

BENCHES: Mapping[str, Bench] = {
    "ingress_per_s": Bench("1/s", ingress_per_s.measure),
    "ingress_p99_ms": Bench("ms", ingress_p99_ms.measure),
}
