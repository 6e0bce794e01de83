"""A province to train in: the real bot on an emulated Telegram, with stations, an officer, a group, made by pressing real buttons.

Nothing is put into the database that a person could not have put there in chat, but for what `init` and `stations import` do in
real operation: the stations, the recovery keys and the first invitations.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nacl.public import PrivateKey

from bot.app import App
from bot.limits import Limits, Window
from bot.sandbox.server import Sandbox
from bot.settings import Settings, load
from content.areas import shipped
from content.areas.atlas import AreaType
from content.locales import DEFAULT, _, speaking
from content.policy import Policy
from content.terms import Role, StationKind
from storage import migrations, people, stations
from storage.engine import Database
from storage.stations import Station
from storage.vault.keyring import Keyring
from storage.vault.recovery import Circle, new_recovery

PIN = "482913"
HOME = "31783"
"""Phường Vĩnh Châu: its officer and its group are on the page."""
WAIT_S = 30.0
STEP_S = 0.02

NAME, USERNAME = "Xóm Bình An", "xom_binh_an_bot"
LIMITS = Limits(overall=Window(200, 1.0), private=Window(20, 1.0))
"""The emulated Telegram is patient; a group keeps its real limit, so that a flood looks as it will."""
POLICY = Policy(card_wait_from=0.0, card_wait_to=0.0, training=True)


@dataclass(frozen=True)
class Phone:
    """Somebody on the page."""

    chat: int
    title: str
    role: str
    hint: str


@asynccontextmanager
async def training_ground(folder: Path, *, port: int = 0) -> AsyncIterator[Sandbox]:
    """The sandbox and the running app; the phones are ready when the block begins. OSError where the port is taken."""
    async with Sandbox(telegram_port=port, username=USERNAME) as sandbox:
        sandbox.telegram.bot.first_name = NAME
        settings = load(
            _env_file=None,
            database_url=f"sqlite:///{folder / 'hotline.db'}",
            keyring=folder / "keyring",
            telegram_token=sandbox.token,
            telegram_api_url=sandbox.telegram_url,
            http_port=0,
        )
        await found(settings, sandbox.clock.now())
        async with App.open(settings, clock=sandbox.clock.now, limits=LIMITS, policy=POLICY, poll_s=20) as app:
            running = asyncio.create_task(app.run())
            try:
                with speaking(DEFAULT):  # the bot speaks to staff in Vietnamese, whatever the operator reads
                    phones = await settle(sandbox, app)
                sandbox.api.demo = page(phones)
                yield sandbox
            finally:
                app.stopping.set()
                await running


async def found(settings: Settings, now: float) -> None:
    """Schema, keyring, stations and recovery keys whose shares nobody keeps: it is all for training."""
    if not settings.keyring.exists():
        settings.keyring.parent.mkdir(parents=True, exist_ok=True)
        Keyring.create(settings.keyring, now, bytes(PrivateKey.generate().public_key))
    keyring = Keyring.open(settings.keyring)
    database = await Database.open(settings.database_url.get_secret_value())
    try:
        await migrations.upgrade(database)
        async with database.write() as rows:
            await stations.save(rows, every_station(now))
            for circle in Circle:
                if await stations.recovery_public(rows, keyring, circle) is None:
                    await stations.set_recovery(rows, keyring, circle, new_recovery(circle).public)
    finally:
        await database.close()


def every_station(now: float) -> list[Station]:
    """The provincial desk, the inspectorate, and the police of each commune of today."""
    today = datetime.fromtimestamp(now + POLICY.utc_offset, UTC).date()
    communes = [one for one in shipped().on(today).values() if one.type in (AreaType.WARD, AreaType.COMMUNE)]
    return [
        Station(POLICY.province_station, "PC04", StationKind.PROVINCE, training=True),
        Station(POLICY.inspectorate_station, "Thanh tra", StationKind.INSPECTORATE, training=True),
        *(
            Station(
                one.code, f"Công an {one.name}", StationKind.COMMUNE, one.area, POLICY.province_station, training=True
            )
            for one in communes
        ),
    ]


async def settle(sandbox: Sandbox, app: App) -> list[Phone]:
    """A citizen, an officer with a PIN, the station's group; the province and the inspectorate have officers too."""
    citizen = sandbox.person("Út")
    officer = await enlist(sandbox, app, "Nam", Role.HEAD, HOME)
    for name, station in (("Lan", POLICY.province_station), ("Thanh", POLICY.inspectorate_station)):
        await enlist(sandbox, app, name, Role.OFFICER, station)
    group = await link_group(sandbox, officer)
    sandbox.act(citizen, "send", text="/start")
    await shows(sandbox, citizen, lambda message: bool(message.get("buttons")))
    return [
        Phone(citizen, "Bà con", "nhắn tin riêng", "Nhắn một câu, như ngoài đời."),
        Phone(officer, "Đ/c Nam", "trực ban công an phường", f"Mở ca bằng PIN {PIN}"),
        Phone(group, "Nhóm trực Vĩnh Châu", "nhóm của đơn vị", "Thẻ tin hiện ở đây."),
    ]


async def enlist(sandbox: Sandbox, app: App, name: str, role: Role, station: str) -> int:
    """Somebody who opens an invitation, says a name and chooses a PIN, as everybody does."""
    token = secrets.token_urlsafe(16)
    keyring = Keyring.open(app.settings.keyring)
    async with app.database.write() as rows:
        await people.add_invite(
            rows,
            token=people.invite_tag(keyring, token),
            role=role,
            station=station,
            expires_at=int((app.clock() + POLICY.invite_life) * 1e6),
        )
    chat = sandbox.person(name)
    sandbox.act(chat, "send", text=f"/start i{token}")
    await shows(sandbox, chat, lambda message: bool(message.get("text")))
    sandbox.act(chat, "send", text=name)
    await press_pin(sandbox, chat)
    await press_pin(sandbox, chat)
    await shows(sandbox, chat, opens_shift)
    return chat


async def press_pin(sandbox: Sandbox, chat: int) -> None:
    """Six presses on the keypad that is shown now."""
    shown = await shows(sandbox, chat, is_keypad)
    for digit in PIN:
        sandbox.act(chat, "press", message_id=shown["id"], text=digit)
    await gone(sandbox, chat, shown)


async def link_group(sandbox: Sandbox, officer: int) -> int:
    """The station's group, linked by its head during a shift, which is locked again for whoever tries the page."""
    door = await shows(sandbox, officer, opens_shift)
    sandbox.act(officer, "press", message_id=door["id"], text=labels(door)[0])
    await press_pin(sandbox, officer)
    await shows(sandbox, officer, lambda message: _("Lock shift") in labels(message))
    made = sandbox.phones.new_group({"title": "Trực ban Vĩnh Châu", "owner": officer, "bot": "member"})
    group = int(made["chat_id"])
    sandbox.act(group, "send", by=officer, text=f"/noi {HOME}")
    asked = await shows(sandbox, group, lambda message: len(labels(message)) == 2)
    sandbox.act(group, "press", by=officer, message_id=asked["id"], text=labels(asked)[0])
    await gone(sandbox, group, asked)
    sandbox.act(officer, "send", text="/khoa")
    return group


async def shows(sandbox: Sandbox, chat: int, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """The newest message of a chat that is as wanted; TimeoutError where none comes."""
    async with asyncio.timeout(WAIT_S):
        while True:
            for message in reversed(sandbox.shown(chat)):
                if not message.get("deleted") and wanted(message):
                    return message
            await asyncio.sleep(STEP_S)


async def gone(sandbox: Sandbox, chat: int, shown: dict[str, Any]) -> None:
    """Wait until a message no longer asks what it asked; TimeoutError where it goes on."""
    async with asyncio.timeout(WAIT_S):
        while any(stands(message, shown) for message in sandbox.shown(chat)):  # noqa: ASYNC110  nobody rings for an edit
            await asyncio.sleep(STEP_S)


def labels(message: dict[str, Any]) -> list[str]:
    """What the buttons of a message say."""
    return [button["text"] for row in message.get("buttons") or () for button in row]


def stands(message: dict[str, Any], shown: dict[str, Any]) -> bool:
    """Whether a message still shows what it showed."""
    return message["id"] == shown["id"] and not message.get("deleted") and labels(message) == labels(shown)


def is_keypad(message: dict[str, Any]) -> bool:
    return set("0123456789") <= set(labels(message))


def opens_shift(message: dict[str, Any]) -> bool:
    return labels(message) == [_("Open shift")]


def page(phones: list[Phone]) -> dict[str, Any]:
    """What the page shows beside the phones."""
    return {
        "title": NAME,
        "phones": [
            {"chat_id": one.chat, "title": one.title, "role": one.role, "hint": one.hint, "platform": "telegram"}
            for one in phones
        ],
        "secrets": [{"label": "PIN của đ/c Nam", "value": PIN}],
        "links": [],
    }
