"""Sound and video: decoded and encoded anew, so that only what is heard and seen crosses over.

Copying the compressed streams would be quicker, but their headers and hidden messages (SEI, side data, timed tracks
with positions) differ by phone and cannot all be known, and an officer's player would be the first to decode them.
Tags, place and time marks, names of handlers and encoders, covers, subtitles, chapters and data tracks stay behind.

Sound becomes Ogg/Opus, mono; video becomes MP4 with H.264 and, where there was sound, AAC: what Telegram and Zalo play.
"""

import io
from dataclasses import replace

import av
import av.subtitles.stream  # PyAV loads it when it opens a file, and nothing can be loaded once shut in
from av.audio.codeccontext import AudioCodecContext
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from bot.files.film import Film
from bot.files.limits import CleanLimits
from bot.files.outcome import Cleaned, Kind, Notice, Reason, Rejected
from bot.files.sound import RATE, Sound
from bot.files.voice import Filters, Shift, draw_shift, shift_filters

SOUNDS = {
    *(
        "opus",
        "libopus",
        "vorbis",
        "aac",
        "mp3",
        "mp3float",
        "amrnb",
        "amrwb",
        "libopencore_amrnb",
        "libopencore_amrwb",
    ),
    *("pcm_s16le", "pcm_s16be", "pcm_u8", "pcm_s24le", "pcm_f32le", "pcm_alaw", "pcm_mulaw", "adpcm_ima_wav"),
}
PICTURES = {"h264", "hevc", "mpeg4", "h263", "vp8", "libvpx", "vp9", "libvpx-vp9", "av1", "libdav1d", "mjpeg"}
NAMELESS = {"fflags": "+bitexact"}
"""Containers are written without the name and version of the library."""


def clean(source: bytes, form: str, limits: CleanLimits, change_voice: bool) -> Cleaned:
    """Any sound -> Ogg/Opus; any video -> MP4. `form` is the one FFmpeg demuxer that may read the bytes."""
    shift = draw_shift() if change_voice else None
    with opened(source, form) as given:
        film, sound = first_film(given), first_sound(given)
        for stream, known in ((film, PICTURES), (sound, SOUNDS)):
            if stream is not None and (stream.codec_context is None or stream.codec_context.name not in known):
                raise Rejected(Reason.TYPE_NOT_ALLOWED)
        if film is not None and (given.duration or 0) > (limits.video_seconds + 1) * av.time_base:
            raise Rejected(Reason.TOO_LONG)  # said by its header: no need to encode minutes before finding out
        if film is not None:
            return video(source, form, limits, shift)
        if sound is not None:
            return voice_note(given, sound, limits, shift)
    raise Rejected(Reason.BROKEN)


def opened(source: bytes, form: str) -> InputContainer:
    """The bytes behind one fixed demuxer: none that reads play lists, and so other files, is ever tried."""
    return av.open(io.BytesIO(source), "r", format=form, metadata_errors="replace")


def first_film(given: InputContainer) -> VideoStream | None:
    """The first track of moving pictures; a cover is none."""
    moving = (stream for stream in given.streams.video if not stream.disposition & Disposition.attached_pic)
    return next(moving, None)


def first_sound(given: InputContainer) -> AudioStream | None:
    """The first track of sound."""
    return next(iter(given.streams.audio), None)


def voice_note(given: InputContainer, track: AudioStream, limits: CleanLimits, shift: Shift | None) -> Cleaned:
    """One track of sound -> Ogg/Opus."""
    content = io.BytesIO()
    with av.open(content, "w", format="ogg", options=NAMELESS) as made:
        sound = Sound(made, "libopus", filters(shift), limits.voice_seconds)
        feed(given, sound=(track, sound))
    return Cleaned(Kind.VOICE, "audio/ogg", content.getvalue(), seconds=sound.seconds, warnings=voice_notices(shift))


def video(source: bytes, form: str, limits: CleanLimits, shift: Shift | None) -> Cleaned:
    """Pictures and, where there is any, sound -> MP4. The speed of a changed voice stays, to fit the pictures."""
    first = first_frame(source, form, limits)
    content = io.BytesIO()
    with opened(source, form) as given, av.open(content, "w", format="mp4", options=NAMELESS) as made:
        pictures, track = first_film(given), first_sound(given)
        assert pictures is not None
        film = Film(made, first, pictures.sample_aspect_ratio, limits)
        sound = None
        if track is not None:
            in_step = replace(shift, speed=1.0) if shift else None
            sound = Sound(made, "aac", filters(in_step), limits.video_seconds, origin=first.time or 0.0)
        feed(given, film=(pictures, film), sound=(track, sound) if track is not None and sound is not None else None)
    notices = voice_notices(shift if sound else None)
    if max(film.width, film.height) < max(first.width, first.height):
        notices = (*notices, Notice.MADE_SMALLER)
    return Cleaned(Kind.VIDEO, "video/mp4", content.getvalue(), film.width, film.height, film.seconds, notices)


def first_frame(source: bytes, form: str, limits: CleanLimits) -> VideoFrame:
    """The first picture: it alone tells how the phone was held."""
    with opened(source, form) as given:
        pictures = first_film(given)
        assert pictures is not None
        context = pictures.codec_context
        if context.width * context.height > limits.video_pixels:
            raise Rejected(Reason.TOO_BIG)
        context.thread_count = 1
        for packet in given.demux(pictures):
            try:
                for frame in packet.decode():
                    return frame
            except av.InvalidDataError:
                continue
    raise Rejected(Reason.BROKEN)


def feed(
    given: InputContainer,
    film: tuple[VideoStream, Film] | None = None,
    sound: tuple[AudioStream, Sound] | None = None,
) -> None:
    """Decode the tracks and hand on every frame; a damaged packet is left out, a file without a sound one is broken."""
    tracks = [pair[0] for pair in (film, sound) if pair is not None]
    decoders = {track.index: decoder(track) for track in tracks}
    for packet in given.demux(tracks):
        try:
            frames = decoders[packet.stream.index].decode(packet if packet.size else None)
        except av.InvalidDataError:
            continue
        for frame in frames:
            if isinstance(frame, AudioFrame) and sound is not None:
                sound[1].add(frame)
            elif isinstance(frame, VideoFrame) and film is not None:
                film[1].add(frame)
    for pair in (film, sound):
        if pair is not None:
            pair[1].finish()


def decoder(track: AudioStream | VideoStream) -> AudioCodecContext | VideoCodecContext:
    """What decodes a track, without threads, which cannot be started here.

    Opus goes to libopus: FFmpeg's own decoder turns some steady tones (512 Hz is one) into noise at full height.
    """
    context = track.codec_context
    if isinstance(context, AudioCodecContext) and context.name == "opus":
        given, context = context, AudioCodecContext.create("libopus", "r")
        context.extradata, context.sample_rate, context.layout = given.extradata, RATE, given.layout
    context.thread_count = 1
    return context


def filters(shift: Shift | None) -> Filters:
    """The audio filters for a shift, none without."""
    return shift_filters(shift, RATE) if shift else []


def voice_notices(shift: Shift | None) -> tuple[Notice, ...]:
    """Says that the voice was changed, if it was."""
    return (Notice.VOICE_CHANGED,) if shift else ()
