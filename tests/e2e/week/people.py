"""Who works that week, and how each step of theirs is done: what they press, in order, and what they type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from bot.sandbox.platform import Json
from content.terms import Role
from storage.tables import tip
from tests.e2e.house import House
from tests.e2e.phones import Group, Officer, until
from tests.e2e.week.script import Done, Told, day_of
from tests.world import COMMUNE, PIN, PROVINCE

REASON = "da xac minh tai cho"
STEPS: Mapping[str, tuple[str, ...]] = {
    "takes it": ("Take this tip",),
    "enters it": ("Enter in the book",),
    "classifies it": ("Classify", "Report, reporter unknown"),
    "reports it up": ("Note: paper sent", "Today"),
    "passes it up": ("To another unit", "Send it on"),
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

    async def tells(self, told: Told) -> None:
        ba = await self.house.citizen(f"Ba {told.tip}")
        ba.way = ("Send it as a tip", "I have called", *ba.way)  # not every story sounds like one
        self.receipts[told.tip] = await ba.tell(told.story, place=told.place)
        await self.house.quiet()
        (self.publics[told.tip],) = await self._known() - set(self.publics.values())
        self.write(told.when, told.tip, told.story)

    async def does(self, done: Done) -> None:
        officer = self.officers[done.who]
        if done.tip:
            await officer.say(f"/start t{self.publics[done.tip]}")
            assert not officer.texts[-1].startswith(officer.label("This tip can't be opened.")), done
        for step in done.steps:
            if step == "opens a shift":
                await officer.say("/truc")
                await officer.open_shift(PIN)
            for number, label in enumerate(STEPS.get(step, ())):
                if label.startswith("“"):
                    await officer.say(label[1:-1])
                elif done.tip and number == 0:
                    await officer.press_on(await self.card(officer, done.tip, label), label)
                else:
                    await officer.press(label)
            self.write(done.when, done.who, done.tip, step, self.answer(officer, done.tip))
            for anew in await self._known() - set(self.publics.values()):
                self.publics[done.tip] = anew

    async def _known(self) -> set[str]:
        """The public ids of all tips: a new one for each tip, and for one that was passed on."""
        async with self.house.database.read() as rows:
            return set((await rows.execute(sa.select(tip.c.public))).scalars())

    async def card(self, officer: Officer, tip: str, button: str) -> Json:
        """The tip's own card, which has this button: many cards lie in one chat."""
        label = f"T-{self.publics[tip][:4]}"

        def found() -> Json | None:
            cards = (one for one in reversed(officer.shown) if label in one["text"].splitlines()[0])
            return next((one for one in cards if officer.offers(one, button)), None)

        return await until(found, lambda: f"{tip} has no button {button!r}; the chat shows:\n{officer.text}")

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

    def reminded(self) -> list[str]:
        """Who was told of which deadlines, by the day: within it the hour depends on how fast this machine is."""
        told = set()
        for name, officer in self.officers.items():
            for at, text in self.heard(officer):
                if text.startswith(officer.label("Deadlines to look at:")):
                    told |= {(day_of(at), name, self.named(line)) for line in text.splitlines()[1:]}
        return [f"{day} | {name} | is reminded | “{line}”" for (_at, day), name, line in sorted(told)]

    def overdue(self) -> set[str]:
        """The tips that somebody was told of as overdue."""
        officer = self.officers["Tỉnh"]
        words = (officer.label("overdue"), officer.label("overdue, also told to the province"))
        return {
            line.split(" | ")[-1].lstrip("“").partition(":")[0]
            for line in self.reminded()
            if line.rstrip("”").endswith(words)
        }

    def heard(self, officer: Officer) -> Iterator[tuple[float, str]]:
        """All that somebody was ever told, also what is gone from their chat by now."""
        for one in self.house.sandbox.traffic.after(0):
            if one.kind == "request" and str(one.params.get("chat_id")) == str(officer.chat) and "text" in one.params:
                yield one.at, str(one.params["text"])

    def write(self, *parts: str) -> None:
        self.transcript.append(" | ".join(part for part in parts if part))
