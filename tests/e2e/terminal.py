"""An operator at a terminal: types verbs into a real process, reads what it says, answers what it asks."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE_S = 120.0


@dataclass(frozen=True)
class Said:
    """How a verb ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        return self.out + self.err


class Session:
    """One running verb."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.out = ""
        self._read = 0  # how far it has been read with understanding

    async def sees(self, pattern: str) -> re.Match[str]:
        """Read on until a pattern stands in what was said after the last thing that was seen."""
        assert self.process.stdout is not None
        while not (found := re.compile(pattern).search(self.out, self._read)):
            try:
                async with asyncio.timeout(PATIENCE_S):
                    piece = await self.process.stdout.read(4096)
            except TimeoutError:
                piece = b""
            if not piece:
                raise AssertionError(f"{pattern!r} was never said: {self.out[self._read :]!r}")
            self.out += piece.decode()
        self._read = found.end()
        return found

    async def types(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n".encode())
        await self.process.stdin.drain()

    async def ends(self) -> Said:
        """Say no more, and wait for the end."""
        async with asyncio.timeout(PATIENCE_S):
            out, err = await self.process.communicate(b"")
        self.out += out.decode()
        return Said(self.process.returncode or 0, self.out, err.decode())


@dataclass
class Operator:
    """Somebody with a folder and an environment."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HOTLINE_")}
        given = {f"HOTLINE_{name}": value for name, value in {"LANG": "en", **self.settings}.items()}
        return {**kept, **given, "PYTHONPATH": str(ROOT), "COLUMNS": "200"}

    @asynccontextmanager
    async def session(self, *words: str) -> AsyncIterator[Session]:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-W", "error", "-m", "bot", *words,
            cwd=self.folder, env=self.environment(),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            yield Session(process)
        finally:
            if process.returncode is None:
                process.kill()
                await process.communicate()

    async def types(self, *words: str) -> Said:
        """One verb that asks nothing."""
        async with self.session(*words) as session:
            return await session.ends()


async def copies_papers(session: Session) -> tuple[str, str]:
    """Write both shares down, compare them, read four groups back; the shares."""
    await session.sees(r"Press Enter to see them once more\.")
    shares = shares_in(session.out)
    await session.types("")
    await session.sees(r"they are not shown again\.")
    await session.types("")
    for _question in range(4):
        asked = await session.sees(r"Paper (\d), group (\d+):")
        await session.types(shares[int(asked[1]) - 1].split()[int(asked[2]) - 1].lower())
    return shares


def shares_in(text: str) -> tuple[str, str]:
    """The two shares that were shown last."""
    papers = re.findall(r"Paper \d:\n((?:\s+(?:\d+\. \w{4}\s*)+\n)+)", text)[-2:]
    first, second = (" ".join(re.findall(r"\d+\. (\w{4})", paper)) for paper in papers)
    return first, second
