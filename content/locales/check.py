"""Are the catalogues true? `python -m content.locales.check` names every fault and exits 1 if there is one.

Every message in the code must have its Vietnamese, with the same placeholders; every entry must still be in the code;
no message may stand in two files. A language that is prepared but not reviewed is checked only for what it has.
"""

from __future__ import annotations

import ast
import string
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.messages.pofile import read_po

from content.locales import DEFAULT, FOLDER, REVIEWED

ROOT = FOLDER.parent.parent
PACKAGES = ("bot", "handlers", "storage", "content")
CALLS = {"_": 1, "gettext": 1, "N_": 1, "ngettext": 2}
"""Functions whose first arguments are messages, and how many."""
SOURCE_LANGUAGE = "en"


@dataclass(frozen=True)
class Entry:
    """One message of a catalogue: its file, what the code says, what people read."""

    file: str
    source: str
    forms: tuple[str, ...]


def messages(root: Path = ROOT, packages: Sequence[str] = PACKAGES) -> dict[str, str]:
    """Every message in the code: the message -> where it stands first."""
    found: dict[str, str] = {}
    for package in packages:
        for path in sorted((root / package).rglob("*.py")):
            for message, line in in_source(path.read_text(encoding="utf-8")):
                found.setdefault(message, f"{path.relative_to(root)}:{line}")
    return found


def in_source(source: str) -> Iterator[tuple[str, int]]:
    """The messages of one file and their lines. A message that is not a plain string can't be translated: ValueError."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value, node.lineno
            elif isinstance(first, ast.JoinedStr | ast.BinOp):
                raise ValueError(f"line {node.lineno}: a message is built from parts")


def entries(folder: Path) -> list[Entry]:
    """Every entry of a language's files."""
    found = []
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file):
                if message.id:
                    source = message.id[0] if isinstance(message.id, tuple | list) else message.id
                    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
                    found.append(Entry(path.name, str(source), tuple(str(form or "") for form in forms)))
    return found


def faults(code: Mapping[str, str], language: str, catalogue: Sequence[Entry]) -> list[str]:
    """What is wrong with a language, one plain line each."""
    wrong: list[str] = []
    seen: dict[str, str] = {}
    for entry in catalogue:
        if entry.source in seen:
            wrong.append(f"{language}/{entry.file}: stands in {seen[entry.source]} already: {entry.source!r}")
        seen.setdefault(entry.source, entry.file)
        if entry.source not in code:
            wrong.append(f"{language}/{entry.file}: no longer in the code: {entry.source!r}")
        for form in entry.forms:
            if not form:
                wrong.append(f"{language}/{entry.file}: is empty: {entry.source!r}")
            elif placeholders(form) != placeholders(entry.source):
                wrong.append(f"{language}/{entry.file}: other placeholders: {entry.source!r}")
    if language in REVIEWED:
        wrong += [f"{language}: missing: {message!r} ({code[message]})" for message in code if message not in seen]
    return wrong


def placeholders(text: str) -> set[str]:
    """The names in braces."""
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}


def languages() -> list[str]:
    """The languages that have a folder; the one the code speaks needs none."""
    return sorted({DEFAULT} | {path.name for path in FOLDER.iterdir() if path.is_dir() and path.name[0] != "_"})


def main() -> int:
    """Print every fault; 0 when there is none."""
    code = messages()
    wrong = [fault for name in languages() for fault in faults(code, name, entries(FOLDER / name))]
    sys.stdout.write("".join(f"{fault}\n" for fault in wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
