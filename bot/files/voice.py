""" "Đổi giọng": a voice is shifted so that a neighbour does not know it at once.

Pitch and formants move together by a random factor, every frequency by a random number of hertz more (which changes
their proportions), the speed changes a little, and what lies outside a telephone's band is cut. All amounts are drawn
anew for each recording and kept nowhere, so no fixed setting turns recordings back. (FFmpeg's vibrato would
add a wavering pitch, but from the same sound it makes another one each time, at times noise, so it is not used.)

What is true: this lowers the risk, it does not remove it. The words, the dialect, the rhythm and the sounds behind the
voice remain; somebody who knows the speaker well may still guess, and an expert with much effort may estimate the
amounts. It must not be promised as more.
"""

import secrets
from dataclasses import dataclass

Filters = list[tuple[str, str]]
"""Names and arguments of FFmpeg's audio filters, in order."""

LOWER, HIGHER = (0.74, 0.86), (1.17, 1.34)


@dataclass(frozen=True, slots=True, repr=False)
class Shift:
    """The secret amounts of one change."""

    pitch: float  # factor on pitch and formants: a third lower or higher, never near 1
    hertz: float  # added to every frequency
    speed: float  # factor on the speed


def draw_shift() -> Shift:
    """A new random shift."""
    return Shift(
        pitch=between(*secrets.choice((LOWER, HIGHER))),
        hertz=between(12.0, 30.0) * secrets.choice((-1, 1)),
        speed=between(0.93, 1.07),
    )


def between(low: float, high: float) -> float:
    """A number from `low` to `high` that nobody can predict."""
    return low + (high - low) * secrets.randbelow(1 << 32) / (1 << 32)


def shift_filters(shift: Shift, rate: int) -> Filters:
    """The filters that do it, for sound of `rate` samples a second; the speed of speech changes by `speed` alone."""
    return [
        ("asetrate", f"{rate * shift.pitch:.0f}"),
        ("aresample", f"{rate}"),
        ("atempo", f"{shift.speed / shift.pitch:.6f}"),
        ("afreqshift", f"shift={shift.hertz:.3f}"),
        ("highpass", "f=180"),
        ("lowpass", "f=3400"),
    ]
