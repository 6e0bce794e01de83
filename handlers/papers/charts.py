"""Charts for papers and chat: read in black and white, as a thumbnail, and by whoever does not see colours."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from content.locales import _
from content.numerals import numeral

WIDTH_IN, LINE_IN, FRAME_IN, DPI = 6.3, 0.75, 1.0, 150
LETTER_PT = 14


@dataclass(frozen=True)
class Bar:
    """How far one thing has come: `done` and `expected` by today, both `of` as many."""

    name: str
    done: int
    expected: int
    of: int


def progress(title: str, bars: Sequence[Bar]) -> bytes:
    """A PNG: a bar for each, its figures in words beside it, and a line where it should stand by today."""
    figure = Figure(figsize=(WIDTH_IN, FRAME_IN + LINE_IN * len(bars)), dpi=DPI, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    for place, bar in enumerate(bars):
        share, expected = 100 * bar.done / bar.of, 100 * bar.expected / bar.of
        axes.barh(place, 100, height=0.6, color="white", edgecolor="black")
        axes.barh(place, share, height=0.6, color="0.75", edgecolor="black", hatch="//")
        axes.plot([expected, expected], [place - 0.42, place + 0.42], color="black", linewidth=3)
        words = f"{numeral(bar.done)}/{numeral(bar.of)} · {numeral(share)} %"
        axes.text(103, place, words, va="center", fontsize=LETTER_PT)
    axes.set_yticks(range(len(bars)), [bar.name for bar in bars], fontsize=LETTER_PT)
    axes.set_xlim(0, 175)
    axes.set_xticks([])
    axes.invert_yaxis()
    axes.spines[:].set_visible(False)
    axes.set_xlabel(_("Hatched: covered. Thick line: expected by this day."), fontsize=LETTER_PT - 3)
    figure.suptitle(title, fontsize=LETTER_PT, fontweight="bold")
    out = io.BytesIO()
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()
