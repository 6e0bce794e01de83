"""Who works that week, and how each step of theirs is done: what they press, in order, and what they type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from content.terms import Role
from storage.tables import tip
from tests.e2e.house import House
from tests.e2e.phones import Group, Officer
from tests.e2e.week.script import Done, Told, hour_of
from tests.world import COMMUNE, PIN, PROVINCE

REASON = "da xac minh tai cho"
STEPS: Mapping[str, tuple[str, ...]] = {
    "takes it": ("Take this tip",),
    "enters it": ("Enter in the book",),
    "classifies it": ("Classify", "Report, reporter unknown"),
    "finds signs": ("Signs of a crime",),
    "hands it over": ("Hand over", "Today", "1", "Hand over"),
    "goes": ("I am going now",),
    "deals with it": ("Close the tip", "Dealt with at once", "Today", f"“{REASON}”", "Close the tip"),
    "files it": ("Close the tip", "File it", f"“{REASON}”", "Close the tip"),
    "joins it to the other": ("Join the two",),
    "tells all reporters": ("Tell all reporters",),
    "falls ill for 3 days": ("“/truc”", "My leave", "3 ngày"),
}
"""A label is pressed, what stands in quotation marks is typed."""


@dataclass
class Station:
    """The ward's people, their group, and the tips by the names that the script gives them."""

    house: House
    officers: dict[str, Officer] = field(default_factory=dict)
    group: Group | None = None
    labels: dict[str, str] = field(default_factory=dict)
    publics: dict[str, str] = field(default_factory=dict)
    receipts: dict[str, str] = field(default_factory=dict)
    transcript: list[str] = field(default_factory=list)
    overdue: set[str] = field(default_factory=set)  # labels of tips that somebody was told of as overdue
    seen: int = 0  # the exchange up to which reminders were read

    async def found(self) -> None:
        """Enrolled on the Friday before."""
        house = self.house
        self.officers["Tỉnh"] = await house.officer(PROVINCE, name="Đ/c Tỉnh")
        head = self.officers["Trưởng"] = await house.officer(COMMUNE, Role.HEAD, name="Đ/c Trưởng")
        for name in ("Tư", "Năm"):
            self.officers[name] = await house.colleague(COMMUNE, head, name=f"Đ/c {name}")
        self.group = await house.group(COMMUNE, *self.officers.values())

    async def until(self, at: float) -> None:
        """Time passes, hour by hour."""
        if at > self.house.now:
            await self.house.pass_time(at - self.house.now, step=3600.0)
        self.reminded()

    async def tells(self, told: Told) -> None:
        ba = await self.house.citizen(f"Ba {told.tip}")
        ba.way = ("Send it as a tip", "I have called", *ba.way)  # not every story sounds like one
        known = await self._known()
        self.receipts[told.tip] = await ba.tell(told.story, place=told.place)
        await self.house.quiet()
        (new,) = await self._known() - known
        self.publics[told.tip] = new
        self.write(told.when, told.tip, told.story)

    async def does(self, done: Done) -> None:
        officer = self.officers[done.who]
        if done.tip:
            await officer.say(f"/start t{self.publics[done.tip]}")
            assert not officer.texts[-1].startswith(officer.label("This tip can't be opened.")), done
        for step in done.steps:
            if step == "opens a shift":
                await officer.say("/truc")
                pinned = next(one for one in officer.shown if officer.offers(one, "Open shift"))
                await officer.press_on(pinned, "Open shift")
                await officer.type_pin(PIN)
                await officer.sees("Shift open until {hour}.")
            for label in STEPS.get(step, ()):
                await (officer.say(label[1:-1]) if label.startswith("“") else officer.press(label))
            self.write(done.when, done.who, done.tip, step, self.answer(officer, done.tip))

    async def _known(self) -> set[str]:
        async with self.house.database.read() as rows:
            return set((await rows.execute(sa.select(tip.c.public))).scalars())

    def answer(self, officer: Officer, tip: str) -> str:
        """How the newest message begins that is about this tip."""
        label = f"T-{self.publics[tip][:4]}" if tip else ""
        line = next((text.splitlines()[0] for text in reversed(officer.texts) if label and label in text), "")
        return f"“{self.named(line)}”" if line else ""

    def named(self, text: str) -> str:
        """Each tip by the name that the script gives it."""
        for name, public in self.publics.items():
            text = text.replace(f"T-{public[:4]}", name)
        return text

    def reminded(self) -> None:
        """Who was told of which deadlines since the last time, by the hour."""
        new = self.house.sandbox.traffic.after(self.seen)
        self.seen = new[-1].n if new else self.seen
        names = {str(officer.chat): name for name, officer in self.officers.items()}
        told = []
        for one in new:
            name, text = names.get(str(one.params.get("chat_id"))), str(one.params.get("text", ""))
            if name and one.kind == "request" and text.startswith(self.officers[name].label("Deadlines to look at:")):
                self.overdue |= overdue_in(text, self.officers[name])
                lines = "; ".join(sorted(self.named(text).splitlines()[1:]))
                told.append(f"{hour_of(one.at)} | {name} | is reminded | “{lines}”")
        self.transcript += sorted(told)

    def write(self, *parts: str) -> None:
        self.transcript.append(" | ".join(part for part in parts if part))


def overdue_in(text: str, officer: Officer) -> set[str]:
    """The tips that a reminder calls overdue."""
    words = (officer.label("overdue"), officer.label("overdue, also told to the province"))
    return {line.partition(":")[0] for line in text.splitlines() if line.endswith(words)}
