"""The training ground as one thing to start: emulated platforms, the running app, phones in a page."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from nacl.public import PrivateKey
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from bot.app import App
from bot.limits import Limits, Window
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.training import PIN, POLICY, SCHOOL
from bot.training.consoles import settings_of
from bot.training.looking import WAIT_S
from bot.training.people import Phone, settle
from bot.training.targets import every_target
from bot.training.zalo import ACCOUNT, BOT, deliver, log_in
from content.areas import shipped
from content.areas.atlas import AreaType
from content.locales import DEFAULT, speaking
from content.terms import StationKind
from storage import migrations, stations, targets
from storage.engine import Database
from storage.stations import Station
from storage.vault.keyring import Keyring
from storage.vault.recovery import Circle, new_recovery

NAME, USERNAME = "Xóm Bình An", "xom_binh_an_bot"
LIMITS = Limits(overall=Window(200, 1.0), private=Window(20, 1.0))
"""The emulated platforms are patient; a group keeps its real limit, so that a flood looks as it will."""


class Given(Settings):
    """Settings that nobody's environment has a say in: no proxy, token or address of real operation gets in here."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003  named by the library
        init_settings: PydanticBaseSettingsSource,
        *_others: Any,
        **_more: Any,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)


@asynccontextmanager
async def training_ground(folder: Path, *, port: int = 0) -> AsyncIterator[Sandbox]:
    """The sandbox and the running app; the phones are ready when the block begins. OSError where the port is taken."""
    policy = replace(POLICY, page_url=f"http://127.0.0.1:{free_port()}")
    async with Sandbox(telegram_port=port, username=USERNAME, zalo_oa=ACCOUNT, zalo_bot=BOT) as sandbox:
        sandbox.telegram.bot.first_name = NAME
        settings = settings_for(folder, sandbox, urlsplit(policy.page_url).port or 0)
        await found(settings, sandbox.clock.now())
        await log_in(sandbox, settings)
        async with App.open(settings, clock=sandbox.clock.now, limits=LIMITS, policy=policy, poll_s=20) as app:
            running = asyncio.create_task(app.run())
            try:
                with speaking(DEFAULT):  # the bot speaks to staff in Vietnamese, whatever the operator reads
                    await asyncio.wait_for(app.ready.wait(), WAIT_S)
                    await deliver(sandbox, app)
                    phones = await settle(sandbox, app)
                sandbox.api.demo = page(phones)
                yield sandbox
            finally:
                app.stopping.set()
                await running


def settings_for(folder: Path, sandbox: Sandbox, http_port: int = 0) -> Settings:
    """What an operator would have in the environment. Telegram and the bot on Zalo are polled."""
    return Given.model_validate(
        {
            **settings_of(sandbox),
            "database_url": f"sqlite:///{folder / 'hotline.db'}",
            "keyring": folder / "keyring",
            "http_port": http_port,
            "zalo_bot_poll_pause": 0.0,
        }
    )


def free_port() -> int:
    """A port that nobody listens on: the page's address must be known before the house is built."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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
            await targets.save(rows, keyring, every_target(today(now)))
            for circle in Circle:
                if await stations.recovery_public(rows, keyring, circle) is None:
                    await stations.set_recovery(rows, keyring, circle, new_recovery(circle).public)
    finally:
        await database.close()


def today(now: float) -> date:
    """The day where people train."""
    return datetime.fromtimestamp(now + POLICY.utc_offset, UTC).date()


def every_station(now: float) -> list[Station]:
    """The provincial desk, the inspectorate, and the police of each commune of today."""
    communes = [one for one in shipped().on(today(now)).values() if one.type in (AreaType.WARD, AreaType.COMMUNE)]
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


def page(phones: list[Phone]) -> dict[str, Any]:
    """What the page shows beside the phones."""
    return {
        "title": NAME,
        "phones": [asdict(one) for one in phones],
        "secrets": [{"label": "PIN của cán bộ", "value": PIN}],
        "links": [{"label": "Đường dẫn cho nhóm của trường", "url": f"https://t.me/{USERNAME}?startgroup={SCHOOL}"}],
    }
