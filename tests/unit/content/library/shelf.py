"""A small library in a folder, whole until a test breaks something in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from content.library.reading import read
from content.library.records import Library
from content.library.terms import Audience, Theme

ORIGINAL = """+++
title = "Ly nước rời mắt thì bỏ"
label = "Ly nước"
themes = [{themes}]
audiences = [{audiences}]
sources = ["paper"]
written = 2026-11-01
valid_until = 2027-12-31

[quiz]
question = "Ly nước để đó, giờ sao?"
options = ["Uống tiếp", "Rót ly khác"]
right = 2
explanation = "Bỏ là chắc nhất."
+++
Không rõ trong ly có gì thì thôi.
Choáng váng, gọi:
{{ambulance}}
""".format(
    themes=", ".join(f'"{theme.value}"' for theme in Theme),
    audiences=", ".join(f'"{audience.value}"' for audience in Audience),
)
ENGLISH = """+++
title = "A drink you lost sight of"
label = "A drink"
written = 2026-11-02

[quiz]
question = "The drink stood there. What now?"
options = ["Drink on", "Take another"]
right = 2
explanation = "Another one is the sure way."
+++
Leave what you don't know.
Dizzy? Call:
{ambulance}
"""
SOURCES = """[paper]
title = "Hướng dẫn"
number = "3610/QĐ-BYT"
date = "2015-08-31"
certainty = "read"
"""


class Shelf:
    """A folder with one piece, `glass`, in two languages."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "glass").mkdir()
        self.write("glass/vi.md", ORIGINAL)
        self.write("glass/en.md", ENGLISH)
        self.write("sources.toml", SOURCES)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf8")

    def change(self, name: str, *changes: tuple[str, str]) -> None:
        """Replace words in a file; each must be there."""
        text = (self.folder / name).read_text("utf8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        self.write(name, text)

    def read(self) -> Library:
        return read(self.folder)

    def unread(self) -> Sequence[tuple[str, str]]:
        return self.read().unread
