"""Sound and video are made anew: heard and seen the same, and nothing that tells where, when, by whom or with what."""

import io
import math
import struct
from collections.abc import Callable
from fractions import Fraction

import av
import pytest

from bot.files.clean import clean
from bot.files.film import fitted
from bot.files.limits import CleanLimits
from bot.files.outcome import Cleaned, Kind, Notice, Reason, Refused

Marks = Callable[[bytes], set[bytes]]
TAGS = ("title", "artist", "comment", "location", "encoder", "album", "description", "copyright")


def tone(form: str, codec: str, seconds: float = 1.0, hertz: float = 300.0, rate: int = 48000) -> bytes:
    content = io.BytesIO()
    with av.open(content, "w", format=form) as made:
        for tag in TAGS:
            made.metadata[tag] = f"MARK{tag}"
        stream = made.add_stream(codec, rate=rate)
        stream.codec_context.layout = "mono"
        stream.metadata["title"] = stream.metadata["handler_name"] = "MARKstream"
        for start in range(0, int(seconds * rate), 1000):
            frame = av.AudioFrame("s16", "mono", 1000)
            frame.sample_rate, frame.pts, frame.time_base = rate, start, Fraction(1, rate)
            wave = (int(12000 * math.sin(2 * math.pi * hertz * (start + n) / rate)) for n in range(1000))
            frame.planes[0].update(struct.pack("<1000h", *wave))
            made.mux(stream.encode(frame))
        made.mux(stream.encode(None))
    return content.getvalue()


def film(
    turned: int = 0, seconds: float = 0.5, size: tuple[int, int] = (320, 240), sound: bool = True, fps: int = 30
) -> bytes:
    """White in the upper left quarter of what the sensor saw; `turned` is what the player is told to turn by."""
    content = io.BytesIO()
    wide, high = size
    with av.open(content, "w", format="mp4", options={"movflags": "use_metadata_tags"}) as made:
        for tag in TAGS:
            made.metadata[tag] = f"MARK{tag}"
        made.metadata["location"] = "+09.6025+105.9739/"
        made.metadata["creation_time"] = "2026-01-02T03:04:05Z"
        made.metadata["com.android.model"] = "MARKphone"
        pictures = made.add_stream("libx264", rate=fps, options={"preset": "ultrafast"})
        pictures.width, pictures.height, pictures.pix_fmt = wide, high, "yuv420p"
        pictures.metadata["handler_name"] = "MARKhandler"
        if turned:
            pictures.set_display_rotation(turned)
        track = made.add_stream("aac", rate=48000, layout="mono") if sound else None
        for number in range(int(seconds * fps)):
            frame = av.VideoFrame(wide, high, "gray")
            stride = frame.planes[0].line_size
            upper = (b"\xff" * (wide // 2)).ljust(stride, b"\0")
            frame.planes[0].update(upper * (high // 2) + bytes(stride) * (high - high // 2))
            frame = frame.reformat(format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, fps)
            made.mux(pictures.encode(frame))
        if track is not None:
            for start in range(0, int(seconds * 48000), 1000):
                frame = av.AudioFrame("fltp", "mono", 1000)
                frame.sample_rate, frame.pts, frame.time_base = 48000, start, Fraction(1, 48000)
                frame.planes[0].update(bytes(4000))
                made.mux(track.encode(frame))
            made.mux(track.encode(None))
        made.mux(pictures.encode(None))
    return content.getvalue()


def quarters(content: bytes) -> list[bool]:
    """Which quarters of the first picture are white: upper left, upper right, lower left, lower right."""
    with av.open(io.BytesIO(content)) as made:
        frame = next(made.decode(video=0))
        assert frame.rotation == 0
        gray = frame.reformat(format="gray").planes[0]
        pixels = bytes(gray)
        rows, columns = ([side // 4, side * 3 // 4] for side in (frame.height, frame.width))
        return [pixels[y * gray.line_size + x] > 128 for y in rows for x in columns]


@pytest.mark.parametrize(
    ("form", "codec", "rate"),
    [
        ("ogg", "libopus", 48000),
        ("ipod", "aac", 44100),
        ("3gp", "libopencore_amrnb", 8000),
        ("mp3", "libmp3lame", 44100),
        ("wav", "pcm_s16le", 16000),
        ("amr", "libopencore_amrnb", 8000),
        ("adts", "aac", 44100),
        ("webm", "libopus", 48000),
        ("mp4", "aac", 48000),
    ],
)
async def test_every_kind_of_recording_becomes_opus_without_tags(
    form: str, codec: str, rate: int, marks: Marks
) -> None:
    source = tone(form, codec, rate=rate)
    assert marks(source) or form in ("amr", "adts", "3gp")
    outcome = await clean(source, declared="audio/ogg")
    assert isinstance(outcome, Cleaned), outcome
    assert (outcome.kind, outcome.media_type, outcome.warnings) == (Kind.VOICE, "audio/ogg", ())
    assert outcome.seconds == pytest.approx(1.0, abs=0.06)
    assert marks(outcome.content) == set()
    assert b"Lavf" not in outcome.content
    with av.open(io.BytesIO(outcome.content)) as made:
        assert (made.metadata, made.streams[0].metadata) == ({}, {})
        assert made.streams.audio[0].codec_context.layout.name == "mono"


async def test_the_cover_of_a_recording_is_left_behind(photo: bytes, marks: Marks) -> None:
    cover = b"\0image/jpeg\0\x03MARKcover\0" + photo
    frame = b"APIC" + struct.pack(">IH", len(cover), 0) + cover
    size = bytes(len(frame) >> shift & 0x7F for shift in (21, 14, 7, 0))
    source = b"ID3\x03\0\0" + size + frame + tone("mp3", "libmp3lame", rate=44100)
    with av.open(io.BytesIO(source)) as given:
        assert len(given.streams.video) == 1
    outcome = await clean(source, declared="audio/mpeg")
    assert isinstance(outcome, Cleaned), outcome
    assert (outcome.kind, marks(outcome.content)) == (Kind.VOICE, set())


async def test_no_place_time_or_name_of_a_video_is_left(marks: Marks) -> None:
    source = film()
    assert len(marks(source)) >= 6
    assert b"+09.6025+105.9739/" in source
    outcome = await clean(source, declared="video/mp4")
    assert isinstance(outcome, Cleaned)
    assert (outcome.kind, outcome.media_type, outcome.width, outcome.height) == (Kind.VIDEO, "video/mp4", 320, 240)
    assert marks(outcome.content) == set()
    assert not any(word in outcome.content for word in (b"+09.6", b"\xa9xyz", b"loci", b"Lavf", b"Lavc"))
    with av.open(io.BytesIO(outcome.content)) as made:
        assert set(made.metadata) == {"major_brand", "minor_version", "compatible_brands"}
        assert [stream.codec_context.name for stream in made.streams] == ["h264", "aac"]


@pytest.mark.parametrize("layout", ["mono", "stereo"])
async def test_a_video_of_a_browser_becomes_one_that_telegram_plays(layout: str) -> None:
    content = io.BytesIO()
    with av.open(content, "w", format="webm") as made:
        pictures = made.add_stream("libvpx", rate=10, width=160, height=120, pix_fmt="yuv420p")
        track = made.add_stream("libopus", rate=48000, layout=layout)
        for number in range(5):
            frame = av.VideoFrame(160, 120, "yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, 10)
            made.mux(pictures.encode(frame))
        for start in range(0, 24000, 960):
            heard = av.AudioFrame("fltp", layout, 960)
            heard.sample_rate, heard.pts, heard.time_base = 48000, start, Fraction(1, 48000)
            for plane in heard.planes:
                plane.update(bytes(3840))
            made.mux(track.encode(heard))
        made.mux(pictures.encode(None))
        made.mux(track.encode(None))
    outcome = await clean(content.getvalue(), declared="video/webm")
    assert isinstance(outcome, Cleaned), outcome
    with av.open(io.BytesIO(outcome.content)) as made:
        assert [stream.codec_context.name for stream in made.streams] == ["h264", "aac"]
        assert float(made.streams.audio[0].duration * made.streams.audio[0].time_base) == pytest.approx(0.5, abs=0.08)


@pytest.mark.parametrize(
    ("turned", "size", "white"),
    [
        (0, (320, 240), [True, False, False, False]),
        (-90, (240, 320), [False, True, False, False]),  # a player turns it clockwise
        (90, (240, 320), [False, False, True, False]),
        (180, (320, 240), [False, False, False, True]),
    ],
)
async def test_a_video_is_turned_as_the_phone_was_held(turned: int, size: tuple[int, int], white: list[bool]) -> None:
    outcome = await clean(film(turned, sound=False), declared="video/mp4")
    assert isinstance(outcome, Cleaned)
    assert (outcome.width, outcome.height) == size
    assert quarters(outcome.content) == white


async def test_a_large_video_is_made_smaller_and_slow_motion_loses_pictures() -> None:
    outcome = await clean(film(size=(1920, 1080), seconds=0.2, fps=120), declared="video/mp4")
    assert isinstance(outcome, Cleaned)
    assert (outcome.width, outcome.height, outcome.warnings) == (1280, 720, (Notice.MADE_SMALLER,))
    with av.open(io.BytesIO(outcome.content)) as made:
        assert sum(1 for _ in made.decode(video=0)) == 6


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1080, 1920), (4000, 10), (10, 4000), (641, 481), (1, 1)])
def test_a_fitted_size_is_even_and_within_the_edge(width: int, height: int) -> None:
    wide, high = fitted(width, height, 1280)
    assert wide % 2 == high % 2 == 0
    assert 2 <= wide <= 1280
    assert 2 <= high <= 1280


SHORT = CleanLimits(voice_seconds=0.5, video_seconds=0.3)


@pytest.mark.parametrize(
    ("source", "limits", "reason"),
    [
        (tone("ogg", "libopus"), SHORT, Reason.TOO_LONG),
        (film(), SHORT, Reason.TOO_LONG),
        (film(), CleanLimits(video_pixels=70_000), Reason.TOO_BIG),
        (film()[:900], CleanLimits(), Reason.BROKEN),
        (b"OggS" + bytes(400), CleanLimits(), Reason.BROKEN),
        (b"\0\0\0\x18ftypisom\0\0\0\0isommp42" + bytes(400), CleanLimits(), Reason.BROKEN),
        (b"\x1aE\xdf\xa3\x9fB\x82\x88matroska" + b"\xff" * 400, CleanLimits(), Reason.BROKEN),
        (tone("ogg", "flac"), CleanLimits(), Reason.TYPE_NOT_ALLOWED),
        (b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n\0", CleanLimits(), Reason.TYPE_NOT_ALLOWED),
    ],
    ids=[
        "long voice",
        "long video",
        "large video",
        "cut",
        "junk ogg",
        "junk mp4",
        "junk mkv",
        "odd codec",
        "play list",
    ],
)
async def test_what_cannot_be_made_anew_is_refused_with_its_reason(
    source: bytes, limits: CleanLimits, reason: Reason
) -> None:
    assert await clean(source, declared="", limits=limits) == Refused(reason)


async def test_a_recording_with_a_damaged_part_is_kept_without_it() -> None:
    source = bytearray(tone("mp3", "libmp3lame", rate=44100))
    source[4000:4400] = bytes(400)
    outcome = await clean(bytes(source), declared="audio/mpeg")
    assert isinstance(outcome, Cleaned)
    assert outcome.seconds == pytest.approx(1.0, abs=0.2)


def loudest(content: bytes) -> tuple[int, int]:
    """Hertz of the strongest tone, in steps of 10, and the highest sample."""
    with av.open(io.BytesIO(content)) as made:
        track, even = made.streams.audio[0], av.AudioResampler("s16", "mono", 8000)
        opus = av.CodecContext.create("libopus", "r")
        opus.extradata, opus.sample_rate, opus.layout = track.codec_context.extradata, 48000, "mono"
        samples: list[int] = []
        for packet in made.demux(track):
            for frame in opus.decode(packet if packet.size else None):
                for part in even.resample(frame):
                    samples += struct.unpack(f"<{part.samples}h", bytes(part.planes[0])[: part.samples * 2])
    middle = samples[2000:4000]
    strength = {}
    for hertz in range(100, 800, 10):
        turn, last, before = 2 * math.cos(2 * math.pi * hertz / 8000), 0.0, 0.0
        for sample in middle:
            last, before = sample + turn * last - before, last
        strength[hertz] = last * last + before * before - turn * last * before
    return max(strength, key=lambda hertz: strength[hertz]), max(map(abs, samples))


async def test_a_changed_voice_is_higher_or_lower_by_an_amount_that_differs_each_time() -> None:
    source = tone("ogg", "libopus", hertz=400)
    outcomes = [await clean(source, declared="audio/ogg", change_voice=True) for _ in range(4)]
    heard = []
    for outcome in outcomes:
        assert isinstance(outcome, Cleaned)
        assert outcome.warnings == (Notice.VOICE_CHANGED,)
        assert outcome.seconds == pytest.approx(1.0, abs=0.15)
        heard.append(loudest(outcome.content))
    assert all(260 <= hertz <= 375 or 435 <= hertz <= 570 for hertz, _ in heard), heard
    assert all(6_000 < height < 16_000 for _, height in heard), heard
    assert len({outcome.content for outcome in outcomes if isinstance(outcome, Cleaned)}) == 4


@pytest.mark.parametrize("hertz", [510.0, 512.0, 514.0])
async def test_a_steady_tone_stays_what_it_is(hertz: float) -> None:
    outcome = await clean(tone("ogg", "libopus", hertz=hertz), declared="audio/ogg")
    assert isinstance(outcome, Cleaned)
    heard, height = loudest(outcome.content)
    assert abs(heard - hertz) <= 10
    assert 10_000 < height < 14_000


async def test_the_sound_of_a_video_can_be_changed_and_keeps_its_speed() -> None:
    outcome = await clean(film(seconds=1.0), declared="video/mp4", change_voice=True)
    assert isinstance(outcome, Cleaned)
    assert outcome.warnings == (Notice.VOICE_CHANGED,)
    with av.open(io.BytesIO(outcome.content)) as made:
        track = made.streams.audio[0]
        assert float(track.duration * track.time_base) == pytest.approx(1.0, abs=0.1)


async def test_a_silent_video_says_nothing_about_a_voice() -> None:
    outcome = await clean(film(sound=False), declared="video/mp4", change_voice=True)
    assert isinstance(outcome, Cleaned)
    assert outcome.warnings == ()
