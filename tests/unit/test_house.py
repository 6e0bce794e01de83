"""The law of the house: imports go one way, platforms stay in `bot`, and nothing outside the clone is named."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "handlers", "storage", "content")
MAY_IMPORT = {
    "bot": {"bot", "handlers", "storage", "content"},
    "handlers": {"handlers", "storage", "content"},
    "storage": {"storage", "content"},
    "content": {"content"},
}
PLATFORMS = {"telegram", "aiohttp", "aiogram"}


def imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text("utf8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module


@pytest.mark.parametrize("room", ROOMS)
def test_imports_go_one_way(room: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in (ROOT / room).rglob("*.py")
        for line, name in imports(path)
        if (top := name.split(".")[0]) in ROOMS and top not in MAY_IMPORT[room]
    ]
    assert wrong == []


@pytest.mark.parametrize("room", ["handlers", "storage", "content"])
def test_no_platform_is_known_outside_bot(room: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in (ROOT / room).rglob("*.py")
        for line, name in imports(path)
        if name.split(".")[0] in PLATFORMS
    ]
    assert wrong == []


def test_the_training_ground_imports_nothing_else_of_the_house() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in (ROOT / "bot" / "sandbox").rglob("*.py")
        for line, name in imports(path)
        if name.split(".")[0] in ROOMS and not name.startswith("bot.sandbox")
    ]
    assert wrong == []


def test_the_lock_holds_hashes_and_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf8")
    assert "--hash=sha256:" in lock
    assert "://" not in lock
    assert "index-url" not in lock.replace("--no-emit-index-url", "")


def test_nothing_tracked_needs_a_folder_outside_the_clone() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    outside = "../" + "shared"
    assert [name for name in tracked if outside in (ROOT / name).read_bytes().decode("utf8", "ignore")] == []
