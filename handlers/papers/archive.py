"""Files in one ZIP that opens with a password only: AES with 256 bits, as 7-Zip and WinRAR read it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import pyzipper


def locked(files: Mapping[str, bytes], password: str) -> bytes:
    """The ZIP. Names in it can be read without the password: they must be ours."""
    out = io.BytesIO()
    archive: Any
    with pyzipper.AESZipFile(out, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(password.encode())
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()
