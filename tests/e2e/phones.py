"""People with phones: they write, press what they read, and look at what the chat shows. Nothing else is theirs to use."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bot.sandbox.platform import Json, Upload
from bot.sandbox.server import Sandbox
from content.locales import _, speaking

T = TypeVar("T")
PATIENCE_S = 90.0  # a busy machine is slow, not wrong
PRESSED_AGAIN_S = 2.0  # people press once more where nothing happens
LONG_PATIENCE_S = 240.0  # while the bot is killed, or a crowd talks to it
LOOK_S = 0.01
_RECEIPT_LINE = re.compile(r"^\S+ – \S+ – \S+$", re.MULTILINE)


async def until(
    look: Callable[[], T | None], what: Callable[[], str], patience_s: float = PATIENCE_S, every_s: float = LOOK_S
) -> T:
    """Look again and again until something is there; AssertionError with `what` where patience ends."""
    end = asyncio.get_running_loop().time() + patience_s
    while True:
        found = look()
        if found is not None:
            return found
        if asyncio.get_running_loop().time() > end:
            raise AssertionError(what())
        await asyncio.sleep(every_s)


def receipt_in(bubble: Json) -> str | None:
    """The nine syllables of a message that shows a receipt."""
    lines = _RECEIPT_LINE.findall(bubble["text"])
    return " ".join(lines).replace(" – ", " ") if len(lines) == 3 else None


async def nobody_waits() -> None:
    """For phones whose bot can't be asked whether it is done."""


@dataclass
class Phone:
    """One account in one chat: its own private one, unless `chat` is a group's."""

    sandbox: Sandbox
    user: int
    chat: int
    language: str = "vi"
    quiet: Callable[[], Awaitable[None]] = field(default=nobody_waits, repr=False)
    exchanges: int = 0  # how often this person wrote or pressed

    def at(self, chat: int) -> Phone:
        """The same person in another chat."""
        return Phone(self.sandbox, self.user, chat, self.language, self.quiet)

    def label(self, message: str, **filled: object) -> str:
        """A message of the catalogue as this person reads it."""
        with speaking(self.language):
            return _(message).format(**filled) if filled else _(message)

    @property
    def shown(self) -> list[Json]:
        """What the chat shows now."""
        return [message for message in self.sandbox.shown(self.chat) if not message["deleted"]]

    @property
    def texts(self) -> list[str]:
        """What the bot says here now."""
        return [message["text"] for message in self.shown if message["from_bot"]]

    @property
    def text(self) -> str:
        return "\n———\n".join(self.texts)

    @property
    def labels(self) -> list[str]:
        """Every button that can be pressed now, the newest message first."""
        return [button["text"] for message in reversed(self.shown) for row in message["buttons"] for button in row]

    @property
    def toast(self) -> str:
        """The last words that flashed up for this person."""
        mine = [toast for message in self.shown for toast in message.get("toasts", ()) if toast["user_id"] == self.user]
        return max(mine, key=lambda toast: toast["at"])["text"] if mine else ""

    def find(self, message: str) -> tuple[Json, Json] | None:
        """The newest message with this button, and the button."""
        wanted = (self.label(message), message)
        for bubble in reversed(self.shown):
            for button in (button for row in bubble["buttons"] for button in row):
                if button["text"] in wanted:
                    return bubble, button
        return None

    def has(self, message: str) -> bool:
        return self.find(message) is not None

    def reads(self, message: str) -> bool:
        """Whether the words of a catalogue message (without its placeholders) stand on this screen."""
        parts = [part.strip() for part in re.split(r"\{\w+\}", self.label(message))]
        return all(part in self.text for part in parts)

    async def say(self, text: str, **more: Any) -> Json:
        """Type a text; returns what the platform says of it."""
        return await self.act("send", text=text, **more)

    async def send(self, kind: str, *files: Upload, **more: Any) -> Json:
        """Send files: photo, voice, video, document."""
        return await self.act("send", *files, kind=kind, **more)

    async def share(self, **content: Any) -> Json:
        """Send a location, a contact or a sticker."""
        return await self.act("send", **content)

    async def press(self, message: str) -> Json:
        """Wait until a button says this, and press it."""
        bubble, button = await until(lambda: self.find(message), lambda: self._missing(f"no button {message!r}"))
        return await self.act("press", message_id=bubble["id"], text=button["text"])

    async def press_any(self, *messages: str) -> str:
        """Press the first of these that appears; returns which."""

        def found() -> str | None:
            return next((message for message in messages if self.has(message)), None)

        chosen = await until(found, lambda: self._missing(f"none of {messages}"))
        await self.press(chosen)
        return chosen

    async def forge(self, payload: str) -> Json:
        """Press a button that was never there, on the bot's newest message."""
        newest = max(message["id"] for message in self.shown if message["from_bot"])
        return await self.act("press", message_id=newest, data=payload)

    async def sees(self, message: str, patience_s: float = PATIENCE_S) -> None:
        """Wait until the words of a catalogue message stand here."""
        await until(lambda: self.reads(message) or None, lambda: self._missing(f"never read {message!r}"), patience_s)

    async def has_receipt(self) -> str:
        """Wait for the nine syllables, and copy them onto paper."""
        return await until(self.receipt, lambda: self._missing("no receipt"))

    def receipt(self) -> str | None:
        """The nine syllables, where they are shown."""
        return next(filter(None, map(receipt_in, reversed(self.shown))), None)

    @property
    def newest(self) -> Json | None:
        """The newest message with buttons: the one that a person's eyes are on."""
        return next((message for message in reversed(self.shown) if message["buttons"]), None)

    def offers(self, bubble: Json | None, message: str) -> bool:
        """Whether this message has a button that says this."""
        wanted = (self.label(message), message)
        return bubble is not None and any(button["text"] in wanted for row in bubble["buttons"] for button in row)

    async def press_on(self, bubble: Json, message: str) -> Json:
        """Press a button of this message."""
        return await self.act("press", message_id=bubble["id"], text=self.label(message))

    def looks(self) -> Sequence[tuple[str, tuple[str, ...]]]:
        """Everything the bot shows here, as a person sees it: texts and labels."""
        return [
            (message["text"], tuple(button["text"] for row in message["buttons"] for button in row))
            for message in self.shown
            if message["from_bot"]
        ]

    async def act(self, action: str, *files: Upload, **given: Any) -> Json:
        answer = self.sandbox.act(self.chat, action, *files, by=self.user, **given)
        self.exchanges += 1
        await self.quiet()
        return answer

    def _missing(self, what: str) -> str:
        return f"{what}; the chat shows:\n{self.text}\n{self.labels}"


class Citizen(Phone):
    """Somebody who saw something."""

    way: tuple[str, ...] = ("Later", "I have copied it", "Send", "Many know it")
    """What they press on their way to a receipt, wherever it is offered."""
    again_s = PRESSED_AGAIN_S

    async def report(self, story: str, place: str = "phường Vĩnh Châu", known: str = "Many know it") -> str:
        """The short way to a receipt; returns its nine syllables."""
        await self.say(story)
        await self.say(place)
        await self.press(known)
        await self.press("Send")
        return await self.has_receipt()

    async def tell(self, *lines: str, place: str = "phường Vĩnh Châu", taps: int = 1) -> str:
        """One tip by somebody who only answers what the screen asks, however long the bot is silent; the receipt.

        `taps`: how often each button is pressed, by an impatient finger.
        """
        words, placed, heard = None, False, asyncio.get_running_loop().time()
        assert await self.heeded(*(self.say(line) for line in lines)), f"the bot fell silent for {self.user}"
        while not (words and self.is_over()):
            asked = self.newest or {"text": "", "buttons": []}
            words = self.receipt_under(asked) or words
            label = next((label for label in self.way if self.offers(asked, label)), "")
            if label:
                acts = [self.press_on(asked, label) for _tap in range(taps)]
            else:
                asks_where = self.offers(asked, "Choose from a list")
                assert asks_where or not asked["text"], self.text
                acts = [self.say(place)] if asks_where and not placed else []
                placed = placed or asks_where
            if await self.heeded(*acts, patience_s=self.again_s):
                heard = asyncio.get_running_loop().time()
            silence = asyncio.get_running_loop().time() - heard
            assert silence < LONG_PATIENCE_S, self._missing(f"silent for {silence:.0f} s, {words=}")
        return words

    def receipt_under(self, bubble: Json) -> str | None:
        """The nine syllables, where this message shows them."""
        return receipt_in(bubble)

    def is_over(self) -> bool:
        """Whether the bot has come back to where one begins."""
        return self.has("Send a tip")

    async def heeded(self, *acts: Awaitable[object], patience_s: float = LONG_PATIENCE_S) -> bool:
        """Act, and wait until the bot has shown something else than before; whether it has."""
        before = self.looks()
        for act in acts:
            await act
        try:
            await until(lambda: self.looks() != before or None, lambda: "", patience_s, 0.03)
        except AssertionError:
            return False
        return True

    async def copied(self) -> None:
        """Paper in hand, and nothing erased yet."""
        await self.press("I have copied it")
        await self.press("Later")

    async def look_up(self, receipt: str) -> None:
        """What has become of it?"""
        await self.say("/menu")
        await self.press("See the answer")
        await self.say(receipt)


class Officer(Phone):
    """Somebody on duty: an invitation, a PIN on moving keys, a shift."""

    async def enrol(self, word: str, name: str, pin: str) -> None:
        """Open an invitation's link, say a name, choose a PIN twice."""
        await self.say(f"/start {word}")
        await self.say(name)
        await self.type_pin(pin)
        await self.sees("Once more, the same six digits. The keys have moved.")
        await self.type_pin(pin)

    async def type_pin(self, pin: str) -> None:
        """Six presses."""
        for digit in pin:
            await self.press(digit)

    async def open_shift(self, pin: str) -> None:
        """With the button that is theirs alone, in the oldest message; others of that name only lead to it."""
        await until(lambda: self.find("Open shift"), lambda: self._missing("no shift to open"))
        await self.press_on(next(one for one in self.shown if self.offers(one, "Open shift")), "Open shift")
        await self.type_pin(pin)
        await self.sees("Shift open until {hour}.")


@dataclass
class Group:
    """A station's group."""

    sandbox: Sandbox
    chat: int
    owner: Phone

    def seen_by(self, person: Phone) -> Phone:
        return person.at(self.chat)

    @property
    def text(self) -> str:
        return self.owner.at(self.chat).text
