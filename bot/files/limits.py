"""How large, how long and how costly a file may be before it is refused."""

from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class CleanLimits:
    """Bounds for one file. Bytes, pixels, seconds.

    `source_bytes` is what Telegram lets a bot download; `result_bytes` stays below what it lets a bot upload.
    `memory_bytes` bounds the address space of the cleaning process, its libraries (150 MB) included.
    `photo_pixels` counts pixels as they are decoded: a JPEG is decoded at a fraction of its size where that is enough.
    """

    source_bytes: int = 20 * MIB
    result_bytes: int = 40 * MIB
    memory_bytes: int = 640 * MIB
    photo_pixels: int = 40_000_000
    photo_edge: int = 2560
    video_pixels: int = 4096 * 2304
    video_edge: int = 1280
    voice_seconds: float = 600.0
    video_seconds: float = 180.0
    pdf_pages: int = 200
    text_bytes: int = MIB
    still_cpu_seconds: int = 20  # photos and documents
    moving_cpu_seconds: int = 240  # sound and video: 0.8 s of one core for a second of noisy 1080p, measured
