"""A picture keeps its pixels, upright, and nothing else."""

import io
import struct
import zlib
from collections.abc import Callable

import piexif
import pytest
from PIL import Image, ImageCms

from bot.files.clean import clean
from bot.files.limits import CleanLimits
from bot.files.outcome import Cleaned, Kind, Notice, Reason, Refused

Marks = Callable[[bytes], set[bytes]]


def encoded(picture: Image.Image, form: str, **settings: object) -> bytes:
    content = io.BytesIO()
    picture.save(content, form, **settings)
    return content.getvalue()


def opened(outcome: Cleaned | Refused) -> Image.Image:
    assert isinstance(outcome, Cleaned), outcome
    return Image.open(io.BytesIO(outcome.content))


async def test_no_mark_of_a_photo_with_a_place_is_left(photo: bytes, marks: Marks) -> None:
    assert len(marks(photo)) >= 9
    assert piexif.load(photo)["GPS"]
    outcome = await clean(photo, declared="image/jpeg")
    assert isinstance(outcome, Cleaned)
    assert marks(outcome.content) == set()
    assert not any(piexif.load(outcome.content)[part] for part in ("0th", "Exif", "GPS", "1st"))
    assert sorted(opened(outcome).info) == ["jfif", "jfif_density", "jfif_unit", "jfif_version"]
    assert (outcome.kind, outcome.media_type, outcome.warnings) == (Kind.PHOTO, "image/jpeg", ())


async def test_a_photo_held_sideways_is_turned_upright(photo: bytes) -> None:
    outcome = await clean(photo, declared="image/jpeg")
    picture = opened(outcome)
    assert isinstance(outcome, Cleaned)
    assert picture.size == (outcome.width, outcome.height) == (480, 640)
    assert [picture.getpixel(at)[1] > 128 for at in ((100, 100), (400, 100), (100, 500), (400, 500))] == [
        *(True, False, True, True)  # red in the upper right alone
    ]


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
async def test_marks_in_other_kinds_of_pictures_are_left_behind(form: str, marks: Marks) -> None:
    exif = piexif.dump({"0th": {piexif.ImageIFD.Artist: b"MARKartist"}})
    picture = Image.new("RGB", (64, 48))
    if form == "PNG":
        from PIL.PngImagePlugin import PngInfo

        texts = PngInfo()
        texts.add_text("Author", "MARKtext")
        texts.add_itxt("XML:com.adobe.xmp", "MARKxmp")
        source = encoded(picture, form, pnginfo=texts, exif=exif) + b"MARKtail"
    else:
        source = encoded(picture, form, exif=exif, xmp=b"MARKxmp", icc_profile=b"MARKprofile")
    assert len(marks(source)) >= 3
    outcome = await clean(source, declared="image/png")
    assert isinstance(outcome, Cleaned)
    assert outcome.media_type == "image/jpeg"
    assert marks(outcome.content) == set()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "RGB", "RGBA", "CMYK"])
async def test_every_way_to_store_colours_is_read(mode: str) -> None:
    white = {
        "LA": (255, 255),
        "RGB": (255,) * 3,
        "RGBA": (255,) * 4,
        "CMYK": (0,) * 4,
        "I;16": 65535,
        "P": 255,
        "L": 255,
    }
    picture = Image.new(mode, (64, 48), white.get(mode, 1))
    if mode == "P":
        picture.putpalette([255] * 768)
    picture = opened(await clean(encoded(picture, "JPEG" if mode == "CMYK" else "PNG"), declared=""))
    assert picture.mode == "RGB"
    assert min(picture.getpixel((30, 20))) > 250


async def test_a_colour_profile_is_applied_and_dropped() -> None:
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = plain.replace(b"rXYZ", b"?XYZ").replace(b"gXYZ", b"rXYZ").replace(b"?XYZ", b"gXYZ")
    outcome = await clean(encoded(Image.new("RGB", (64, 48), "red"), "JPEG", icc_profile=swapped), declared="")
    assert "icc_profile" not in opened(outcome).info
    red, green, _ = opened(outcome).getpixel((5, 5))
    assert green > 240 > 100 > red


async def test_what_is_transparent_becomes_white() -> None:
    outcome = await clean(encoded(Image.new("RGBA", (64, 48), (255, 0, 0, 0)), "PNG"), declared="image/png")
    assert min(opened(outcome).getpixel((5, 5))) > 250


async def test_of_an_animation_the_first_picture_is_kept_and_said() -> None:
    frames = [Image.new("RGB", (64, 48), colour) for colour in ("red", "blue")]
    outcome = await clean(encoded(frames[0], "PNG", save_all=True, append_images=frames[1:]), declared="image/png")
    assert isinstance(outcome, Cleaned)
    assert outcome.warnings == (Notice.FIRST_FRAME_ONLY,)
    assert opened(outcome).getpixel((5, 5))[0] > 250


async def test_a_second_picture_in_a_portrait_shot_is_left_behind(marks: Marks) -> None:
    front, back = Image.new("RGB", (64, 48), "red"), Image.new("RGB", (64, 48), "blue")
    source = encoded(front, "MPO", save_all=True, append_images=[back])
    outcome = await clean(source + b"MARK", declared="image/jpeg")
    assert isinstance(outcome, Cleaned)
    assert outcome.content.count(b"\xff\xd8\xff") == 1


async def test_a_large_photo_is_made_smaller_and_that_is_said() -> None:
    outcome = await clean(encoded(Image.new("RGB", (6000, 2000)), "JPEG"), declared="image/jpeg")
    assert isinstance(outcome, Cleaned)
    assert (outcome.width, outcome.height) == (2560, 853)
    assert outcome.warnings == (Notice.MADE_SMALLER,)


def png_claiming(width: int, height: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1 << 20), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (png_claiming(60_000, 60_000), Reason.TOO_BIG),
        (png_claiming(6000, 6000), Reason.BROKEN),
        (encoded(Image.effect_noise((640, 480), 50), "JPEG")[:9000], Reason.BROKEN),
        (b"\xff\xd8\xff\xe0" + bytes(500), Reason.BROKEN),
        (b"\x89PNG\r\n\x1a\n" + b"\xff" * 500, Reason.BROKEN),
        (encoded(Image.new("RGB", (64, 48)), "GIF"), Reason.TYPE_NOT_ALLOWED),
        (encoded(Image.new("RGB", (64, 48)), "TIFF"), Reason.TYPE_NOT_ALLOWED),
        (encoded(Image.new("RGB", (64, 48)), "BMP"), Reason.TYPE_NOT_ALLOWED),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(64), Reason.TYPE_NOT_ALLOWED),
        (encoded(Image.new("RGB", (64, 48)), "AVIF"), Reason.TYPE_NOT_ALLOWED),
    ],
    ids=["bomb", "hollow", "cut", "junk jpeg", "junk png", "gif", "tiff", "bmp", "heic", "avif"],
)
async def test_a_picture_that_cannot_be_cleaned_is_refused_with_its_reason(source: bytes, reason: Reason) -> None:
    assert await clean(source, declared="image/jpeg") == Refused(reason)


async def test_a_picture_that_needs_more_memory_than_there_is_is_refused() -> None:
    little = CleanLimits(memory_bytes=220 << 20, photo_pixels=10**9)
    outcome = await clean(png_claiming(12_000, 12_000), declared="image/png", limits=little)
    assert outcome == Refused(Reason.HOSTILE)
