"""Staff talking to the house: acts through `House.converse`, effects carried out, PINs tried, all by the real code."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from secrets import token_urlsafe
from typing import Any

from bot.perform import pin, searching
from bot.perform.doing import Doing
from content.areas import load_sea, shipped
from content.terms import Role
from handlers import effects
from handlers.converse import House, Turned
from handlers.everything import ROUTES
from handlers.messages import Act, Address, Button, Incoming, Post, Remove, Screen, Show, Toast
from handlers.sea import Chart
from storage import jobs
from tests.world import World, member

GROUP = Address("telegram", "-100", "10", private=False)


def house(world: World) -> House:
    """The house of this world, with all its routes."""
    tools = world.tools
    chart = Chart(shipped(), load_sea(), datetime.fromtimestamp(world.now, UTC).date())
    return House(
        routes=ROUTES,
        keyring=tools.keyring,
        gazetteer=tools.gazetteer,
        chart=chart,
        policy=tools.policy,
        facts=tools.facts,
    )


@dataclass
class Chat:
    """One chat of one person: what it shows, what was asked to be done."""

    world: World
    at: Address
    state: dict[str, Any] = field(default_factory=dict)
    shown: dict[str, Screen] = field(default_factory=dict)
    toasts: list[str] = field(default_factory=list)
    effects: list[effects.Effect] = field(default_factory=list)  # without
    refusals: list[effects.Refused] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)

    @property
    def main(self) -> str:
        """The text of the one screen in which dialogues live."""
        return self.shown["main"].text

    @property
    def toast(self) -> str:
        return self.toasts[-1] if self.toasts else ""

    async def act(self, act: Act, **more: Any) -> Turned:
        """One act, its effects carried out, its posts and those of the effects shown where they belong."""
        incoming = Incoming(self.at, act, message="9", at=self.world.now, **more)
        async with self.world.database.read() as rows:
            turned = await house(self.world).converse(
                rows, incoming, json.loads(json.dumps(self.state)), self.world.now
            )
        self.state = turned.state or {}
        self.refusals = [effect for effect in turned.effects if isinstance(effect, effects.Refused)]
        self.effects = [effect for effect in turned.effects if not isinstance(effect, effects.Refused)]
        self.posts = list(turned.posts)
        async with self.world.database.write() as rows:
            self.posts += await self.world.performer.perform(rows, turned.effects, incoming, self.world.now)
        self.show(self.posts)
        for effect in turned.effects:
            if isinstance(effect, effects.TryPin):
                await self.slow_pin(effect)
            elif isinstance(effect, effects.SearchTips):
                await self.slow_search()
        return turned

    async def slow_pin(self, effect: effects.TryPin) -> None:
        """What the worker does with a typed PIN, and the news of it."""
        payload = {
            "officer": effect.officer,
            "purpose": effect.purpose,
            "pin": effect.pin,
            "device": effect.device,
            "new": effect.new,
        }
        async with self.world.database.read() as rows:
            tried = await pin.slow(rows, self.world.keyring, payload)
        async with self.world.database.write() as rows:
            doing = Doing(rows, self.world.now, self.world.tools)
            said = await pin.written(doing, tried)
        self.show(doing.posts)
        await self.act(Act.NEWS, name="pin", payload=json.dumps(said))

    async def slow_search(self) -> None:
        """What the worker does with a search that was ordered, and the news of it."""
        seals = self.world.tools.seals
        async with self.world.database.write() as rows:
            found = await jobs.claim(rows, seals, 1, 60.0, self.world.now, [searching.SEARCH])
            payload = dict(found[0].payload or {})
            await jobs.finish(rows, found[0])
        said = await searching.slow(self.world.database, self.world.keyring, payload, self.world.now)
        await self.act(Act.NEWS, name=searching.SEARCH, payload=json.dumps(said))

    def show(self, posts: list[Post]) -> None:
        """Keep what this chat shows; posts to other chats are left to their own tests."""
        for post in posts:
            if post.to.chat != self.at.chat:
                continue
            if isinstance(post, Show):
                self.shown[post.name] = post.screen
            elif isinstance(post, Remove):
                self.shown.pop(post.name, None)
            elif isinstance(post, Toast):
                self.toasts.append(post.text)

    async def press(self, label: str, screen: str = "main") -> Turned:
        """Press the button with this label."""
        return await self.payload(self.button(label, screen).payload)

    async def payload(self, payload: str, **more: Any) -> Turned:
        """Press anything: a payload can be forged."""
        return await self.act(Act.PRESS, **{"payload": payload, "callback": "c", **more})

    async def say(self, text: str) -> Turned:
        return await self.act(Act.TEXT, text=text)

    async def command(self, name: str, text: str = "", **more: Any) -> Turned:
        return await self.act(Act.COMMAND, name=name, text=text, **more)

    async def type_pin(self, digits: str) -> None:
        """Press the places of the digits on the keypad that is shown."""
        keys = {button.label: button for row in self.shown["main"].rows for button in row}
        for digit in digits:
            await self.payload(keys[digit].payload)

    def button(self, label: str, screen: str = "main") -> Button:
        found = [button for row in self.shown[screen].rows for button in row if button.label == label]
        assert found, f"no {label!r} among {self.labels(screen)}"
        return found[0]

    def labels(self, screen: str = "main") -> list[str]:
        return [button.label for row in self.shown[screen].rows for button in row]


async def on_duty(world: World, station: str, number: int, role: Role = Role.OFFICER, **more: Any) -> Chat:
    """The private chat of somebody on shift."""
    await world.officer(station, number, role, **more)
    return Chat(world, member(number))


async def invited(world: World, station: str, number: int, role: Role = Role.OFFICER) -> Chat:
    """Somebody who has just opened an invitation of this role and station."""
    token = token_urlsafe(16)
    await world.do(effects.Invite(token, role, station))
    chat = Chat(world, member(number))
    await chat.command("start", f"i{token}")
    return chat


def code(text: str) -> str:
    """The code that is compared by voice."""
    found = re.search(r"\d{3} \d{3}", text)
    assert found
    return found.group()
