"""`hotline qr`: posters to print, with codes that carry the commune, or the school or place whose group is to subscribe."""

from __future__ import annotations

import asyncio
import re
import time
from pathlib import Path
from typing import Annotated

import typer
from telegram.error import TelegramError

from bot.channels.telegram.outbound import Telegram
from bot.cli.place import place, today
from bot.cli.terminal import Wrong, say
from bot.house import known_ground
from bot.settings import Settings
from content.areas.atlas import Version
from content.locales import _
from content.numbers import live
from content.policy import Policy
from handlers.citizen.start import POSTER
from handlers.papers.poster import Code, Poster, Sheet, pdf
from storage import targets
from storage.targets import Target

BOT = re.compile(r"[A-Za-z0-9_]{5,32}")


def command(
    area: Annotated[str, typer.Option("--area", help=_("Code of a commune: a poster to report by."))] = "",
    target: Annotated[str, typer.Option("--target", help=_("Id of a school or place: for its group."))] = "",
    bot: Annotated[str, typer.Option("--bot", help=_("The bot's name, where Telegram can't be asked."))] = "",
    zalo: Annotated[str, typer.Option("--zalo", help=_("Link to the account on Zalo, https://zalo.me/..."))] = "",
    out: Annotated[Path, typer.Option("--out", help=_("The folder for the files."))] = Path(),
) -> None:
    if bool(area) == bool(target):
        raise Wrong(_("Say one of the two: --area or --target."))
    if not out.is_dir():
        raise Wrong(_("There is no folder {folder}.").format(folder=out))
    asyncio.run(carry_out(area, target, bot.removeprefix("@"), zalo, out, time.time()))


async def carry_out(area: str, target: str, bot: str, zalo: str, out: Path, now: float) -> None:
    """Two files: A4 and A6."""
    async with place() as here:
        name, day = bot or await bot_name(here.settings), today(now, here.policy)
        if not BOT.fullmatch(name):
            raise Wrong(_("“{name}” is no name of a bot on Telegram.").format(name=name))
        if zalo and not zalo.startswith("https://"):
            raise Wrong(_("The link to Zalo begins with https://."))
        zalo = zalo or here.settings.zalo_bot_link
        if area:
            version = (await known_ground(here.database)).atlas.by_code(area, day)
            if version is None or version.type.level != 3:
                raise Wrong(_("{code} is no commune of today.").format(code=area))
            poster = of_area(here.policy, version, name, zalo, now)
        else:
            async with here.database.read() as rows:
                found = await targets.get(rows, here.keyring, target)
            if found is None or not found.holds_on(day):
                raise Wrong(_("There is no {target}. First: hotline targets import").format(target=target))
            poster = of_target(here.policy, found, name, now)
    for sheet in Sheet:
        file = out / f"{area or target}-{sheet.name.lower()}.pdf"
        file.write_bytes(pdf(poster, sheet))
        say(str(file))


async def bot_name(settings: Settings) -> str:
    """As Telegram says it now. Raises Wrong where it does not."""
    token = settings.telegram_token.get_secret_value()
    if not token:
        raise Wrong(_("Without HOTLINE_TELEGRAM_TOKEN say the bot's name: --bot NAME"))
    telegram = Telegram(token, api_url=settings.telegram_api_url, proxy=settings.to_telegram)
    try:
        return (await telegram.me()).username
    except TelegramError:
        raise Wrong(_("Telegram does not answer; say the bot's name: --bot NAME")) from None
    finally:
        await telegram.close()


def of_area(policy: Policy, version: Version, name: str, zalo: str, now: float) -> Poster:
    """To report by: each code brings the commune along, and the chat asks whether it is meant."""
    word = f"{POSTER}{version.code}"
    codes = [Code(f"Telegram · @{name}", f"https://t.me/{name}?start={word}")]
    if zalo:
        codes.append(Code("Zalo", zalo, _("then type: /start {word}").format(word=word)))
    lines = (
        _("Saw something about drugs? One line is enough."),
        _("No name, no number. Officers on duty read it, and don't see who wrote."),
    )
    return Poster(policy.bot_title, version.name, lines, tuple(codes), _alarm(now), _truth(), _foot(policy, name))


def of_target(policy: Policy, target: Target, name: str, now: float) -> Poster:
    """For whoever runs the group of a school or place."""
    codes = (Code(f"Telegram · @{name}", f"https://t.me/{name}?startgroup={target.id}"),)
    lines = (
        _("For whoever runs the group: scan, choose the group, press “We agree”."),
        _("Messages against drugs, {n} a week at most. The bot reads nothing there.").format(n=policy.messages_a_week),
        _("Or type in the group: /dangky {code} · to stop: /dung").format(code=target.id),
    )
    return Poster(policy.bot_title, target.name, lines, codes, _alarm(now), _truth(), _foot(policy, name))


def _alarm(now: float) -> str:
    numbers = live(now)
    if "police" not in numbers:
        raise Wrong(_("The number to call in danger has had its time: look at content/numbers."))
    return _("Danger: call {number}").format(number=numbers["police"].digits)


def _truth() -> str:
    return _("The true channel never asks for a name, a phone number, an OTP or money.")


def _foot(policy: Policy, name: str) -> tuple[str, ...]:
    return (
        _("{agency}. The one true name: {title}, @{name}.").format(
            agency=policy.agency, title=policy.bot_title, name=name
        ),
        _("Look at the code each month: if another is stuck over it, take it off and tell the commune police."),
    )
