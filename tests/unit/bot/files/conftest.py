"""Files as a phone writes them, with MARK wherever they could tell on their sender."""

import io
import re
from collections.abc import Callable

import piexif
import pytest
from PIL import Image

MARK = re.compile(rb"MARK\w*")


@pytest.fixture
def marks() -> Callable[[bytes], set[bytes]]:
    """The marks that are left in some bytes."""
    return lambda content: set(MARK.findall(content))


@pytest.fixture
def photo() -> bytes:
    """A JPEG held sideways (EXIF 6), with marked EXIF, GPS, preview, comment, XMP, profile and a film at its end."""
    picture = Image.new("RGB", (640, 480), "white")
    picture.paste("red", (0, 0, 320, 240))  # upper left as the sensor saw it, so upper right when upright
    preview = io.BytesIO()
    Image.new("RGB", (16, 16)).save(preview, "JPEG", comment=b"MARKpreview")
    exif = piexif.dump(
        {
            "0th": {
                piexif.ImageIFD.Make: b"MARKmake",
                piexif.ImageIFD.Artist: b"MARKartist",
                piexif.ImageIFD.Orientation: 6,
            },
            "Exif": {piexif.ExifIFD.BodySerialNumber: b"MARKserial", piexif.ExifIFD.UserComment: b"MARKuser"},
            "GPS": {
                piexif.GPSIFD.GPSLatitudeRef: b"N",
                piexif.GPSIFD.GPSLatitude: ((9, 1), (36, 1), (9, 1)),
                piexif.GPSIFD.GPSAreaInformation: b"MARKgps",
            },
            "thumbnail": preview.getvalue(),
            "1st": {},
        }
    )
    content = io.BytesIO()
    picture.save(
        content, "JPEG", exif=exif, comment=b"MARKcomment", xmp=b"<x>MARKxmp</x>", icc_profile=b"MARKprofile" * 20
    )
    return content.getvalue() + b"ftypmp42 MARKfilm"
