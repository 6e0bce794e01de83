"""Changing how an emulated platform behaves while it runs, by the names of its settings."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

from pydantic import TypeAdapter, ValidationError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

S = TypeVar("S", bound="DataclassInstance")


def tuned(settings: S, given: Mapping[str, Any]) -> S:
    """`settings` with what is given (JSON values); ValueError in plain words for an unknown name or a wrong kind."""
    kinds = get_type_hints(type(settings))
    unknown = sorted(set(given) - set(kinds))
    if unknown:
        raise ValueError(f"no such setting: {', '.join(unknown)}; there are {', '.join(kinds)}")
    return replace(settings, **{name: _read(name, kinds[name], value) for name, value in given.items()})


def _read(name: str, kind: Any, value: Any) -> Any:
    try:
        return TypeAdapter(kind).validate_python(value)
    except ValidationError:
        raise ValueError(f"{name} is {getattr(kind, '__name__', kind)}, not {value!r}") from None
