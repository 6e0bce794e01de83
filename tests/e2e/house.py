"""The whole house in one process: the real App, the emulated Telegram, people with phones.

Both run on the training ground's clock, so a night passes in a line. The database is looked into only to know that
nothing is under way any more.
"""

from __future__ import annotations

import asyncio
import secrets
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

import sqlalchemy as sa

from bot.app import App
from bot.limits import UNLIMITED, Limits
from bot.sandbox.clock import Clock
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from content.policy import Policy
from content.terms import Role
from handlers.messages import Address
from storage import own
from storage.engine import Database
from storage.own import OwnTip
from storage.tables import conversation, due, inbox, job, outbox, tip
from storage.vault.keyring import Keyring
from storage.vault.receipt import Receipt, read
from tests.conftest import NOON
from tests.e2e.phones import Citizen, Group, Officer, Phone
from tests.world import PIN, World, member

MODES = ("polling", "webhook")
POLICY = Policy(card_wait_from=0.0, card_wait_to=0.0, reading=0.0)
"""Cards come at once and people read at once, so that a scenario need not wait; both waits have tests of their own."""
QUIET_S = 90.0  # a busy machine is slow, not wrong
LOOK_S = 0.005
P = TypeVar("P", bound=Phone)


def running_clock(since: float = NOON) -> Clock:
    """A clock that begins at a fixed moment, runs, and can be moved forward."""
    begun = monotonic()
    return Clock(lambda: since + monotonic() - begun)


def free_port() -> int:
    """A port that stays free while the bot is down: below those that the system gives to outgoing connections.

    Of those, some other test's connection may hold one at the very moment when a killed bot begins again.
    """
    while True:
        port = 20_000 + secrets.randbelow(12_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@dataclass
class House:
    """Use `open_house`."""

    url: str
    keyring: Keyring
    sandbox: Sandbox
    database: Database
    world: World
    mode: str
    policy: Policy
    limits: Limits
    settings: Settings
    app: App | None = None
    _running: asyncio.Task[None] | None = field(default=None, repr=False)

    @property
    def now(self) -> float:
        return self.sandbox.clock.now()

    # --- the program ---------------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Start the real program, as `hotline run` does."""
        begun = asyncio.get_running_loop().create_future()

        async def live() -> None:
            opening = App.open(
                self.settings, clock=self.sandbox.clock.now, limits=self.limits, policy=self.policy, poll_s=5
            )
            async with opening as app:
                begun.set_result(app)
                await app.run()

        self._running = asyncio.create_task(live())
        await asyncio.wait([begun, self._running], return_when=asyncio.FIRST_COMPLETED)
        if self._running.done():
            self._running.result()
        self.app = begun.result()
        await self.app.ready.wait()

    async def stop(self) -> None:
        """Stop it as SIGTERM does."""
        if self.app and self._running:
            self.app.stopping.set()
            await self._running
        self.app = self._running = None

    # --- time ----------------------------------------------------------------------------------------------------

    async def quiet(self) -> None:
        """Wait until everything that can be done at this moment is done."""
        end = asyncio.get_running_loop().time() + QUIET_S
        calm = 0
        while calm < 2:
            busy = await self.under_way()
            calm = 0 if busy else calm + 1
            if asyncio.get_running_loop().time() > end:
                raise AssertionError(f"the house does not come to rest: {busy}")
            await asyncio.sleep(LOOK_S)

    async def under_way(self) -> dict[str, int]:
        """What waits to be done now; nothing where the house rests."""
        now = int(self.now * 1e6)
        queries = {
            "inbox": sa.select(sa.func.count()).select_from(inbox).where(inbox.c.state == "waiting"),
            "outbox": sa.select(sa.func.count())
            .select_from(outbox)
            .where(
                sa.or_(outbox.c.state == "sending", sa.and_(outbox.c.state == "queued", outbox.c.not_before <= now))
            ),
            "jobs": sa.select(sa.func.count()).select_from(job).where(job.c.run_at <= now),
            "due": sa.select(sa.func.count()).select_from(due).where(due.c.at <= now),
            "idle": sa.select(sa.func.count()).select_from(conversation).where(conversation.c.wake_at <= now),
        }
        found = {"updates": len(self.sandbox.telegram.updates), "events": events_under_way(self.sandbox)}
        async with self.database.read() as rows:
            for name, query in queries.items():
                found[name] = int(await rows.scalar(query) or 0)
        return {name: count for name, count in found.items() if count}

    async def pass_time(self, seconds: float, step: float = 0.0) -> None:
        """Let time pass, at once or in steps, and everything happen that falls into it."""
        passed = 0.0
        while passed < seconds:
            stride = min(step or seconds, seconds - passed)
            self.sandbox.clock.advance(stride)
            passed += stride
            self.wake()
            await self.quiet()

    def wake(self) -> None:
        """Time has jumped: those who sleep by the real clock look again."""
        if self.app:
            self.app.timekeeper.wake.set()
            self.app.workers.wake.set()
            for sender in self.app.senders:
                sender.wake.set()

    async def until_eight(self) -> None:
        """To a minute after the next 08:00, local time."""
        local = self.now + self.policy.utc_offset
        ahead = (8 * 3600 - local % 86400) % 86400
        await self.pass_time(ahead + 60)

    # --- looking inside: only where a test is about what is kept ----------------------------------------------------

    async def kept(self, words: str) -> OwnTip | None:
        """The tip that a receipt opens, as the real code opens it."""
        receipt = read(words)
        assert isinstance(receipt, Receipt)
        async with self.database.read() as rows:
            return await own.by_receipt(rows, self.keyring, receipt, self.now)

    async def told(self, words: str) -> list[str]:
        """Every line that a receipt's tip holds, in order."""
        mine = await self.kept(words)
        assert mine is not None, "the receipt opens nothing"
        return [part["text"] for entry in mine.entries for part in entry.content.get("parts", ()) if part.get("text")]

    async def tips(self) -> int:
        """How many tips there are."""
        async with self.database.read() as rows:
            return int(await rows.scalar(sa.select(sa.func.count()).select_from(tip)) or 0)

    async def doors_open(self, *names: str) -> None:
        """Stations that can receive although nobody works there: enough for whoever only sends."""
        await self.world.doors_open(*names)

    # --- people --------------------------------------------------------------------------------------------------

    def _phone(self, kind: Callable[..., P], user: int, language: str) -> P:
        return kind(self.sandbox, user, user, language, self.quiet)

    async def citizen(self, name: str = "Ba", *, language: str = "vi", **more: str) -> Citizen:
        """Somebody with a phone. Another language than Vietnamese is chosen in the menu."""
        phone = self._phone(Citizen, self.sandbox.person(name, **more), "vi")
        if language != "vi":
            await phone.say("/menu")
            await phone.press("More…")
            await phone.press("Language")
            await phone.press({"en": "English"}[language])
            phone.language = language
        phone.exchanges = 0
        return phone

    async def newcomer(self, station: str, role: Role = Role.OFFICER, name: str = "Đ/c Tư") -> tuple[Officer, str]:
        """Somebody with a phone who holds an invitation: the word of their link."""
        from handlers import effects

        token = secrets.token_urlsafe(16)
        self.world.now = self.now
        await self.world.do(effects.Invite(token, role, station))
        return self._phone(Officer, self.sandbox.person(name), "vi"), f"i{token}"

    async def officer(
        self, station: str, role: Role = Role.OFFICER, *, name: str = "Đ/c Ba", on: bool = True
    ) -> Officer:
        """A member of staff who enrolled in their own chat and, if `on`, opened a shift there.

        Only the first of a station, who needs nobody's approval; `colleague` lets others in.
        """
        phone, word = await self.newcomer(station, role, name)
        await phone.enrol(word, name, PIN)
        await phone.sees("Your PIN is set. You can open your shift now.")
        if on:
            await phone.open_shift(PIN)
        return phone

    async def colleague(
        self, station: str, approver: Officer, role: Role = Role.OFFICER, name: str = "Đ/c Năm"
    ) -> Officer:
        """A second member of a station, let in by the first, both comparing the code."""
        phone, word = await self.newcomer(station, role, name)
        await phone.enrol(word, name, PIN)
        await approver.press("Compare the code")
        await approver.press("The same, approve")
        await phone.open_shift(PIN)
        return phone

    async def group(self, station: str, *members: Phone, title: str = "Trực ban") -> Group:
        """A group with the bot in it, linked to a station by the code's own way."""
        from handlers import effects

        owner = self._phone(Phone, self.sandbox.person("Trưởng nhóm"), "vi")
        given = {"title": title, "owner": owner.user, "bot": "member", "members": [one.user for one in members]}
        chat = self.sandbox.phones.new_group(given)["chat_id"]
        await self.quiet()
        to = Address("telegram", str(chat), "", "", private=False)
        self.world.now = self.now
        await self.world.do(effects.LinkGroup(station, to, ""), by=to)
        return Group(self.sandbox, chat, owner)


@asynccontextmanager
async def open_house(
    url: str,
    keyring: Keyring,
    mode: str = "polling",
    *,
    policy: Policy = POLICY,
    limits: Limits = UNLIMITED,
    alert_chat: str = "",
    start: bool = True,
    sandbox: Sandbox | None = None,
) -> AsyncIterator[House]:
    """The house around a database that has its tables, with the stations of `tests/world.py` and nobody enrolled."""
    database = await Database.open(url)
    try:
        async with sandbox or Sandbox(clock=running_clock(), keep_traffic=200_000) as ground:
            world = World(database, keyring, ground.clock.now(), policy)
            await world.found()
            settings = settings_for(url, keyring_folder(keyring), ground, mode, alert_chat)
            house = House(url, keyring, ground, database, world, mode, policy, limits, settings)
            try:
                if start:
                    await house.start()
                yield house
            finally:
                await house.stop()
    finally:
        await database.close()


def events_under_way(sandbox: Sandbox) -> int:
    """Events of the emulated Zalo that nobody has taken yet."""
    zalo = [one for one in (sandbox.zalo_oa, sandbox.zalo_bot) if one is not None]
    queued = sum(not one.handed_out for one in sandbox.zalo_bot.queue._waiting) if sandbox.zalo_bot else 0
    return queued + sum(len(one.webhook._lanes._waiting) for one in zalo)


def keyring_folder(keyring: Keyring) -> Path:
    return keyring._folder


def settings_for(url: str, folder: Path, sandbox: Sandbox, mode: str, alert_chat: str = "") -> Settings:
    """What an operator would have in the environment."""
    port = free_port() if mode == "webhook" else 0
    more: dict[str, Any] = {}
    if sandbox.zalo_bot is not None:
        more = {
            "zalo_bot_token": sandbox.zalo_bot.settings.token,
            "zalo_bot_api_url": sandbox.zalo_bot_url,
            "zalo_bot_webhook_secret": secrets.token_hex(16) if mode == "webhook" else "",
            "zalo_bot_poll_pause": 0.0,
            "zalo_media_hosts": sandbox.zalo_bot_url,
        }
    return Settings(
        _env_file=None,
        database_url=url,
        keyring=folder,
        telegram_token=sandbox.token,
        telegram_api_url=sandbox.telegram_url,
        telegram_webhook_secret=secrets.token_hex(16) if mode == "webhook" else "",
        public_url=f"http://127.0.0.1:{port}" if mode == "webhook" else "",
        http_port=port,
        alert_chat=alert_chat,
        **more,
    )


__all__ = ["MODES", "POLICY", "House", "member", "open_house", "running_clock"]
