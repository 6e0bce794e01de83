"""The fault script: what goes wrong, where and at which attempt.

A rule names what it meets (platform, method, chat, the nth time) and what happens then. Requests of the bot are met by
their method; updates on their way to the bot are met as the method `update`, or `update.message`,
`update.callback_query` and so on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(slots=True)
class Fault:
    """One rule. Without `nth` it meets every match; with it, the nth and as many more as `times` says (default one)."""

    platform: str | None = None
    method: str | None = None
    chat_id: str | None = None
    nth: int | None = None
    times: int | None = None
    error: Mapping[str, Any] | None = None
    """`{code, description, retry_after?}`: answered instead of doing what was asked."""
    delay: float = 0.0
    """Seconds of the virtual clock. A request is carried out at once and answered late; an update is held back."""
    drop: bool = False
    """A request is carried out and the connection is cut without an answer; an update's first delivery is swallowed."""
    duplicate: bool = False
    """The update is delivered a second time, with the same id, although it was confirmed."""
    reorder: bool = False
    """The update goes out behind the one that comes after it."""
    seen: int = 0

    def meets(self, platform: str, method: str, chat_id: str | None) -> bool:
        return (
            self.platform in (None, "*", platform)
            and (self.method in (None, "*") or _same_method(self.method or "", method))
            and self.chat_id in (None, chat_id)
        )

    def strikes(self) -> bool:
        """Whether the rule acts now, having seen `seen` matches (this one included)."""
        if self.nth is None:
            return self.times is None or self.seen <= self.times
        return self.nth <= self.seen < self.nth + (self.times or 1)


def parse(spec: Mapping[str, Any]) -> Fault:
    """A rule from its JSON form; ValueError in plain words when it says nothing or says it wrongly."""
    known = {field.name for field in fields(Fault)} - {"seen"}
    unknown = sorted(set(spec) - known)
    if unknown:
        raise ValueError(f"a fault knows no {', '.join(unknown)}; it knows {', '.join(sorted(known))}")
    fault = Fault(**spec)
    if fault.chat_id is not None:
        fault.chat_id = str(fault.chat_id)
    if not (fault.error or fault.delay or fault.drop or fault.duplicate or fault.reorder):
        raise ValueError("a fault says what happens: error, delay, drop, duplicate or reorder")
    if fault.nth is not None and fault.nth < 1:
        raise ValueError("nth counts from 1")
    return fault


class FaultScript:
    """The rules in force; the first that strikes wins, and every rule that is met counts."""

    def __init__(self) -> None:
        self._rules: list[Fault] = []

    def add(self, specs: Iterable[Mapping[str, Any]]) -> None:
        self._rules += [parse(spec) for spec in specs]

    def clear(self) -> None:
        self._rules.clear()

    def listed(self) -> list[dict[str, Any]]:
        return [asdict(rule) for rule in self._rules]

    def take(self, platform: str, method: str, chat_id: str | None = None) -> Fault | None:
        """The fault that strikes this request or update, if any; counts it as seen."""
        struck = None
        for rule in self._rules:
            if rule.meets(platform, method, chat_id):
                rule.seen += 1
                if struck is None and rule.strikes():
                    struck = rule
        return struck


def _same_method(wanted: str, method: str) -> bool:
    wanted, method = wanted.lower(), method.lower()
    return wanted == method or (wanted == "update" and method.startswith("update."))
