"""Keyboards under a message, checked as the server checks them."""

import re
from collections.abc import Mapping
from typing import Any

from bot.sandbox.platform import Json
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.params import Params

_DATA_BYTES = 64
_COPY_LENGTH = 256
_BUTTONS = 100
_LINK = re.compile(r"(https?://|tg://)\S+|[\w-]+(\.[\w-]+)+(/\S*)?")
_ACTIONS = ("callback_data", "url", "copy_text", "switch_inline_query", "switch_inline_query_current_chat", "login_url")


def inline_keyboard(p: Params) -> Json | None:
    """The inline keyboard of a call, or None; other keyboards are refused where only an inline one may stand."""
    markup = p.mapping("reply_markup", "reply keyboard markup")
    if not markup:
        return None
    if "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    return _inline(markup)


def keyboards(p: Params) -> tuple[Json | None, Json | None]:
    """(inline keyboard, reply keyboard or its removal or a forced reply): at most one of them is there."""
    markup = p.mapping("reply_markup", "reply keyboard markup")
    if not markup:
        return None, None
    if "inline_keyboard" in markup:
        return _inline(markup), None
    if "keyboard" in markup:
        return None, {**markup, "keyboard": [[_plain(button) for button in row] for row in _rows(markup, "keyboard")]}
    if "remove_keyboard" in markup or "force_reply" in markup:
        return None, dict(markup)
    raise bad_request("object expected as reply markup")


def _inline(markup: Mapping[str, Any]) -> Json | None:
    rows = _rows(markup, "inline_keyboard")
    if sum(map(len, rows)) > _BUTTONS:
        raise bad_request("reply markup is too long")
    checked = [[_button(button) for button in row] for row in rows if row]
    return {"inline_keyboard": checked} if checked else None


def _rows(markup: Mapping[str, Any], field: str) -> list[list[Any]]:
    rows = markup[field]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{field}" of the reply markup must be an Array of Arrays')
    return rows


def _button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    if not isinstance(button.get("text"), str):
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    if not button["text"].strip():
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be non-empty')
    if not any(button.get(action) not in (None, "") for action in _ACTIONS):
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(str(button.get("callback_data") or "").encode()) > _DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if button.get("url") and not _LINK.fullmatch(str(button["url"])):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    copied = button.get("copy_text")
    if copied is not None and not (isinstance(copied, dict) and 0 < len(str(copied.get("text", ""))) <= _COPY_LENGTH):
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    return {name: value for name, value in button.items() if value is not None}


def _plain(button: Any) -> Json:
    """A button of a reply keyboard; a bare string is one too."""
    if isinstance(button, str):
        return {"text": button}
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request("can't parse keyboard button: KeyboardButton must be an Object")
    return dict(button)
