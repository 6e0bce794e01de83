"""A link into the bot's private chat, or the words to type there while the platform can't be asked for the bot's name."""

from __future__ import annotations

from telegram.error import TelegramError

from bot.channels.telegram.outbound import Telegram
from bot.settings import Settings
from content.locales import _
from handlers.here import Facts


async def link(settings: Settings, word: str) -> str:
    """`https://t.me/<bot>?start=<word>`, or a sentence with `/start <word>`."""
    token = settings.telegram_token.get_secret_value()
    if token:
        telegram = Telegram(token, api_url=settings.telegram_api_url, proxy=settings.to_telegram)
        try:
            return Facts("Telegram", bot_name=(await telegram.me()).username).link(word)
        except TelegramError:
            pass  # the sentence below serves as well, and doctor says what is wrong
        finally:
            await telegram.close()
    return _("send the bot this line: /start {word}").format(word=word)
