"""What a phone sends: a photo and a voice note that tell everything on their maker."""

from __future__ import annotations

import io
import math
import struct
from fractions import Fraction

import av
import piexif
from PIL import Image
from playwright.async_api import FilePayload

MARK = "NguyenVanMark"
RATE, FRAME = 48_000, 960
BESIDE_THE_MARKET = ((9, 1), (19, 1), (30, 1))


def photo() -> FilePayload:
    """A photo taken with the place switched on."""
    exif = piexif.dump(
        {
            "0th": {piexif.ImageIFD.Make: MARK.encode(), piexif.ImageIFD.Artist: MARK.encode()},
            "GPS": {piexif.GPSIFD.GPSLatitudeRef: b"N", piexif.GPSIFD.GPSLatitude: BESIDE_THE_MARKET},
        }
    )
    drawn = io.BytesIO()
    Image.radial_gradient("L").resize((640, 480)).convert("RGB").save(drawn, "JPEG", exif=exif)
    return FilePayload(name=f"{MARK}.jpg", mimeType="image/jpeg", buffer=drawn.getvalue())


def voice(seconds: float = 1.0) -> FilePayload:
    """A voice note: one tone, and a name in its tags."""
    content = io.BytesIO()
    with av.open(content, "w", format="ogg") as made:
        made.metadata["artist"] = MARK
        stream = made.add_stream("libopus", rate=RATE, layout="mono")
        for start in range(0, int(RATE * seconds), FRAME):
            frame = av.AudioFrame("s16", "mono", FRAME)
            frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
            wave = (int(9000 * math.sin(2 * math.pi * 220 * (start + n) / RATE)) for n in range(FRAME))
            frame.planes[0].update(struct.pack(f"<{FRAME}h", *wave))
            made.mux(stream.encode(frame))
        made.mux(stream.encode(None))
    return FilePayload(name=f"{MARK}.ogg", mimeType="audio/ogg", buffer=content.getvalue())
