"""Changing how an emulated platform behaves while it runs, by the names of its settings."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

S = TypeVar("S", bound="DataclassInstance")


def tuned(settings: S, given: Mapping[str, Any]) -> S:
    """`settings` with what is given (JSON values); ValueError in plain words for an unknown name or a wrong kind."""
    kinds = {field.name: str(field.type) for field in fields(settings)}
    unknown = sorted(set(given) - set(kinds))
    if unknown:
        raise ValueError(f"no such setting: {', '.join(unknown)}; there are {', '.join(kinds)}")
    return replace(settings, **{name: _read(name, kinds[name], value) for name, value in given.items()})


def _read(name: str, kind: str, value: Any) -> Any:
    if value is None:
        fits = "None" in kind
    elif kind.startswith("tuple"):
        value, fits = tuple(value) if isinstance(value, list) else value, isinstance(value, list | tuple)
    elif kind.startswith(("Mapping", "dict")):
        fits = isinstance(value, Mapping)
    elif kind.startswith("float"):
        fits = isinstance(value, int | float) and not isinstance(value, bool)
    elif kind.startswith("bool"):
        fits = isinstance(value, bool)
    elif kind.startswith("int"):
        fits = isinstance(value, int) and not isinstance(value, bool)
    else:
        fits = isinstance(value, str)
    if not fits:
        raise ValueError(f"{name} is {kind}")
    return value
