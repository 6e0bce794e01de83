"""A JPEG that must keep its exact pixels (inside a PDF): only the segments that draw the picture are kept."""

from bot.files.outcome import Reason, Rejected

START, END = b"\xff\xd8", b"\xff\xd9"
SCAN = 0xDA
ADOBE = 0xEE
DRAWING = {*range(0xC0, 0xD0), 0xDA, 0xDB, 0xDC, 0xDD, 0xDE, 0xDF}
"""Frames, tables, scans. Not among them: application segments (EXIF, GPS, XMP, previews, profiles) and comments."""


def only_drawing(source: bytes) -> bytes:
    """The same picture without EXIF, comments, previews, or anything before its start or after its end.

    Adobe's segment stays in its 12 known bytes, because it says how colours are stored. Raises Rejected.
    """
    if not source.startswith(START):
        raise Rejected(Reason.BROKEN)
    kept, at = bytearray(START), 2
    while source[at : at + 2] not in (END, b""):  # many a scanner forgets the end
        if source[at : at + 1] != b"\xff" or at + 4 > len(source):
            raise Rejected(Reason.BROKEN)
        code = source[at + 1]
        if code == 0xFF:  # filling
            at += 1
            continue
        ends = at + 2 + int.from_bytes(source[at + 2 : at + 4])
        segment = source[at:ends]
        if code in DRAWING:
            kept += segment
        elif code == ADOBE and segment[4:9] == b"Adobe" and len(segment) >= 16:
            kept += b"\xff\xee\x00\x0e" + segment[4:16]
        at = end_of_scan(source, ends) if code == SCAN else ends
        if code == SCAN:
            kept += source[ends:at]
    return bytes(kept + END)


def end_of_scan(source: bytes, at: int) -> int:
    """Where the compressed pixels that begin at `at` end: at the next marker that is no restart and no stuffed byte."""
    while (at := source.find(b"\xff", at)) >= 0:
        following = source[at + 1 : at + 2]
        if not following:
            break
        if following != b"\xff" and following != b"\x00" and not 0xD0 <= following[0] <= 0xD7:
            return at
        at += 1 if following == b"\xff" else 2
    return len(source)
