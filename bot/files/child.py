"""The keyless process: loads one cleaner, shuts itself in, reads one file from a pipe, answers, ends.

It answers `READY`, then four bytes of length, a JSON header of that length, then the cleaned bytes.
The header is {"refused": reason} or {"kind", "media_type", "width", "height", "seconds", "warnings"}.
"""

import importlib
import json
import struct
import sys
from collections.abc import Callable

from bot.files.confine import shut_in
from bot.files.limits import CleanLimits
from bot.files.outcome import Cleaned, Reason, Rejected

READY = b"R"
INCOMPLETE = 3
"""Exit code: a library wanted to load a part of itself that its cleaner does not load before it shuts itself in."""

Clean = Callable[[bytes, str, CleanLimits, bool], Cleaned]
"""What every cleaner's `clean` is: (source, format, limits, change_voice) -> Cleaned, or raises Rejected."""


def main(module: str, form: str, change_voice: str, cpu_seconds: str, limits: str) -> None:
    """Clean standard input with `module` and answer on standard output. Arguments as texts; `limits` as JSON."""
    bounds = CleanLimits(**json.loads(limits))
    clean: Clean = importlib.import_module(module).clean
    shut_in(bounds.memory_bytes, int(cpu_seconds))
    sys.stdout.buffer.write(READY)
    sys.stdout.buffer.flush()
    header, content = answer(clean, sys.stdin.buffer.read(), form, bounds, change_voice == "yes")
    sys.stdout.buffer.write(struct.pack(">I", len(header)) + header + content)
    sys.stdout.buffer.flush()


def answer(clean: Clean, source: bytes, form: str, limits: CleanLimits, change_voice: bool) -> tuple[bytes, bytes]:
    """Header and content to send back. Any fault of a library with these bytes is a verdict on the bytes."""
    try:
        cleaned = clean(source, form, limits, change_voice)
    except Rejected as verdict:
        return refusal(verdict.reason), b""
    except ImportError:
        sys.exit(INCOMPLETE)
    except MemoryError:
        return refusal(Reason.HOSTILE), b""
    except Exception:  # media libraries raise anything
        return refusal(Reason.BROKEN), b""
    header = {
        "kind": cleaned.kind,
        "media_type": cleaned.media_type,
        "width": cleaned.width,
        "height": cleaned.height,
        "seconds": cleaned.seconds,
        "warnings": cleaned.warnings,
    }
    return json.dumps(header).encode(), cleaned.content


def refusal(reason: Reason) -> bytes:
    """The header of a refused file."""
    return json.dumps({"refused": reason}).encode()
