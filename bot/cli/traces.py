"""Marks that no chance produces, and every form in which one could lie on a disk."""

from __future__ import annotations

import secrets
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass

from content.locales import _

SKIPPED = (0, 2, 3)  # first characters of base64 that depend on the 0, 1 or 2 bytes before
INTEGER_BYTES = 8


@dataclass(frozen=True)
class Mark:
    """A text that only this citizen has; `name` says what it is to the operator."""

    name: str
    text: str
    key: str = ""


def new_marks() -> list[Mark]:
    """One for each way in which somebody shows who they are or what they told."""

    def sign() -> str:
        return "".join(secrets.choice("bcdfghjklmnpqrstvwxz") for _letter in range(10))

    phone = "97" + "".join(secrets.choice("0123456789") for _digit in range(7))
    return [
        Mark(_("first name"), sign(), "first"),
        Mark(_("last name"), sign(), "last"),
        Mark(_("user name"), sign(), "username"),
        Mark(_("phone number"), phone, "phone"),
        Mark(_("name of who was forwarded"), sign(), "friend"),
        Mark(_("forwarded text"), sign(), "heard"),
        Mark(_("story"), sign(), "story"),
        Mark(_("name of the file"), sign(), "file"),
        Mark(_("content of the file"), sign(), "content"),
    ]


def found_in(content: bytes, marks: Iterable[Mark]) -> list[str]:
    """The names of the marks that stand in some bytes, in any form."""
    return [mark.name for mark in marks if any(form in content for form in forms(mark.text))]


def forms(text: str) -> set[bytes]:
    """A text as UTF-8, UTF-16, hexadecimal and base64; a number also as 8 bytes."""
    plain = text.encode()
    found = {plain, text.encode("utf-16-le"), plain.hex().encode(), plain.hex().upper().encode()}
    for before, skipped in enumerate(SKIPPED):  # base64 depends on where in a group of three bytes the text begins
        coded = b64encode(b"\0" * before + plain).rstrip(b"=")
        found.add(coded[skipped:-1])
    if text.isdigit():
        found |= {int(text).to_bytes(INTEGER_BYTES, order) for order in ("big", "little")}
    return found
