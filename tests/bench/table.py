"""Every figure of `make bench`, by name. One file per figure; what it measures is told in its docstring."""

from __future__ import annotations

from collections.abc import Mapping

from tests.bench import (
    broadcast_cpu_ms,
    broadcast_per_s_postgresql,
    broadcast_per_s_sqlite,
    card_p95_ms,
    desk_list_ms,
    duplicate_lookup_p95_ms,
    group_60_cards_s,
    idle_mb,
    ingress_p99_ms,
    ingress_per_s,
    materialise_1m_s,
    reply_during_broadcast_p99_ms,
    search_5000_ms,
    start_s,
    tip_cpu_ms,
    tip_inside_cpu_ms,
    tip_polled_cpu_ms,
    tips_inside_per_s,
    tips_per_s,
    tips_polled_per_s,
)
from tests.bench.figure import Bench

BENCHES: Mapping[str, Bench] = {
    "ingress_per_s": Bench("1/s", ingress_per_s.measure),
    "ingress_p99_ms": Bench("ms", ingress_p99_ms.measure),
    "tips_per_s": Bench("1/s", tips_per_s.measure),
    "tip_cpu_ms": Bench("ms", tip_cpu_ms.measure),
    "tips_polled_per_s": Bench("1/s", tips_polled_per_s.measure),
    "tip_polled_cpu_ms": Bench("ms", tip_polled_cpu_ms.measure),
    "tips_inside_per_s": Bench("1/s", tips_inside_per_s.measure),
    "tip_inside_cpu_ms": Bench("ms", tip_inside_cpu_ms.measure),
    "card_p95_ms": Bench("ms", card_p95_ms.measure),
    "duplicate_lookup_p95_ms": Bench("ms", duplicate_lookup_p95_ms.measure),
    "group_60_cards_s": Bench("s", group_60_cards_s.measure),
    "desk_list_ms": Bench("ms", desk_list_ms.measure),
    "idle_mb": Bench("MB", idle_mb.measure),
    "search_5000_ms": Bench("ms", search_5000_ms.measure),
    "start_s": Bench("s", start_s.measure),
    "broadcast_per_s_sqlite": Bench("1/s", broadcast_per_s_sqlite.measure),
    "broadcast_per_s_postgresql": Bench("1/s", broadcast_per_s_postgresql.measure),
    "broadcast_cpu_ms": Bench("ms", broadcast_cpu_ms.measure),
    "materialise_1m_s": Bench("s", materialise_1m_s.measure),
    "reply_during_broadcast_p99_ms": Bench("ms", reply_during_broadcast_p99_ms.measure),
}
