"""A track of sound on its way from a decoder into a new file: mono, one rate, filtered if asked, encoded."""

from fractions import Fraction

from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.codec.context import Flags
from av.container import OutputContainer
from av.error import BlockingIOError as NothingYet
from av.error import EOFError as AllGiven
from av.filter import Graph

from bot.files.outcome import Reason, Rejected
from bot.files.voice import Filters

RATE = 48000
BITS_A_SECOND = {"libopus": 32_000, "aac": 64_000}
CODEC_OPTIONS = {"libopus": {"application": "voip"}, "aac": {}}


class Sound:
    """Takes decoded frames, writes encoded ones. Refuses sound longer than `most_seconds`.

    `origin`: the moment of the source, in seconds, that is 0 in the new file.
    """

    def __init__(
        self, made: OutputContainer, codec: str, filters: Filters, most_seconds: float, origin: float = 0.0
    ) -> None:
        stream = made.add_stream(codec, rate=RATE, options=CODEC_OPTIONS[codec])
        assert isinstance(stream, AudioStream)
        stream.codec_context.layout = "mono"
        stream.codec_context.bit_rate = BITS_A_SECOND[codec]
        stream.codec_context.flags |= Flags.bitexact
        stream.codec_context.thread_count = 1
        self._made, self._stream, self._most, self._origin = made, stream, most_seconds, origin
        self._graph = chain(filters) if filters else None
        self._resampler: AudioResampler | None = None
        self._shape: tuple[str, str, int] | None = None
        self._taken = 0
        self._next: int | None = None

    @property
    def seconds(self) -> float:
        """Where the new track ends."""
        return (self._next or 0) / RATE

    def add(self, frame: AudioFrame) -> None:
        """Take one decoded frame. A track may change its shape on the way (HE-AAC does)."""
        if self._next is None:
            self._next = max(0, round(((frame.time or 0.0) - self._origin) * RATE)) if self._origin else 0
        shape = (frame.format.name, frame.layout.name, frame.sample_rate)
        if shape != self._shape:
            self._drain()
            self._resampler, self._shape = AudioResampler("fltp", "mono", RATE), shape
        frame.pts = None
        assert self._resampler is not None
        for even in self._resampler.resample(frame):
            self._filter(even)

    def finish(self) -> None:
        """Write what is still on its way. Raises Rejected if there was no sound at all."""
        self._drain()
        if not self._taken:
            raise Rejected(Reason.BROKEN)
        if self._graph is not None:
            self._graph.push(None)
            self._pull()
        for packet in self._stream.encode(None):
            self._made.mux(packet)

    def _drain(self) -> None:
        if self._resampler is not None:
            for even in self._resampler.resample(None):
                self._filter(even)

    def _filter(self, frame: AudioFrame) -> None:
        frame.pts, frame.time_base = self._taken, Fraction(1, RATE)
        self._taken += frame.samples
        if self._taken > self._most * RATE:
            raise Rejected(Reason.TOO_LONG)
        if self._graph is None:
            self._encode(frame)
        else:
            self._graph.push(frame)
            self._pull()

    def _pull(self) -> None:
        assert self._graph is not None
        while True:
            try:
                frame = self._graph.pull()
            except (NothingYet, AllGiven):
                return
            assert isinstance(frame, AudioFrame)
            self._encode(frame)

    def _encode(self, frame: AudioFrame) -> None:
        assert self._next is not None
        frame.pts, frame.time_base = self._next, Fraction(1, RATE)
        self._next += frame.samples
        for packet in self._stream.encode(frame):
            self._made.mux(packet)


def chain(filters: Filters) -> Graph:
    """The filters one after another, for mono sound of RATE samples a second, without threads."""
    graph = Graph()
    graph.threads = 1
    nodes = [graph.add_abuffer(sample_rate=RATE, format="fltp", layout="mono", time_base=Fraction(1, RATE))]
    nodes += [graph.add(name, arguments) for name, arguments in filters]
    nodes.append(graph.add("aformat", "sample_fmts=fltp:channel_layouts=mono"))
    nodes.append(graph.add("abuffersink"))
    graph.link_nodes(*nodes).configure()
    return graph
