"""Who is there to train with, and how they came: as real people come, by writing and pressing."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from bot.app import App
from bot.channels import zalo_bot, zalo_oa
from bot.sandbox.server import Sandbox
from bot.training import HOME, PIN, POLICY, SCHOOL
from bot.training.looking import Chat, gone, is_keypad, labels, opens_shift, shows, speaks
from content.locales import _
from content.terms import Role
from storage import people
from storage.vault.keyring import Keyring


@dataclass(frozen=True)
class Phone:
    """Somebody on the page; `away`: in the drawer until the phone is added."""

    chat_id: Chat
    title: str
    role: str
    hint: str
    platform: str = "telegram"
    away: bool = False


async def settle(sandbox: Sandbox, app: App) -> list[Phone]:
    """Citizens on every platform, an officer with a PIN, the station's group; the province and the inspectorate have
    officers too.
    """
    citizen = sandbox.person("Út")
    officer = await enlist(sandbox, app, "Nam", Role.HEAD, HOME)
    lan = await enlist(sandbox, app, "Lan", Role.OFFICER, POLICY.province_station)
    thanh = await enlist(sandbox, app, "Thanh", Role.OFFICER, POLICY.inspectorate_station)
    group = await link_group(sandbox, officer)
    mai = await admit(sandbox, app, "Mai", Role.OUTREACH, HOME)
    phuc = await admit(sandbox, app, "Phúc", Role.COMMANDER, POLICY.province_station)
    parents = await subscribe_group(sandbox, citizen)
    sandbox.act(citizen, "send", text="/start")
    ba, tu = sandbox.zalo_person(zalo_oa.NAME, "Ba"), sandbox.zalo_person(zalo_bot.NAME, "Tư")
    for neighbour in (ba, tu):
        sandbox.act(neighbour, "send", text="Xin chào")
    for anybody in (citizen, ba, tu):
        await shows(sandbox, anybody, speaks)
    return [
        Phone(citizen, "Bà con", "nhắn qua Telegram", "Nhắn một câu, như ngoài đời."),
        Phone(ba, "Cô Ba", "nhắn qua Zalo", "Nhắn một câu, như ngoài đời.", zalo_oa.NAME),
        Phone(officer, "Đ/c Nam", "trực ban công an phường", f"Mở ca bằng PIN {PIN}"),
        Phone(group, "Nhóm trực Vĩnh Châu", "nhóm của đơn vị", "Thẻ tin hiện ở đây."),
        Phone(mai, "Đ/c Mai", "cán bộ tuyên truyền", "Soạn đợt mới, rồi gửi duyệt.", away=True),
        Phone(phuc, "Đ/c Phúc", "chỉ huy, người duyệt", "Gõ /tuyentruyen, mở bài chờ duyệt.", away=True),
        Phone(parents, "Phụ huynh Hoa Sen", "nhóm của trường", "Bài đã duyệt tới đây.", away=True),
        Phone(tu, "Cô Tư", "nhắn qua bot trên Zalo", "Không có nút: gõ số.", zalo_bot.NAME, away=True),
        Phone(lan, "Đ/c Lan", "trực ban tỉnh, PC04", f"Mở ca bằng PIN {PIN}", away=True),
        Phone(thanh, "Đ/c Thanh", "thanh tra", f"Mở ca bằng PIN {PIN}", away=True),
    ]


async def enlist(sandbox: Sandbox, app: App, name: str, role: Role, station: str) -> int:
    """Somebody who opens an invitation, says a name and chooses a PIN, as everybody does who reads tips."""
    chat = await invited(sandbox, app, name, role, station)
    await press_pin(sandbox, chat)
    await press_pin(sandbox, chat)
    await shows(sandbox, chat, opens_shift)
    return chat


async def admit(sandbox: Sandbox, app: App, name: str, role: Role, station: str) -> int:
    """Somebody of prevention, who needs no PIN: their desk is open."""
    chat = await invited(sandbox, app, name, role, station)
    asked = await shows(sandbox, chat, lambda message: labels(message) == [_("Prevention messages")])
    sandbox.act(chat, "press", message_id=asked["id"], text=labels(asked)[0])
    await gone(sandbox, chat, asked)
    return chat


async def invited(sandbox: Sandbox, app: App, name: str, role: Role, station: str) -> int:
    """Somebody who opened an invitation and said a name."""
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
    await shows(sandbox, chat, speaks)
    sandbox.act(chat, "send", text=name)
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


async def subscribe_group(sandbox: Sandbox, owner: int) -> int:
    """The parents of a school, by the link on its poster; whoever runs the group agrees."""
    made = sandbox.phones.new_group({"title": "Phụ huynh Hoa Sen", "owner": owner})
    group = int(made["chat_id"])
    sandbox.act(group, "join", by=owner, bot=True, start=SCHOOL)
    asked = await shows(sandbox, group, lambda message: _("We agree") in labels(message))
    sandbox.act(group, "press", by=owner, message_id=asked["id"], text=_("We agree"))
    await gone(sandbox, group, asked)
    return group
