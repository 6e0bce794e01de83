"""A poster with codes to scan: the channel's one true name, 113, and a code for each platform. A4, or A6 for a counter.

The two sizes are one drawing: sheets of the A series have one shape. Letters of Vietnamese need a font of their own; the
one used may be passed on with the product.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

PLAIN, BOLD = "DejaVuSans", "DejaVuSans-Bold"
WIDTH, HEIGHT, MARGIN = 595.0, 842.0, 44.0  # of A4, in points
SIZES = (1.0, 0.88, 0.76, 0.64)
ONE_CODE, OF_SEVERAL = 270.0, 235.0
QUIET = 4  # blank modules around a code, without which phones do not see it


class Sheet(Enum):
    """A size of paper: how much of A4 its sides are."""

    A4 = 1.0
    A6 = 0.5


@dataclass(frozen=True)
class Code:
    """One code: what it is of, where it leads, and what to type afterwards where a link can't say it."""

    label: str
    url: str
    hint: str = ""


@dataclass(frozen=True)
class Poster:
    """What stands on it, from top to bottom."""

    title: str
    place: str
    lines: tuple[str, ...]
    codes: tuple[Code, ...]
    alarm: str  # the number to call when somebody is in danger
    truth: str  # how the true channel is known from a copy
    foot: tuple[str, ...] = ()


def pdf(poster: Poster, sheet: Sheet) -> bytes:
    """The poster as a PDF of one page, drawn smaller where much stands on it. Raises ValueError where it still does not fit."""
    _letters()
    for size in SIZES:
        drawn = _drawn(poster, sheet, size)
        if drawn is not None:
            return drawn
    raise ValueError("the poster does not fit on its page")


def _drawn(poster: Poster, sheet: Sheet, size: float) -> bytes | None:
    """At this size; None where that is more than the page holds."""
    from reportlab.pdfgen.canvas import Canvas  # only the command line makes posters: `run` starts without

    into = BytesIO()
    canvas = Canvas(into, pagesize=(WIDTH * sheet.value, HEIGHT * sheet.value), invariant=1)
    canvas.setTitle(f"{poster.title}, {poster.place}")
    canvas.scale(sheet.value * size, sheet.value * size)
    if _draw(canvas, poster, WIDTH / size, HEIGHT / size) < MARGIN / 2:
        return None
    canvas.showPage()
    canvas.save()
    return into.getvalue()


def _draw(canvas: Any, poster: Poster, width: float, height: float) -> float:
    """From top to bottom; where it ends, from the bottom of the page."""
    y = height - MARGIN
    y = _words(canvas, width, poster.title, y, BOLD, 50)
    y = _words(canvas, width, poster.place, y - 2, BOLD, 24) - 8
    for line in poster.lines:
        y = _words(canvas, width, line, y, PLAIN, 18)
    y = _codes(canvas, width, poster.codes, y - 10)
    y = _alarm(canvas, width, poster.alarm, y - 10)
    y = _words(canvas, width, poster.truth, y - 12, BOLD, 18)
    for line in poster.foot:
        y = _words(canvas, width, line, y - 3, PLAIN, 11)
    return y


def _words(canvas: Any, width: float, text: str, y: float, font: str, size: float) -> float:
    """Centred lines below `y`; where the next thing may begin."""
    from reportlab.lib.utils import simpleSplit

    canvas.setFont(font, size)
    for line in simpleSplit(text, font, size, width - 2 * MARGIN):
        y -= size * 1.25
        canvas.drawCentredString(width / 2, y, line)
    return y - size * 0.25


def _codes(canvas: Any, width: float, codes: tuple[Code, ...], top: float) -> float:
    """Side by side, each above what it is of."""
    from reportlab.lib.utils import simpleSplit

    side = ONE_CODE if len(codes) == 1 else OF_SEVERAL if len(codes) == 2 else (width - 2 * MARGIN) / len(codes) - 10
    gap = (width - side * len(codes)) / (len(codes) + 1)
    lowest = top - side
    for place, code in enumerate(codes):
        left = gap + place * (side + gap)
        _square(canvas, code.url, left, top - side, side)
        y = top - side
        for text, font in ((code.label, BOLD), (code.hint, PLAIN)):
            canvas.setFont(font, 13)
            for line in simpleSplit(text, font, 13, side + gap * 0.8):
                y -= 17
                canvas.drawCentredString(left + side / 2, y, line)
        lowest = min(lowest, y)
    return lowest - 8


def _square(canvas: Any, url: str, left: float, bottom: float, side: float) -> None:
    """The code as squares: sharp at every size. A quarter of it may be dirty."""
    import segno

    rows = [list(row) for row in segno.make(url, error="q", micro=False).matrix_iter(border=QUIET)]
    module = side / len(rows)
    path = canvas.beginPath()
    for down, row in enumerate(rows):
        for across, dark in enumerate(row):
            if dark:
                path.rect(left + across * module, bottom + side - (down + 1) * module, module, module)
    canvas.drawPath(path, stroke=0, fill=1)


def _alarm(canvas: Any, width: float, text: str, top: float) -> float:
    """White on black: what is read from afar."""
    size, height = 36, 66
    canvas.roundRect(MARGIN, top - height, width - 2 * MARGIN, height, 8, stroke=0, fill=1)
    canvas.setFillGray(1)
    canvas.setFont(BOLD, size)
    canvas.drawCentredString(width / 2, top - height + 20, text)
    canvas.setFillGray(0)
    return top - height


def _letters() -> None:
    """The fonts, once a process; looked up without loading the library they come with."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    home = find_spec("matplotlib")
    assert home is not None
    assert home.origin is not None
    folder = Path(home.origin).parent / "mpl-data" / "fonts" / "ttf"
    for name in {PLAIN, BOLD} - set(pdfmetrics.getRegisteredFontNames()):
        pdfmetrics.registerFont(TTFont(name, folder / f"{name}.ttf"))
