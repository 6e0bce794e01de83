"""The library of prevention: short pieces for the audiences and themes of the plans, a folder each, a file per language.

`<slug>/vi.md` is the original and says what the piece is; `<slug>/en.md` only says it again. Facts have a source in
`sources.toml`. How to write one: docs/operations.md; what is wrong with them: `python -m content.library.check`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from content.library.reading import read
from content.library.records import Library

FOLDER = Path(__file__).parent


@cache
def shipped() -> Library:
    """The pieces that come with the program."""
    return read(FOLDER)
