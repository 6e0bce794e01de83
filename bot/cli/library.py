"""`hotline library`: the pieces of prevention, a line each, what is wrong with them and what somebody should look after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.terminal import Wrong, say
from content.library import FOLDER
from content.library.check import Finding, faults, to_do
from content.library.reading import read
from content.library.records import ORIGINAL, Piece
from content.library.wording import mean_words
from content.locales import _


def command(
    folder: Annotated[Path, typer.Argument(help=_("Folder of the pieces."), metavar="FOLDER")] = FOLDER,
) -> None:
    """Exit code 1 where something must be mended."""
    if not folder.is_dir():
        raise Wrong(_("There is no folder {folder}.").format(folder=folder))
    library, on = read(folder), datetime.now(UTC).date()
    for piece in library.pieces.values():
        say(line(piece, on))
    wrong = faults(library, folder)
    _listed(_("To mend:"), wrong)
    _listed(_("To look after:"), to_do(library, on))
    if wrong:
        raise typer.Exit(1)


def line(piece: Piece, on: date) -> str:
    """One piece: its folder, title, audiences, languages, how hard it reads, until when it is shown."""
    words = piece.words[ORIGINAL]
    shown = [language for language in piece.words if piece.offered(language, on)]
    told = _("{n} characters, {mean} words a sentence; {languages}; until {day}").format(
        n=len(words.text({})),
        mean=f"{mean_words(words.text({})):.0f}",
        languages=", ".join(shown) or _("not shown"),
        day=f"{piece.valid_until:%d/%m/%Y}",
    )
    audiences = ", ".join(_(audience.text) for audience in piece.audiences)
    return f"{piece.slug}: {words.title}\n    {audiences}\n    {told}"


def _listed(title: str, findings: Sequence[Finding]) -> None:
    if findings:
        say()
        say(title)
        for finding in findings:
            say(f"- {finding}")
