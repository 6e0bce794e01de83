"""The program behind `hotline`: the language of the operator, the verb that is asked for, and how it may end.

0: done. 1: it was done, and something is wrong (`doctor`, `selftest`, `audit verify`). 2: it could not be done; one plain
sentence says why. Never a traceback.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module

import typer
from dotenv import dotenv_values
from typer.core import TyperCommand, TyperGroup

from bot.cli.terminal import Wrong, complain
from bot.cli.verbs import THINGS, VERBS, Verb
from bot.logs import places
from bot.settings import PREFIX, SettingsError
from content.areas import AreasError
from content.locales import DEFAULT, _, speaking
from content.retention import RetentionError
from storage.engine import Broken, Busy
from storage.vault.keys import VaultError

NAME = "hotline"
PLAIN = (Wrong, SettingsError, VaultError, AreasError, RetentionError)
"""Errors whose message is a sentence for the operator."""
STOPPED = 130


def run(words: Sequence[str]) -> int:
    """Do what the words ask for; the exit code."""
    with speaking(_language()):
        try:
            return _run(words)
        except KeyboardInterrupt:
            complain(_("Stopped."))
            return STOPPED
        except PLAIN as error:
            complain(str(error))
        except (Busy, Broken) as error:
            complain(_("The database does not do it now ({name}). Ask: hotline doctor").format(name=error))
        except OSError as error:
            if error.strerror is None:  # no answer of the machine: a wait of ours that ran out
                complain(_unexpected(error))
                return 1
            complain(_("The machine refuses: {why} {file}").format(why=error.strerror, file=error.filename or ""))
        except Exception as error:
            complain(_unexpected(error))
            return 1
        return 2


def _language() -> str:
    return os.environ.get(f"{PREFIX}LANG") or dotenv_values(".env").get(f"{PREFIX}LANG") or DEFAULT


def _run(words: Sequence[str]) -> int:
    command = typer.main.get_command(program(words))
    try:
        code = command.main(list(words), prog_name=NAME, standalone_mode=False)
    except typer.Abort:
        raise KeyboardInterrupt from None
    except typer.TyperException as error:
        complain(_misunderstood(error, words))
        return 2
    return code if isinstance(code, int) else 0


def program(words: Sequence[str]) -> typer.Typer:
    """The commands: all of them for a look at `--help`, else the one that the words ask for."""
    about = _("An anonymous hotline in chat. Settings come from the environment or from the file .env.")
    whole = _group(about)
    groups = {name: _group(_(text)) for name, text in THINGS.items()}
    for verb in wanted(words):
        thing, _space, name = verb.name.rpartition(" ")
        target = groups[thing] if thing else whole
        example = _("Example: {words}").format(words=f"{NAME} {verb.example}")
        command = import_module(f"bot.cli.{verb.file}").command
        target.command(name, cls=Spoken, help=_(verb.does), epilog=example)(command)
    for name, group in groups.items():
        if group.registered_commands:
            whole.add_typer(group, name=name)
    return whole


def wanted(words: Sequence[str]) -> tuple[Verb, ...]:
    """The verb that the words begin with; all of them where they begin with none."""
    found = tuple(verb for verb in VERBS if tuple(words[: verb.name.count(" ") + 1]) == tuple(verb.name.split()))
    return found or VERBS


def _group(about: str) -> typer.Typer:
    group = typer.Typer(cls=SpokenGroup, help=about, no_args_is_help=True, add_completion=False)
    group.callback()(_nothing)  # so that one verb alone is still called by its name
    return group


def _nothing() -> None:
    """A group does nothing of its own."""


class _Words:
    """What the library says of itself, in the operator's language."""

    def get_usage(self, ctx: typer.Context) -> str:
        usage: str = super().get_usage(ctx)  # type: ignore[misc]
        return usage.replace("Usage:", _("Usage:"), 1)

    def get_help_option(self, ctx: typer.Context) -> object:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = _("Show this and do nothing.")
        return option

    def format_help(self, ctx: typer.Context, formatter: object) -> None:
        from typer import rich_utils  # only help needs it: `run` starts without

        rich_utils.ARGUMENTS_PANEL_TITLE = _("Arguments")
        rich_utils.OPTIONS_PANEL_TITLE = _("Options")
        rich_utils.COMMANDS_PANEL_TITLE = _("Verbs")
        rich_utils.DEFAULT_STRING = _("[default: {}]")
        rich_utils.REQUIRED_LONG_STRING = _("[required]")
        super().format_help(ctx, formatter)  # type: ignore[misc]


class Spoken(_Words, TyperCommand):  # type: ignore[misc]
    """A verb."""


class SpokenGroup(_Words, TyperGroup):  # type: ignore[misc]
    """A thing with verbs of its own."""


def _misunderstood(error: typer.TyperException, words: Sequence[str]) -> str:
    """What was wrong with the words, in a sentence."""
    kind = type(error).__name__
    param = getattr(error, "param", None)
    name = (
        (param.opts[0] if param.opts[0].startswith("-") else param.metavar or param.human_readable_name)
        if param
        else ""
    )
    if kind == "NoSuchOption":
        sentence = _("There is no option {name}.").format(name=getattr(error, "option_name", ""))
    elif kind == "MissingParameter":
        sentence = _("{name} is missing.").format(name=name)
    elif kind == "BadParameter":
        sentence = _("{name} does not take this value.").format(name=name)
    elif kind == "BadOptionUsage":
        sentence = _("{name} needs a value.").format(name=getattr(error, "option_name", ""))
    else:
        sentence = _("There is no verb {words}.").format(words=" ".join(words[:2]))
    return f"{sentence} {_('See: {words}').format(words=f'{NAME} --help')}"


def _unexpected(error: Exception) -> str:
    """A fault of ours: its kind and its place, never its text, which may hold what somebody wrote."""
    place = (places(error.__traceback__) or ["?"])[-1]
    return _("Something unexpected happened: {kind} at {place}. Please pass this line on.").format(
        kind=type(error).__name__, place=place
    )
