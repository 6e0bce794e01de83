"""What may be done to a run that is under way, and which of it is offered in which state. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from content.outreach_terms import DeliveryState, RunState
from content.terms import N_


class Steer(StrEnum):
    """What somebody does to a run."""

    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    AGAIN = "again"  # once more what failed
    UNSURE = "unsure"  # once more what may have arrived: whoever wants that was warned


LABELS: Mapping[Steer, str] = {
    Steer.PAUSE: N_("Pause"),
    Steer.RESUME: N_("Go on"),
    Steer.STOP: N_("Stop this sending"),
    Steer.AGAIN: N_("Retry the failed"),
    Steer.UNSURE: N_("Resend the uncertain"),
}

OFFERED: Mapping[RunState, tuple[Steer, ...]] = {
    RunState.GATHERING: (Steer.PAUSE, Steer.STOP),
    RunState.SENDING: (Steer.PAUSE, Steer.STOP),
    RunState.PAUSED: (Steer.RESUME, Steer.STOP),
    RunState.STOPPED: (),
    RunState.FINISHED: (Steer.AGAIN, Steer.UNSURE),
}
SENDS = frozenset({Steer.RESUME, Steer.AGAIN, Steer.UNSURE})
"""After these, copies leave at once: only in the hours that groups agreed to."""
NEEDS: Mapping[Steer, DeliveryState] = {Steer.AGAIN: DeliveryState.FAILED, Steer.UNSURE: DeliveryState.UNKNOWN}
"""What there must be some of."""
STALLED_S = 60.0
"""A run that did not move is looked at again after twice as long, up to this."""


def next_look(wait_s: float, *, moved: bool) -> float:
    """How many seconds until its progress is looked at again: three where it moves (a message is edited no oftener)."""
    return 3.0 if moved else min(max(wait_s, 3.0) * 2, STALLED_S)
