"""The training ground as `make demo` starts it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOUSE = Path(__file__).parents[3]
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/?")


@contextmanager
def running_demo() -> Iterator[str]:
    """A demo in a process of its own, without anybody's settings: the address of its page."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("HOTLINE_")}
    command = [sys.executable, "-m", "bot", "demo", "--port", "0"]
    with subprocess.Popen(command, cwd=HOUSE, env=plain, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        found = next(filter(None, map(_ADDRESS.search, iter(process.stdout.readline, ""))), None)
        assert found, "the demo ended without an address"
        try:
            yield found.group()
        finally:  # also where whoever uses it fails: else nobody ends it
            process.terminate()
        assert process.wait(timeout=60) == 0, "the demo does not stop when it is told to"
