"""Sheets become HTML. Everything that is filled in is escaped without being asked; no text stands in a template."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from bot.page.sheet import Sheet

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = "templates"


def written(sheet: Sheet) -> str:
    """The page."""
    return _templates().get_template("page.html").render(sheet=sheet)


def told(title: str, text: str) -> str:
    """A page with one sentence."""
    return _templates().get_template("told.html").render(title=title, text=text)


@cache
def style() -> str:
    """How all of it looks, on a phone and on paper."""
    return resources.files("bot.page").joinpath(FOLDER, "page.css").read_text("utf8")


@cache
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # only where the page is asked for

    loader = PackageLoader("bot.page", FOLDER)
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
