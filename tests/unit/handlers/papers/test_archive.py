"""The ZIP: it opens with its password and with nothing else."""

from __future__ import annotations

import io

import pytest
import pyzipper

from handlers.papers.archive import locked
from handlers.triage.export_rules import LETTERS, new_password

FILES = {"T-7K2Q.docx": b"paper" * 100, "T-7K2Q-1.jpg": b"\xff\xd8\xff" + bytes(100)}


def read(content: bytes, password: str | None) -> dict[str, bytes]:
    with pyzipper.AESZipFile(io.BytesIO(content)) as archive:
        if password is not None:
            archive.setpassword(password.encode())
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_password_opens_every_file() -> None:
    assert read(locked(FILES, "abcd-efgh"), "abcd-efgh") == FILES


@pytest.mark.parametrize("password", [None, "", "abcd-efgi", "ABCD-EFGH"])
def test_without_it_nothing_opens_and_nothing_can_be_read_in_the_bytes(password: str | None) -> None:
    content = locked(FILES, "abcd-efgh")
    assert b"paper" not in content
    with pytest.raises(RuntimeError):
        read(content, password)


def test_it_is_sealed_with_aes_and_not_with_the_old_cipher() -> None:
    with pyzipper.AESZipFile(io.BytesIO(locked(FILES, "abcd-efgh"))) as archive:
        assert {one.wz_aes_strength for one in archive.infolist()} == {3}  # 256 bits


def test_a_password_is_long_and_has_no_letter_that_looks_like_another() -> None:
    made = {new_password() for _time in range(200)}
    assert len(made) == 200
    assert all(len(one.replace("-", "")) == 16 and set(one) <= {*LETTERS, "-"} for one in made)
    assert not set("01ilo") & set(LETTERS)
