"""Logs without identifiers, content or secrets at any level: structured lines of what happened, never of what was said.

Tracebacks keep their places but no local variables and no message of the exception: both may hold what a person wrote.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any, TextIO

import structlog

QUIET = ("telegram", "httpx", "httpcore", "aiohttp", "aiosqlite", "asyncio", "sqlalchemy", "alembic", "PIL", "asyncpg")
TOKEN = re.compile(r"\d{6,}:[A-Za-z0-9_-]{20,}|(?<=/bot)\d{3,}:[A-Za-z0-9_-]+")
ADDRESS = re.compile(r"(://)[^/\s@]+@")  # user and password inside an address


def setup(level: str = "INFO", *, as_json: bool = True, stream: TextIO | None = None) -> None:
    """Set up logging for the process. Other libraries' loggers speak only of warnings, in the same form."""
    out = stream or sys.stderr
    shape: Any = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(colors=out.isatty(), exception_formatter=structlog.dev.plain_traceback)
    )
    shared: list[Any] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        plain_exception,
        redact,
    ]
    structlog.configure(
        processors=[*shared, shape],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.PrintLoggerFactory(out),
        cache_logger_on_first_use=False,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, redact, shape]
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(formatter)
    handler.addFilter(_without_values)
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("telegram").setLevel(logging.CRITICAL)  # its errors hold updates, whole
    logging.getLogger("aiohttp.access").setLevel(logging.CRITICAL)


def plain_exception(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """An exception as its type and the places it came through."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    if isinstance(info, BaseException):
        info = (type(info), info, info.__traceback__)
    if isinstance(info, tuple) and info[0] is not None:
        event["error"] = info[0].__name__
        event["places"] = places(info[2])
    return event


def places(trace: TracebackType | None) -> list[str]:
    """file:line of each frame, innermost last."""
    found = []
    while trace is not None:
        code = trace.tb_frame.f_code
        found.append(f"{code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno}:{code.co_name}")
        trace = trace.tb_next
    return found


def redact(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Tokens and passwords never leave, whoever logs them."""
    for name, value in event.items():
        if isinstance(value, str):
            event[name] = ADDRESS.sub(r"\1", TOKEN.sub("[token]", value))
    return event


def _without_values(record: logging.LogRecord) -> bool:
    """Of other libraries: the exception's type instead of its text, and no stack with values."""
    if record.exc_info and record.exc_info[0] is not None:
        record.msg = f"{record.name}: {record.exc_info[0].__name__}"
        record.args = None
    record.exc_text = None
    return True
