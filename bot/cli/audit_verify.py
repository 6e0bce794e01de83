"""`hotline audit verify`: is the chain of the audit whole, and is its end still there?

Three ways to notice: each line follows from the one before; each morning's code that was noted beside the keyring is
still made by some line; and so are the codes that people kept from the province's chat.
"""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from bot.cli.place import Place, moment, place
from bot.cli.terminal import Wrong, say
from content.locales import _
from storage import audit
from storage.anchors import Anchors, missing, typed
from storage.audit import Check
from storage.proof import hour_of


def command(
    anchor: Annotated[
        list[str] | None,
        typer.Option(help=_("A code from the province's chat; may be given several times."), metavar="CODE"),
    ] = None,
    proof: Annotated[
        str, typer.Option(help=_("A reporter's code: says in which hour that tip came in."), metavar="CODE")
    ] = "",
) -> None:
    asyncio.run(verify(anchor or [], proof))


async def verify(given: list[str], proof: str = "") -> None:
    """Says the result; exit code 1 where a line was changed, moved, removed or cut off."""
    codes = {text: typed(text) for text in given}
    proven = typed(proof)
    if wrong := [text for text, code in {**codes, **({proof: proven} if proof else {})}.items() if code is None]:
        raise Wrong(_("{code} is no code of the audit: it has 16 letters and digits.").format(code=wrong[0]))
    async with place() as here:
        noted = Anchors(here.keyring.folder).read()
        wanted = {code for code in codes.values() if code} | {one.code for one in noted}
        async with here.database.read() as rows:
            found = await audit.check(rows, here.keyring.audit, wanted)
            hour = await hour_of(rows, proven) if proven else None
        lost = missing(noted, found.found)
        unknown = [text for text, code in codes.items() if code not in found.found]
        say(_walked(here, found))
        if lost:
            say(_("Lines were cut off the end: on the morning of {day} there were {lines}, now {count}.").format(
                day=f"{lost[0].day:%d/%m/%Y}", lines=lost[0].lines, count=found.lines
            ))  # fmt: skip
        for text in unknown:
            say(
                _("The code {code} fits no line: the end was cut off since, or the code is mistyped.").format(code=text)
            )
        if found.broken or lost or unknown:
            say(_("Do not repair it: keep the database as it is and report to the one in charge."))
            raise typer.Exit(1)
        for text in given:
            say(_("The code {code} fits.").format(code=text))
        if proof and hour is None:
            say(_("No tip came in under the code {code}.").format(code=proof))
            raise typer.Exit(1)
        if hour is not None:
            say(_("A tip came in under the code {code}, in the hour from {time} on.").format(
                code=proof, time=moment(hour, here.policy)
            ))  # fmt: skip


def _walked(here: Place, found: Check) -> str:
    if found.broken:
        return _("The audit was changed, from the line of {time} on.").format(time=_time(here, found.broken.at))
    said = _("The audit is whole: {count} lines.").format(count=found.lines)
    if found.last:
        said += "\n" + _("The last one is of {time}.").format(time=_time(here, found.last.at))
    return said


def _time(here: Place, at: int) -> str:
    return moment(at / 1e6, here.policy)
