"""`python -m bot VERB`, installed as `hotline`."""

from __future__ import annotations

import gc
import sys

NEW_OBJECTS = 50_000
"""Made between two searches for garbage. Python's 700 costs a tenth of the start: nothing that is imported is garbage."""


def main() -> None:
    gc.set_threshold(NEW_OBJECTS)
    from bot.cli.program import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
