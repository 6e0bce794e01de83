"""Scenes that together use every method, every kind of message and every kind of update of the emulated Telegram."""

import struct
from typing import Any

from aiogram import Bot
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    CopyTextButton,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    InputPollOption,
    KeyboardButton,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from bot.sandbox.platform import Upload
from bot.sandbox.server import Sandbox

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 640, 480)
PICTURE = Upload("anh.png", "image/png", PNG)
SPEECH = Upload("loi.ogg", "audio/ogg", b"OggS....")
PAPER = Upload("giay.pdf", "application/pdf", b"%PDF-1.7")
KEYS = InlineKeyboardMarkup(
    inline_keyboard=[
        [InlineKeyboardButton(text="Gửi ngay", callback_data="go"), InlineKeyboardButton(text="113", url="tel.vn")],
        [InlineKeyboardButton(text="Chép mã", copy_text=CopyTextButton(text="ba bốn"))],
    ]
)
ALL_KINDS = [
    "message", "edited_message", "channel_post", "edited_channel_post", "callback_query",
    "my_chat_member", "chat_member", "poll", "poll_answer",
]  # fmt: skip


def citizen(sandbox: Sandbox, name: str = "Ba") -> int:
    """A person who has started the bot."""
    person = sandbox.person(name)
    sandbox.act(person, "send", text="/start")
    return person


def group(sandbox: Sandbox, owner: int, **more: Any) -> int:
    return int(sandbox.phones.new_group({"title": "Công an xã", "owner": owner, **more})["chat_id"])


async def everything_people_say(bot: Bot, sandbox: Sandbox) -> None:
    ba = sandbox.person("Ba", last_name="Trần", username="ba_tran")
    sandbox.act(ba, "send", text="/start abc")
    sandbox.act(ba, "send", text="xem https://vneid.gov.vn và @duongday_tap_huan_bot #tin")
    sandbox.act(ba, "send", text="dài " * 1500)
    sandbox.act(ba, "send", location={"latitude": 9.6, "longitude": 105.97})
    sandbox.act(ba, "send", contact={"phone_number": "+84900000000", "first_name": "Tư"})
    sandbox.act(ba, "send", sticker="😀")
    for kind, upload in [("photo", PICTURE), ("voice", SPEECH), ("document", PAPER), ("audio", SPEECH)]:
        sandbox.act(ba, "send", upload, kind=kind, caption="đây ạ")
    for kind in ("video", "animation", "video_note"):
        sandbox.act(ba, "send", Upload("quay.mp4", "video/mp4", b"mp4"), kind=kind, duration=7)
    sandbox.act(ba, "send", PICTURE, PICTURE, PICTURE, kind="photo", caption="ba tấm", spoiler=True)
    first = sandbox.act(ba, "send", text="người bán ở chợ")["message_id"]
    sandbox.act(ba, "edit", message_id=first, text="người bán ở bến xe")
    sandbox.act(ba, "send", text="như trên", reply_to=first)
    nam = citizen(sandbox, "Năm")
    own = sandbox.act(nam, "send", text="tôi thấy")["message_id"]
    for hide in (False, True):
        sandbox.act(ba, "forward", from_chat_id=nam, message_id=own, hide=hide)
    sandbox.act(ba, "delete", message_id=first)
    sandbox.act(ba, "block")
    sandbox.act(ba, "unblock")


async def everything_the_bot_says(bot: Bot, sandbox: Sandbox) -> None:
    ba = citizen(sandbox)
    hello = await bot.send_message(
        ba,
        '<b>Chào</b> <i>bạn</i> <a href="https://vneid.gov.vn">VNeID</a> <tg-spoiler>kín</tg-spoiler> <code>mã</code>',
        parse_mode="HTML",
        reply_markup=KEYS,
        protect_content=True,
        disable_notification=True,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    keyboard = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Gửi vị trí", request_location=True)]])
    await bot.send_message(ba, "Ở đâu?", reply_markup=keyboard)
    await bot.send_message(ba, "Thôi", reply_markup=ReplyKeyboardRemove())
    await bot.send_message(
        ba, "Viết đi", reply_markup=ForceReply(), reply_parameters=ReplyParameters(message_id=hello.message_id)
    )
    photo = await bot.send_photo(ba, BufferedInputFile(PNG, "a.png"), caption="ảnh", has_spoiler=True)
    assert photo.photo
    await bot.send_photo(ba, photo.photo[-1].file_id)
    await bot.send_voice(ba, BufferedInputFile(b"OggS", "a.ogg"), duration=3)
    await bot.send_video(ba, BufferedInputFile(b"mp4", "a.mp4"), width=640, height=360, duration=3)
    document = await bot.send_document(
        ba, BufferedInputFile(b"%PDF", "a.pdf"), caption="<b>giấy</b>", parse_mode="HTML"
    )
    await bot.send_audio(ba, BufferedInputFile(b"mp3", "a.mp3"))
    await bot.send_media_group(ba, [InputMediaPhoto(media=BufferedInputFile(PNG, "1.png")) for _ in range(3)])
    await bot.send_location(ba, 9.6, 105.97)
    await bot.send_contact(ba, "+84113", "Công an")
    await bot.send_chat_action(ba, "typing")
    await bot.copy_message(ba, ba, photo.message_id, caption="chép")
    await bot.edit_message_text("Xin <b>chào</b>", chat_id=ba, message_id=hello.message_id, parse_mode="HTML")
    await bot.edit_message_reply_markup(chat_id=ba, message_id=hello.message_id, reply_markup=KEYS)
    await bot.edit_message_caption(chat_id=ba, message_id=photo.message_id, caption="khác")
    media = InputMediaPhoto(media=BufferedInputFile(PNG, "2.png"), caption="mới", has_spoiler=True)
    await bot.edit_message_media(media, chat_id=ba, message_id=photo.message_id)
    assert document.document
    file = await bot.get_file(document.document.file_id)
    assert file.file_path
    downloaded = await bot.download_file(file.file_path)
    assert downloaded
    assert downloaded.read() == b"%PDF"
    await bot.pin_chat_message(ba, hello.message_id)
    await bot.delete_message(ba, photo.message_id)
    await bot.delete_messages(ba, [document.message_id, 999])


async def presses(bot: Bot, sandbox: Sandbox) -> None:
    ba = citizen(sandbox)
    card = await bot.send_message(ba, "Chọn", reply_markup=KEYS)
    pressed = sandbox.act(ba, "press", message_id=card.message_id, text="Gửi ngay")
    await bot.answer_callback_query(pressed["callback_query_id"], text="Đã gửi", show_alert=True)
    forged = sandbox.act(ba, "press", message_id=card.message_id, data="forged:1")
    await bot.answer_callback_query(forged["callback_query_id"])
    assert sandbox.act(ba, "press", message_id=card.message_id, text="113") == {"url": "tel.vn"}
    assert sandbox.act(ba, "press", message_id=card.message_id, text="Chép mã") == {"copied": "ba bốn"}


async def groups_and_topics(bot: Bot, sandbox: Sandbox) -> None:
    chief, officer = citizen(sandbox, "Sáu"), sandbox.person("Bảy")
    room = group(sandbox, chief, members=[officer])
    sandbox.act(room, "join", by=chief, bot=True, start="abc")
    sandbox.act(room, "send", by=officer, text="/nhan")
    sandbox.act(room, "promote", by=chief, bot=True)
    sandbox.act(room, "leave", by=officer)
    sandbox.act(room, "join", by=chief, user_id=officer)
    sandbox.act(room, "promote", by=chief, user_id=officer, rights={"is_anonymous": True})
    sandbox.act(room, "send", by=officer, text="tôi ẩn danh")
    new = sandbox.act(room, "migrate", by=chief, forum=True)["chat_id"]
    sandbox.act(new, "promote", by=chief, bot=True)
    topic = await bot.create_forum_topic(new, "Tin 12", icon_color=9367192)
    card = await bot.send_message(new, "Thẻ", message_thread_id=topic.message_thread_id)
    sandbox.act(new, "send", by=officer, text="đang đi", topic=topic.message_thread_id)
    sandbox.act(new, "send", by=officer, text="rồi", reply_to=card.message_id, topic=topic.message_thread_id)
    await bot.edit_forum_topic(new, topic.message_thread_id, name="Tin 12 xong")
    await bot.close_forum_topic(new, topic.message_thread_id)
    await bot.reopen_forum_topic(new, topic.message_thread_id)
    await bot.pin_chat_message(new, card.message_id)
    await bot.delete_forum_topic(new, topic.message_thread_id)
    await bot.get_chat(new)
    await bot.get_chat_member(new, officer)
    await bot.get_chat_member(new, bot.id)
    await bot.get_chat_member(new, sandbox.person("Lạ"))
    await bot.get_chat_administrators(new)
    assert await bot.get_chat_member_count(new) == 3
    sandbox.act(new, "restrict", by=chief, bot=True)
    sandbox.act(new, "join", by=chief, bot=True)
    await bot.leave_chat(new)
    sandbox.act(new, "join", by=chief, bot=True)
    sandbox.act(new, "kick", by=chief, bot=True)


async def channels_and_polls(bot: Bot, sandbox: Sandbox) -> None:
    ba = citizen(sandbox)
    channel = group(sandbox, ba, kind="channel", username="cong_an_tinh", bot="administrator")
    post = sandbox.act(channel, "send", by=ba, text="Thông báo")["message_id"]
    sandbox.act(channel, "edit", by=ba, message_id=post, text="Thông báo số 2")
    sandbox.act(ba, "forward", from_chat_id=channel, message_id=post)
    await bot.send_message("@cong_an_tinh", "Tuyên truyền")
    for anonymous in (True, False):
        poll = await bot.send_poll(
            ba, "Rõ chưa?", [InputPollOption(text="Rõ"), InputPollOption(text="Chưa")], is_anonymous=anonymous
        )
        sandbox.act(ba, "vote", message_id=poll.message_id, options=[1])
        await bot.stop_poll(ba, poll.message_id)


async def the_bots_own_profile(bot: Bot, sandbox: Sandbox) -> None:
    await bot.get_me()
    await bot.set_my_name("Đường dây")
    await bot.set_my_description("Báo tin kín")
    await bot.set_my_short_description("Báo tin", language_code="vi")
    await bot.set_my_commands([BotCommand(command="start", description="Bắt đầu")])
    assert (await bot.get_my_name()).name == "Đường dây"
    assert (await bot.get_my_description()).description == "Báo tin kín"
    assert (await bot.get_my_short_description(language_code="vi")).short_description == "Báo tin"
    assert [command.command for command in await bot.get_my_commands()] == ["start"]
    await bot.delete_my_commands()
    await bot.get_webhook_info()


SCENES = [
    everything_people_say,
    everything_the_bot_says,
    presses,
    groups_and_topics,
    channels_and_polls,
    the_bots_own_profile,
]
