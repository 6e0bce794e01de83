"""Moving pictures on their way from a decoder into a new file: upright, smaller, at most 30 a second, encoded."""

from fractions import Fraction

from av.codec.context import Flags
from av.container import OutputContainer
from av.filter import Graph
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from bot.files.limits import CleanLimits
from bot.files.outcome import Reason, Rejected

TICKS = 90_000
SHORTEST = TICKS // 33  # pictures that follow closer than this are left out: 30 a second, with room for jitter
OPTIONS = {"preset": "veryfast", "crf": "26"}
TURNS = {-90: ["clock"], 90: ["cclock"], 180: ["clock", "clock"], -180: ["clock", "clock"]}
"""Degrees that a player would turn the picture (counter-clockwise) -> quarter turns that do it for good."""


class Film:
    """Takes decoded pictures that are like the `first`, writes encoded ones. Refuses more than the limits allow."""

    def __init__(
        self, made: OutputContainer, first: VideoFrame, pixel_shape: Fraction | None, limits: CleanLimits
    ) -> None:
        turns = TURNS.get(round(first.rotation / 90) * 90, [])
        wide, high = fitted(first.width * float(pixel_shape or 1), first.height, limits.video_edge)
        self._graph = chain(first, wide, high, turns)
        self.width, self.height = (high, wide) if len(turns) == 1 else (wide, high)
        stream = made.add_stream("libx264", rate=30, options=OPTIONS)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = self.width, self.height, "yuv420p"
        stream.codec_context.time_base = Fraction(1, TICKS)
        stream.codec_context.thread_count = 1
        stream.codec_context.flags |= Flags.bitexact
        self._made, self._stream, self._most = made, stream, limits.video_seconds
        self._like = (first.width, first.height, first.format.name)
        self._origin = first.time or 0.0
        self._last: int | None = None

    @property
    def seconds(self) -> float:
        """The moment of the last picture."""
        return (self._last or 0) / TICKS

    def add(self, frame: VideoFrame) -> None:
        """Take one decoded picture. Raises Rejected if it is of another shape than the first, or too late."""
        if (frame.width, frame.height, frame.format.name) != self._like:
            raise Rejected(Reason.BROKEN)
        moment = round(((frame.time or 0.0) - self._origin) * TICKS)
        if moment > self._most * TICKS:
            raise Rejected(Reason.TOO_LONG)
        if moment < 0 or (self._last is not None and moment - self._last < SHORTEST):
            return
        self._last = moment
        self._graph.vpush(frame)
        drawn = self._graph.vpull()
        drawn.pts, drawn.time_base = moment, Fraction(1, TICKS)
        for packet in self._stream.encode(drawn):
            self._made.mux(packet)

    def finish(self) -> None:
        """Write what is still on its way. Raises Rejected if there was no picture at all."""
        if self._last is None:
            raise Rejected(Reason.BROKEN)
        for packet in self._stream.encode(None):
            self._made.mux(packet)


def fitted(width: float, height: float, edge: int) -> tuple[int, int]:
    """The size with the same proportions, no side above `edge`, never larger, both even (H.264 needs that)."""
    scale = min(1.0, edge / max(width, height))
    return max(2, round(width * scale / 2) * 2), max(2, round(height * scale / 2) * 2)


def chain(first: VideoFrame, wide: int, high: int, turns: list[str]) -> Graph:
    """Scales, turns and evens out the pictures, without threads."""
    graph = Graph()
    graph.threads = 1
    taken = graph.add_buffer(width=first.width, height=first.height, format=first.format, time_base=first.time_base)
    nodes = [taken, graph.add("scale", f"{wide}:{high}")]
    nodes += [graph.add("transpose", turn) for turn in turns]
    nodes += [graph.add("setsar", "1"), graph.add("format", "yuv420p"), graph.add("sidedata", "mode=delete")]
    nodes.append(graph.add("buffersink"))
    graph.link_nodes(*nodes).configure()
    return graph
