"""Logs say what happened and where, never what was said, by whom, or with which key."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot import logs

TOKEN = "123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


@pytest.fixture(params=[True, False], ids=["json", "console"])
def written(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in (*logs.QUIET, "aiohttp.access")}
    stream = io.StringIO()
    logs.setup("DEBUG", as_json=request.param, stream=stream)
    yield stream
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, old in levels.items():
        logging.getLogger(name).setLevel(old)


def fail() -> None:
    words = "MARK-local-variable"
    raise ValueError(f"MARK-message {words}")


def test_an_exception_is_its_type_and_its_places(written: io.StringIO) -> None:
    try:
        fail()
    except ValueError:
        structlog.get_logger("x").exception("it failed")
        logging.getLogger("other.library").exception("it failed with %s", "MARK-argument")
    assert "ValueError" in written.getvalue()
    assert "test_logs.py" in written.getvalue()
    assert "MARK" not in written.getvalue()


def test_tokens_and_passwords_are_blotted_out_whoever_logs_them(written: io.StringIO) -> None:
    structlog.get_logger("x").error(
        "call", url=f"https://api.telegram.org/bot{TOKEN}/getMe", db="postgresql://u:pw@host/x"
    )
    logging.getLogger("other.library").error("GET https://api.telegram.org/bot%s/getMe", TOKEN)
    assert "AAAAAAA" not in written.getvalue()
    assert "u:pw" not in written.getvalue()


def test_noisy_libraries_are_quiet(written: io.StringIO) -> None:
    for name in logs.QUIET:
        logging.getLogger(name).debug("MARK")
        logging.getLogger(name).info("MARK")
    logging.getLogger("telegram.request").exception("Can not load invalid JSON data: %s", "MARK")
    logging.getLogger("aiohttp.access").info("MARK")
    assert "MARK" not in written.getvalue()
