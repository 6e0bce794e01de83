"""A PDF: only what draws its pages is carried into a new one.

Left behind: document properties and XMP, scripts and actions, attached files, forms and what is filled in, notes and
other annotations, links, previews, bookmarks, tags, layers (all are shown), private data of programs, colour profiles
(device colours are used), the identifier (every cleaned PDF has the same). Drawing commands are parsed and written
again, so comments and hidden properties among them go too; JPEG pictures keep their pixels and lose their EXIF.

Refused, because what they hide cannot be looked through: locked PDFs, pictures in JPEG 2000 or JBIG2, JPEGs inside
drawing commands. What the pages say or show, a name in a letterhead for example, stays.
"""

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream, StreamDecodeLevel

from bot.files.jpeg import only_drawing
from bot.files.limits import CleanLimits
from bot.files.outcome import Cleaned, Kind, Notice, Reason, Rejected

DATA = {"/Filter", "/DecodeParms", "/Length"}
PAGE = {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Contents", "/Resources", "/Group"}
FORM = DATA | {"/Type", "/Subtype", "/FormType", "/BBox", "/Matrix", "/Resources", "/Group"}
TILE = DATA | {
    "/Type",
    "/PatternType",
    "/PaintType",
    "/TilingType",
    "/BBox",
    "/XStep",
    "/YStep",
    "/Matrix",
    "/Resources",
}
IMAGE = DATA | {
    *("/Type", "/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Intent", "/ImageMask", "/Mask"),
    *("/Decode", "/Interpolate", "/SMask", "/SMaskInData", "/Matte"),
}
"""What pages, reusable drawings, pattern tiles and pictures need to be drawn; they keep nothing else."""

DRAWS_NOTHING = {
    *("/Metadata", "/PieceInfo", "/LastModified", "/AF", "/AA", "/A", "/OpenAction", "/JS", "/JavaScript", "/EF", "/F"),
    *("/UF", "/FFilter", "/FDecodeParms", "/OPI", "/Ref", "/Alternates", "/StructParent", "/StructParents", "/Thumb"),
    *("/Annots", "/Parent", "/Properties", "/OC", "/Measure", "/PtData", "/URI", "/Names", "/ID", "/PMD"),
}
"""Keys that every other object loses."""

NAMED = {"/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/CharProcs", "/Colorants"}
"""Dictionaries under these keys have free names, chosen by whoever wrote the PDF."""

OPERATORS = {
    *("b", "B", "b*", "B*", "BT", "c", "cm", "CS", "cs", "d", "d0", "d1", "Do", "EMC", "ET", "f", "F", "f*", "G", "g"),
    *("gs", "h", "i", "j", "J", "K", "k", "l", "m", "M", "n", "q", "Q", "re", "RG", "rg", "ri", "S", "s", "SC", "sc"),
    *("SCN", "scn", "sh", "T*", "Tc", "Td", "TD", "Tf", "Tj", "TJ", "TL", "Tm", "Tr", "Ts", "Tw", "Tz", "v", "w", "W"),
    *("W*", "y", "'", '"'),
}
"""Every command that draws or prepares drawing; marked content is handled apart."""

MARKED = pikepdf.ContentStreamInstruction([Name.Span], pikepdf.Operator("BMC"))
UNSEEN_INTO = {"/JPXDecode", "/JBIG2Decode", "/Crypt"}
DEVICE_COLOURS = {1: Name.DeviceGray, 3: Name.DeviceRGB, 4: Name.DeviceCMYK}
LOST_PARTS = {"/AcroForm", "/Names", "/OpenAction", "/AA", "/Collection", "/AF"}


def clean(source: bytes, form: str, limits: CleanLimits, change_voice: bool) -> Cleaned:
    """PDF -> PDF with the same pages and nothing else. Raises Rejected."""
    del form, change_voice
    if b"/Encrypt" in source:  # the library cannot unlock it either: it would need a random number device
        raise Rejected(Reason.TYPE_NOT_ALLOWED)
    with pikepdf.open(io.BytesIO(source)) as given, pikepdf.new() as made:
        if len(given.pages) > limits.pdf_pages:
            raise Rejected(Reason.TOO_BIG)
        if not len(given.pages):
            raise Rejected(Reason.BROKEN)
        lost = bool(LOST_PARTS & set(given.Root.keys())) or any("/Annots" in page for page in given.pages)
        for page in given.pages:
            keep_only(page.obj, PAGE)
            made.pages.append(page)
        Scrub(made).pages()
        content = io.BytesIO()
        made.save(
            content,
            static_id=True,
            recompress_flate=True,
            stream_decode_level=StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return Cleaned(
        Kind.DOCUMENT,
        "application/pdf",
        content.getvalue(),
        warnings=(Notice.PARTS_REMOVED,) if lost else (),
    )


class Scrub:
    """Walks everything that the pages of a new PDF are drawn from, once, and takes out what draws nothing."""

    def __init__(self, made: Pdf) -> None:
        self._made = made
        self._seen: set[tuple[int, int]] = set()
        self._waiting: list[tuple[Object, str]] = []

    def pages(self) -> None:
        """Scrub all pages."""
        for page in self._made.pages:
            if "/Contents" in page:
                page.obj.Contents = self._made.make_stream(redrawn(page))
            self._waiting += [(value, key) for key, value in page.obj.items() if key in ("/Resources", "/Group")]
        while self._waiting:
            self._scrub(*self._waiting.pop())

    def _scrub(self, found: Object, key: str) -> None:
        """One object, found under `key` ("*" among free names of char procs, "" where the key means nothing)."""
        if not isinstance(found, Dictionary | Stream | Array):
            return
        if found.is_indirect:
            if found.objgen in self._seen:
                return
            self._seen.add(found.objgen)
        if isinstance(found, Array):
            in_device_colours(found)
            self._waiting += [(value, "") for value in found]
            return
        free_names = key in NAMED and "/ShadingType" not in found
        if isinstance(found, Stream):
            self._scrub_stream(found, draws=key == "*")
        elif not free_names:
            lose(found, DRAWS_NOTHING)
        below = "*" if key == "/CharProcs" else ""
        self._waiting += [(value, below if free_names else name) for name, value in found.items()]

    def _scrub_stream(self, found: Stream, draws: bool) -> None:
        subtype = found.get("/Subtype")
        if subtype == Name.Image:
            keep_only(found, IMAGE)
            clean_picture(found)
        elif subtype == Name.Form:
            keep_only(found, FORM)
            found.write(redrawn(found))
        elif found.get("/PatternType") == 1:
            keep_only(found, TILE)
            found.write(redrawn(found))
        elif draws:
            found.write(redrawn(found))
            keep_only(found, DATA)
        else:
            lose(found, DRAWS_NOTHING)
            list(filters_of(found))


def redrawn(drawing: Page | Object) -> bytes:
    """The drawing commands written again: known ones only, no comments, no properties of marked content."""
    kept: list[pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage] = []
    for command in pikepdf.parse_content_stream(drawing):
        if isinstance(command, pikepdf.ContentStreamInlineImage):
            if any("DCT" in name or name in UNSEEN_INTO for name in map(str, command.iimage.filters)):
                raise Rejected(Reason.TYPE_NOT_ALLOWED)
            kept.append(command)
        elif str(command.operator) in ("BDC", "BMC"):
            kept.append(MARKED)
        elif str(command.operator) in OPERATORS:
            kept.append(command)
    return pikepdf.unparse_content_stream(kept)


def clean_picture(picture: Stream) -> None:
    """A JPEG loses every segment that draws nothing; a picture that cannot be looked through is refused."""
    filters = list(filters_of(picture))
    if "/DCTDecode" not in filters:
        return
    if filters[-1] != "/DCTDecode":
        raise Rejected(Reason.BROKEN)
    given = picture.get("/DecodeParms")
    settings = list(given) if isinstance(given, Array) else [given]
    picture.Filter = Array([Name(name) for name in filters[:-1]])
    if len(settings) == len(filters) > 1:
        picture.DecodeParms = Array(settings[:-1])
    else:
        lose(picture, {"/DecodeParms"})
    jpeg = only_drawing(picture.read_bytes(StreamDecodeLevel.generalized))
    own = settings[-1] if isinstance(settings[-1], Dictionary) else None
    picture.write(jpeg, filter=Name.DCTDecode, decode_parms=own)


def filters_of(stream: Stream) -> Iterator[str]:
    """The names of the filters of a stream, outermost first. Raises Rejected for one that hides what it packs."""
    given = stream.get("/Filter", Array([]))
    for name in given if isinstance(given, Array) else [given]:
        if str(name) in UNSEEN_INTO:
            raise Rejected(Reason.TYPE_NOT_ALLOWED)
        yield "/DCTDecode" if str(name) == "/DCT" else str(name)


def in_device_colours(colours: Array) -> None:
    """[/ICCBased profile] becomes the device's own colours with as many parts: profiles name scanners and phones."""
    if len(colours) == 2 and colours[0] == Name.ICCBased:
        parts = int(colours[1].get("/N", 0))
        if parts not in DEVICE_COLOURS:
            raise Rejected(Reason.BROKEN)
        colours[0] = DEVICE_COLOURS[parts]
        del colours[1]


def keep_only(found: Object, keys: set[str]) -> None:
    """Take every other key away."""
    lose(found, set(found.keys()) - keys)


def lose(found: Object, keys: set[str]) -> None:
    """Take these keys away, where they are."""
    for key in keys & set(found.keys()):
        del found[key]
