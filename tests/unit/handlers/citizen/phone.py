"""A citizen's phone: acts through `House.converse` with the house's own routes, serialised between any two acts."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from content.areas import load_sea, shipped
from handlers.converse import House, Turned
from handlers.effects import Effect, SubmitTip
from handlers.everything import ROUTES
from handlers.messages import Act, Address, Button, Erase, Incoming, Media, Post, Remove, Screen, Show, Toast
from handlers.sea import Chart
from tests.world import World

E = TypeVar("E")
CALM_S = 60.0
"""Between two lines of somebody who is not typing one thought in pieces."""


def house(world: World) -> House:
    """The house of this world."""
    tools = world.tools
    chart = Chart(shipped(), load_sea(), datetime.fromtimestamp(world.now, UTC).date())
    return House(ROUTES, tools.keyring, tools.gazetteer, chart, tools.policy, tools.facts)


@dataclass
class Phone:
    """One citizen's chat. `carries_out`: effects are performed too, by the real performer."""

    world: World
    number: int = 700
    carries_out: bool = False
    state: dict[str, Any] | None = None
    shown: dict[str, Screen] = field(default_factory=dict)
    toasts: list[str] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)  # of the last act
    posts: list[Post] = field(default_factory=list)  # of the last act
    written: int = 0

    def __post_init__(self) -> None:
        self.house = house(self.world)

    @property
    def at(self) -> Address:
        return Address("telegram", str(self.number), str(self.number))

    @property
    def main(self) -> str:
        """The text of the one screen in which everything happens."""
        return self.shown["main"].text

    def labels(self, screen: str = "main") -> list[str]:
        return [button.label for row in self.shown[screen].rows for button in row]

    def button(self, label: str, screen: str = "main") -> Button:
        found = [button for row in self.shown[screen].rows for button in row if button.label == label]
        assert found, f"no {label!r} among {self.labels(screen)}: {self.shown[screen].text}"
        return found[0]

    async def say(self, text: str, after: float = CALM_S, **more: Any) -> Turned:
        return await self.act(Act.TEXT, after, text=text, **more)

    async def send(self, kind: str, caption: str = "", after: float = CALM_S, **more: Any) -> Turned:
        """A file of a kind: photo, voice, video, document."""
        return await self.act(Act.MEDIA, after, text=caption, media=Media(kind, f"ref-{self.written}", **more))

    async def point(self, latitude: float, longitude: float) -> Turned:
        return await self.act(Act.POINT, point=(latitude, longitude))

    async def press(self, label: str, screen: str = "main") -> Turned:
        return await self.payload(self.button(label, screen).payload)

    async def payload(self, payload: str) -> Turned:
        """Press anything: a payload can be forged."""
        return await self.act(Act.PRESS, payload=payload, callback="c")

    async def command(self, name: str, text: str = "") -> Turned:
        return await self.act(Act.COMMAND, name=name, text=text)

    async def idle(self) -> Turned:
        return await self.act(Act.IDLE, 600)

    async def act(self, act: Act, after: float = CALM_S, **more: Any) -> Turned:
        """One act, `after` seconds; the state goes through JSON as it does in a row."""
        self.written += 1
        self.world.now += after
        incoming = Incoming(self.at, act, message=str(self.written), at=self.world.now, **more)
        state = json.loads(json.dumps(self.state or {}))
        async with self.world.database.read() as rows:
            turned = await self.house.converse(rows, incoming, state, self.world.now)
        self.state, self.effects, self.posts = turned.state, list(turned.effects), list(turned.posts)
        if self.carries_out:
            async with self.world.database.write() as rows:
                self.posts += await self.world.performer.perform(rows, turned.effects, incoming, self.world.now)
        self.show(self.posts)
        return turned

    def show(self, posts: list[Post]) -> None:
        """Keep what this chat shows."""
        for post in posts:
            if post.to.chat != self.at.chat:
                continue
            if isinstance(post, Show):
                self.shown[post.name] = post.screen
            elif isinstance(post, Remove):
                self.shown.pop(post.name, None)
            elif isinstance(post, Toast):
                self.toasts.append(post.text)

    def done(self, kind: type[E]) -> list[E]:
        """The effects of one kind that the last act asked for."""
        return [effect for effect in self.effects if isinstance(effect, kind)]

    @property
    def tip(self) -> SubmitTip:
        """The tip that the last act sent."""
        (tip,) = self.done(SubmitTip)
        return tip

    @property
    def erased(self) -> list[str]:
        """The person's own messages that the last act took out of the chat."""
        return [message for post in self.posts if isinstance(post, Erase) for message in post.messages]

    def talks(self) -> dict[str, dict[str, Any]]:
        """The answers of every open talk, by its dialogue."""
        return {talk["dialogue"]: talk["answers"] for talk in (self.state or {}).get("talks", [])}
