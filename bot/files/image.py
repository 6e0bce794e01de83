"""A picture: decoded, turned upright, drawn anew as a plain JPEG.

Only pixels cross over. EXIF and GPS, XMP, colour profiles (applied, then dropped), previews, comments, PNG texts,
the second image of a portrait shot, the film of a "live" photo and anything after the end stay behind.
What the picture shows, and a camera sensor's own noise, do not go away.
"""

import contextlib
import io

# Pillow loads these when a file asks for them; nothing can be loaded once the process has shut itself in.
from PIL import (
    ExifTags,
    Image,
    ImageCms,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from bot.files.limits import CleanLimits
from bot.files.outcome import Cleaned, Kind, Notice, Reason, Rejected

PLUGINS = (ExifTags, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin)
QUALITY = 88
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""EXIF orientation -> what puts the picture upright."""


def clean(source: bytes, form: str, limits: CleanLimits, change_voice: bool) -> Cleaned:
    """JPEG, PNG or WebP (`form`) -> JPEG of at most `photo_edge` pixels a side, sRGB, without any metadata."""
    del change_voice
    Image.MAX_IMAGE_PIXELS = None  # the limit is checked below, after a JPEG has been given its cheaper size
    with Image.open(io.BytesIO(source), formats=("JPEG", "MPO") if form == "jpeg" else (form.upper(),)) as opened:
        animated = form != "jpeg" and getattr(opened, "n_frames", 1) > 1
        original = opened.size
        opened.draft("RGB", (limits.photo_edge, limits.photo_edge))
        if opened.width * opened.height > limits.photo_pixels:
            raise Rejected(Reason.TOO_BIG)
        drawn = draw(opened, limits.photo_edge)
    made = io.BytesIO()
    drawn.save(made, "JPEG", quality=QUALITY, optimize=True)
    notices = []
    if max(drawn.size) < max(original):
        notices.append(Notice.MADE_SMALLER)
    if animated:
        notices.append(Notice.FIRST_FRAME_ONLY)
    return Cleaned(Kind.PHOTO, "image/jpeg", made.getvalue(), drawn.width, drawn.height, warnings=tuple(notices))


def draw(opened: Image.Image, edge: int) -> Image.Image:
    """The pixels on a new sheet: no larger than `edge` a side, upright, opaque on white, in sRGB."""
    turn, profile = orientation(opened), opened.info.get("icc_profile")
    picture: Image.Image = opened
    if picture.mode in ("P", "PA"):
        picture = picture.convert("RGBA")
    elif picture.mode.startswith(("I", "F")):
        picture = picture.convert("F").point(lambda value: value / 257).convert("L")
    picture.thumbnail((edge, edge), Image.Resampling.LANCZOS, reducing_gap=2.0)
    if picture.mode in ("RGBA", "LA"):
        picture = on_white(picture.convert("RGBA"))
    picture = in_srgb(picture, profile)
    if turn in TURNS:
        picture = picture.transpose(TURNS[turn])
    sheet = Image.new("RGB", picture.size)
    sheet.paste(picture)
    return sheet


def orientation(opened: Image.Image) -> int:
    """How the camera was held (EXIF 1 to 8); 1 where nothing sensible is said."""
    try:
        return int(opened.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # a damaged EXIF block must not cost the picture
        return 1


def on_white(picture: Image.Image) -> Image.Image:
    """RGBA -> RGB: what is transparent becomes white, as a viewer would show it."""
    sheet = Image.new("RGB", picture.size, "white")
    sheet.paste(picture, mask=picture.getchannel("A"))
    return sheet


def in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours as the profile means them; as they are where there is none or it does not fit."""
    if profile:
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, given, ImageCms.createProfile("sRGB"), outputMode="RGB")
            if converted is not None:
                return converted
    return picture.convert("RGB")
