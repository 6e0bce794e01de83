"""What is counted for the operator. No label names a station, a topic, a chat or a person."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge


class Meters:
    """The counters and gauges of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        registry = self.registry
        self.arrived = Counter("hotline_arrived", "Acts kept in the inbox", ["channel"], registry=registry)
        self.dropped = Counter("hotline_dropped", "Updates of a kind nobody needs", ["channel"], registry=registry)
        self.refused = Counter("hotline_refused", "Updates answered with 'later'", ["why"], registry=registry)
        self.turns = Counter("hotline_turns", "Acts answered", registry=registry)
        self.failures = Counter("hotline_failures", "Work that failed, by place", ["place"], registry=registry)
        self.sent = Counter(
            "hotline_calls", "Calls of a platform by what became of them", ["channel", "fate"], registry=registry
        )
        self.waiting = Gauge("hotline_inbox_waiting", "Acts that wait for an answer", registry=registry)
        self.oldest = Gauge("hotline_inbox_oldest_seconds", "How long the oldest of them has waited", registry=registry)
        self.queued = Gauge("hotline_outbox", "Open letters", ["channel", "lane", "state"], registry=registry)
        self.quota_used = Gauge(
            "hotline_quota_used", "Messages of this month that a platform counts", ["channel"], registry=registry
        )
        self.quota_most = Gauge("hotline_quota_most", "How many there are in a month", ["channel"], registry=registry)
        self.people_about = Gauge(
            "hotline_people_about",
            "People who wrote, about, where a platform limits them",
            ["channel"],
            registry=registry,
        )
        self.people_most = Gauge("hotline_people_most", "For how many there is room", ["channel"], registry=registry)
        self.polled = Gauge("hotline_last_poll_seconds", "When polling last succeeded", ["channel"], registry=registry)
