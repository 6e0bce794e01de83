"""What a file is, told by its bytes: never by its name or by what the sender says it is."""

import filetype

FORMATS = {
    "image/jpeg": "image/jpeg",
    "image/png": "image/png",
    "image/apng": "image/png",
    "image/webp": "image/webp",
    "video/mp4": "media/mov",
    "video/x-m4v": "media/mov",
    "video/quicktime": "media/mov",
    "video/3gpp": "media/mov",
    "audio/mp4": "media/mov",
    "video/webm": "media/matroska",
    "video/x-matroska": "media/matroska",
    "audio/ogg": "media/ogg",
    "video/ogg": "media/ogg",
    "audio/mpeg": "media/mp3",
    "audio/x-wav": "media/wav",
    "audio/amr": "media/amr",
    "audio/aac": "media/aac",
    "application/pdf": "pdf/pdf",
}
"""Media type of the bytes -> the cleaner's module and the one format it may read them as."""

HEAD = 8192
ISO_BRANDS_OF_PICTURES = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"avis")


def sniff(source: bytes) -> str | None:
    """`module/format` of the cleaner that can read these bytes, or None if no cleaner may."""
    head = source[:HEAD]
    if head[4:8] == b"ftyp":  # filetype knows only some brands; phones write many
        return None if head[8:12] in ISO_BRANDS_OF_PICTURES else "media/mov"
    found = filetype.guess(head)
    if found is not None:
        return FORMATS.get(found.mime)
    return "text/plain" if looks_like_text(head) else None


def looks_like_text(head: bytes) -> bool:
    """True where no byte rules text out. Whether it really is text is for the cleaner to find."""
    marked_utf16 = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return bool(head.strip()) and (marked_utf16 or b"\0" not in head)
