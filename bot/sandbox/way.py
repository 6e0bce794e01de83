"""The way of an update from a phone to the bot: on time, late, twice or behind the next one, as the fault script says."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.clock import Clock
from bot.sandbox.faults import FaultScript
from bot.sandbox.platform import Json

_REORDER_PATIENCE_S = 2.0


@dataclass(slots=True)
class Parcel:
    """One update. `unheard`: the bot's first acknowledgement of it gets lost."""

    kind: str
    body: Json
    chat_id: str
    unheard: bool = False


class Way:
    def __init__(self, platform: str, clock: Clock, faults: FaultScript, arrive: Callable[[Parcel], object]) -> None:
        self._platform = platform
        self._clock = clock
        self._faults = faults
        self._arrive = arrive
        self._overtaken: Parcel | None = None

    def send(self, kind: str, body: Json, chat_id: str) -> None:
        parcel = Parcel(kind, body, chat_id)
        fault = self._faults.take(self._platform, f"update.{kind}", chat_id)
        if fault is None:
            self._deliver(parcel)
            return
        parcel.unheard = fault.drop
        if fault.delay:
            self._clock.call_at(self._clock.now() + fault.delay, lambda: self._deliver(parcel))
        elif fault.reorder and self._overtaken is None:
            self._overtaken = parcel
            self._clock.call_at(self._clock.now() + _REORDER_PATIENCE_S, lambda: self._release(parcel))
        else:
            self._deliver(parcel)
        if fault.duplicate:
            self._deliver(Parcel(kind, body, chat_id))

    def clear(self) -> None:
        self._overtaken = None

    def _deliver(self, parcel: Parcel) -> None:
        overtaken, self._overtaken = self._overtaken, None
        self._arrive(parcel)
        if overtaken is not None:
            self._deliver(overtaken)

    def _release(self, parcel: Parcel) -> None:
        if self._overtaken is parcel:
            self._overtaken = None
            self._deliver(parcel)
