"""The link by which a contact is asked to pass posts on: the target, the last day, and a code that nobody else can make.

Nothing is stored of a link: it says itself for what it is good.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import date, timedelta
from hmac import compare_digest

from storage.targets import ID
from storage.vault.keyring import Keyring
from storage.vault.keys import framed

LIFE = timedelta(days=30)
DAY_DIGITS, CODE_LETTERS = 6, 16
HEAD = 1 + DAY_DIGITS + CODE_LETTERS


def make(keyring: Keyring, target: str, today: date) -> str:
    """The word behind `/start`: at most 63 signs."""
    day = f"{(today + LIFE).toordinal():0{DAY_DIGITS}d}"
    return f"r{day}{_code(keyring, target, day)}{target}"


def target_of(keyring: Keyring, word: str, today: date) -> str | None:
    """The target of a word; None for one that is forged or has had its time."""
    day, code, target = word[1 : 1 + DAY_DIGITS], word[1 + DAY_DIGITS : HEAD], word[HEAD:]
    if not word.startswith("r") or not day.isascii() or not day.isdigit() or not ID.fullmatch(target):
        return None
    if int(day) < today.toordinal() or not compare_digest(code.encode(), _code(keyring, target, day).encode()):
        return None
    return target


def _code(keyring: Keyring, target: str, day: str) -> str:
    tag = keyring.lookup_pepper.tag("relay link", framed(target.encode(), day.encode()), CODE_LETTERS * 6 // 8)
    return urlsafe_b64encode(tag).decode()
