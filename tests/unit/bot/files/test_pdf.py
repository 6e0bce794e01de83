"""A PDF keeps what its pages show, and nothing that says who made it or that does something."""

import io
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from bot.files.clean import clean
from bot.files.limits import CleanLimits
from bot.files.outcome import Cleaned, Kind, Notice, Reason, Refused

Marks = Callable[[bytes], set[bytes]]
DRAWING = b"/Span <</ActualText (MARKactual)>> BDC q 300 0 0 200 0 0 cm /A Do Q EMC /MARKpoint MP /F Do % MARKcomment\n"


def saved(pdf: Pdf, **settings: object) -> bytes:
    content = io.BytesIO()
    pdf.save(content, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable, **settings)
    return content.getvalue()


def laid_open(content: bytes) -> bytes:
    """The same PDF with nothing compressed, so that marks can be seen."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return saved(pdf, qdf=True)


def picture(pdf: Pdf, content: bytes, **more: object) -> Stream:
    settings = {"Width": 640, "Height": 480, "ColorSpace": Name.DeviceRGB, "BitsPerComponent": 8, **more}
    return pdf.make_stream(content, Type=Name.XObject, Subtype=Name.Image, **settings)


def one_page(drawing: bytes = b"", **drawn: Stream) -> Pdf:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(600, 800))
    page.obj.Contents = pdf.make_stream(drawing)
    page.obj.Resources = Dictionary(XObject=Dictionary(**drawn))
    return pdf


@pytest.fixture
def telltale(photo: bytes) -> Pdf:
    """A page with a GPS photo, and a mark wherever a PDF has room for one."""
    pdf = one_page(DRAWING)
    profile = pdf.make_indirect(pdf.make_stream(b"MARKprofile", N=3))
    notes = pdf.make_stream(b"MARKpicturenotes", Type=Name.Metadata)
    drawn = picture(
        pdf, photo, Filter=Name.DCTDecode, ColorSpace=Array([Name.ICCBased, profile]), Metadata=notes, Name="MARKname"
    )
    form = pdf.make_stream(b"% MARKinform\nq 0 0 1 rg 0 0 10 10 re f Q", Type=Name.XObject, Subtype=Name.Form)
    form.BBox, form.PieceInfo = Array([0, 0, 10, 10]), Dictionary(A="MARKpiece")
    page = pdf.pages[0].obj
    page.Resources.XObject = Dictionary(A=drawn, F=form)
    page.Resources.Properties = Dictionary(M=Dictionary(T="MARKproperty"))
    page.Annots = Array(
        [Dictionary(Type=Name.Annot, Subtype=Name.Text, T="MARKauthor", Contents="MARKnote", Rect=[0] * 4)]
    )
    page.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS="MARKpagescript"))
    page.Thumb = pdf.make_stream(b"MARKthumb")
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="MARKscript")
    pdf.Root.AcroForm = Dictionary(Fields=Array([Dictionary(T="MARKfield", V="MARKfilled", FT=Name.Tx)]))
    pdf.attachments["MARKfile.txt"] = b"MARKattached"
    pdf.docinfo["/Author"] = "MARKinfo"
    with pdf.open_metadata() as metadata:
        metadata["dc:creator"] = ["MARKxmp"]
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("MARKbookmark", 0))
    return pdf


async def test_no_mark_of_a_telltale_pdf_is_left(telltale: Pdf, marks: Marks) -> None:
    source = saved(telltale)
    assert len(marks(source)) >= 24
    outcome = await clean(source, declared="application/pdf")
    assert isinstance(outcome, Cleaned)
    assert marks(outcome.content) | marks(laid_open(outcome.content)) == set()
    assert (outcome.kind, outcome.media_type, outcome.warnings) == (
        *(Kind.DOCUMENT, "application/pdf", (Notice.PARTS_REMOVED,)),
    )


async def test_nothing_in_the_new_pdf_can_act(telltale: Pdf) -> None:
    outcome = await clean(saved(telltale), declared="application/pdf")
    assert isinstance(outcome, Cleaned)
    with pikepdf.open(io.BytesIO(outcome.content)) as pdf:
        assert set(pdf.Root.keys()) == {"/Type", "/Pages"}
        assert "/Info" not in pdf.trailer
        assert set(pdf.pages[0].obj.keys()) <= {"/Type", "/Parent", "/MediaBox", "/Contents", "/Resources"}
        assert len(pdf.attachments) == 0


async def test_the_page_still_shows_its_picture_and_its_drawing(telltale: Pdf) -> None:
    outcome = await clean(saved(telltale), declared="application/pdf")
    assert isinstance(outcome, Cleaned)
    with pikepdf.open(io.BytesIO(outcome.content)) as pdf:
        page = pdf.pages[0]
        shown = pikepdf.PdfImage(page.Resources.XObject.A).as_pil_image()
        assert shown.size == (640, 480)
        assert shown.getpixel((100, 100))[1] < 60 < 200 < shown.getpixel((500, 400))[1]
        assert page.Contents.read_bytes().split() == b"/Span BMC q 300 0 0 200 0 0 cm /A Do Q EMC /F Do".split()
        assert b"0 0 10 10 re" in page.Resources.XObject.F.read_bytes()


async def test_two_cleaned_pdfs_have_the_same_identifier() -> None:
    outcomes = [await clean(saved(one_page(drawing)), declared="") for drawing in (b"q Q", b"0 0 m")]
    identifiers = set()
    for outcome in outcomes:
        assert isinstance(outcome, Cleaned)
        with pikepdf.open(io.BytesIO(outcome.content)) as pdf:
            identifiers.add(bytes(pdf.trailer.ID[0]))
    assert len(identifiers) == 1


async def test_what_pages_inherit_is_kept(photo: bytes) -> None:
    pdf = one_page(b"/A Do")
    pdf.pages[0].obj.Resources.XObject = Dictionary(A=picture(pdf, photo, Filter=Name.DCTDecode))
    pdf.Root.Pages.Resources = pdf.pages[0].obj.Resources
    pdf.Root.Pages.Rotate = 90
    del pdf.pages[0].obj["/Resources"]
    outcome = await clean(saved(pdf), declared="")
    assert isinstance(outcome, Cleaned)
    with pikepdf.open(io.BytesIO(outcome.content)) as made:
        assert made.pages[0].obj.Rotate == 90
        assert "/A" in made.pages[0].obj.Resources.XObject


async def test_a_packed_jpeg_loses_its_exif_too(photo: bytes, marks: Marks) -> None:
    import zlib

    pdf = one_page(b"/A Do")
    packed = picture(pdf, zlib.compress(photo), Filter=Array([Name.FlateDecode, Name.DCTDecode]))
    pdf.pages[0].obj.Resources.XObject = Dictionary(A=packed)
    outcome = await clean(saved(pdf), declared="")
    assert isinstance(outcome, Cleaned)
    assert marks(laid_open(outcome.content)) == set()
    with pikepdf.open(io.BytesIO(outcome.content)) as made:
        assert pikepdf.PdfImage(made.pages[0].obj.Resources.XObject.A).as_pil_image().size == (640, 480)


def locked(**passwords: str) -> bytes:
    return saved(one_page(), encryption=pikepdf.Encryption(**passwords))


def with_picture(filter_name: str) -> bytes:
    pdf = one_page(b"/A Do")
    pdf.pages[0].obj.Resources.XObject = Dictionary(A=picture(pdf, b"x" * 99, Filter=Name(filter_name)))
    return saved(pdf)


def inline_jpeg() -> bytes:
    return saved(one_page(b"q BI /W 1 /H 1 /CS /RGB /BPC 8 /F /DCT ID \xff\xd8MARK\xff\xd9 EI Q"))


def many_pages() -> bytes:
    pdf = pikepdf.new()
    for _ in range(201):
        pdf.add_blank_page()
    return saved(pdf)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: locked(owner="o", user="u"), Reason.TYPE_NOT_ALLOWED),
        (lambda: locked(owner="o", user=""), Reason.TYPE_NOT_ALLOWED),
        (lambda: with_picture("/JPXDecode"), Reason.TYPE_NOT_ALLOWED),
        (lambda: with_picture("/JBIG2Decode"), Reason.TYPE_NOT_ALLOWED),
        (lambda: with_picture("/DCTDecode"), Reason.BROKEN),
        (inline_jpeg, Reason.TYPE_NOT_ALLOWED),
        (many_pages, Reason.TOO_BIG),
        (lambda: b"%PDF-1.7\nnothing of the sort", Reason.BROKEN),
        (lambda: saved(one_page())[:200], Reason.BROKEN),
    ],
    ids=["locked", "opens without password", "jpeg 2000", "jbig2", "no jpeg", "inline", "pages", "junk", "cut"],
)
async def test_a_pdf_that_cannot_be_cleaned_is_refused_with_its_reason(
    make: Callable[[], bytes], reason: Reason
) -> None:
    assert await clean(make(), declared="application/pdf") == Refused(reason)


async def test_a_drawing_that_unpacks_to_gigabytes_is_refused() -> None:
    import zlib

    packer = zlib.compressobj(9)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(300)) + packer.flush()
    pdf = one_page()
    pdf.pages[0].obj.Contents = pdf.make_stream(bomb, Filter=Name.FlateDecode)
    little = CleanLimits(memory_bytes=400 << 20, still_cpu_seconds=1)
    outcome = await clean(saved(pdf), declared="application/pdf", limits=little)
    assert isinstance(outcome, Refused)
