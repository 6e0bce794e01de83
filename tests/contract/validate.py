"""Every update, request and result of the emulated Telegram, held against aiogram's models at any depth.

aiogram is written by other people from the same documentation, so it notices what the emulator leaves out or makes up.
Switch it on for any test that has a sandbox: `assert_telegram_true(sandbox.traffic.after(0))`.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from types import UnionType
from typing import Any, Union, get_args, get_origin

import aiogram.methods
from aiogram.methods.base import TelegramMethod
from aiogram.types import ResponseParameters, Update
from pydantic import BaseModel, TypeAdapter, ValidationError

from bot.sandbox.traffic import Exchange

_METHODS: dict[str, type[TelegramMethod[Any]]] = {
    name.lower(): method
    for name, method in vars(aiogram.methods).items()
    if isinstance(method, type) and issubclass(method, TelegramMethod)
}
_FILE = {"file_name", "mime", "size"}
_ANSWER = {"ok", "result", "description"}
_REFUSAL = {"ok", "error_code", "description", "parameters"}


def assert_telegram_true(traffic: Iterable[Exchange]) -> None:
    """AssertionError naming each exchange with a missing or unknown field; other platforms' traffic is left alone."""
    wrong = [
        f"#{exchange.n} {exchange.kind} {exchange.method}: {problem}"
        for exchange in traffic
        if exchange.platform == "telegram"
        for problem in problems(exchange)
    ]
    assert not wrong, "\n".join(wrong)


def problems(exchange: Exchange) -> Iterator[str]:
    """What is wrong with one exchange, in words; nothing if all is well."""
    try:
        if exchange.kind == "delivery":
            yield from strangers(Update.model_validate(dict(exchange.params)), "update")
        elif exchange.method != "file":
            yield from _of_call(exchange)
    except ValidationError as error:
        yield str(error)


def _of_call(exchange: Exchange) -> Iterator[str]:
    method = _METHODS.get(exchange.method.lower())
    if method is None:
        yield "no such method"
        return
    yield from strangers(method.model_validate(request_of(method, exchange.params)), "request")
    answer = exchange.answer
    if answer is None:
        return
    yield from (f"answer.{name} is unknown" for name in set(answer) - (_ANSWER if answer["ok"] else _REFUSAL))
    if answer["ok"]:
        yield from strangers(TypeAdapter(method.__returning__).validate_python(answer["result"]), "result")
    else:
        yield from strangers(ResponseParameters.model_validate(answer.get("parameters", {})), "parameters")


def request_of(method: type[TelegramMethod[Any]], params: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters as the method's model takes them: JSON taken out of strings, uploads named by their part."""
    read: dict[str, Any] = {}
    for name, value in params.items():
        if isinstance(value, Mapping) and set(value) == _FILE:
            if name in method.model_fields:
                read[name] = f"attach://{name}"
        elif isinstance(value, str) and value[:1] in ("[", "{") and not _is_text(method, name):
            read[name] = json.loads(value)
        else:
            read[name] = value
    return read


def strangers(value: Any, path: str) -> Iterator[str]:
    """Fields, at any depth, that aiogram's model of the thing does not know."""
    if isinstance(value, BaseModel):
        yield from (f"{path}.{name} is unknown" for name in value.model_extra or ())
        for name in type(value).model_fields:
            yield from strangers(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, list | tuple):
        for place, item in enumerate(value):
            yield from strangers(item, f"{path}[{place}]")


def _is_text(method: type[TelegramMethod[Any]], name: str) -> bool:
    field = method.model_fields.get(name)
    if field is None:
        return True
    annotation = field.annotation
    parts = set(get_args(annotation)) if get_origin(annotation) in (Union, UnionType) else {annotation}
    return parts <= {str, type(None)}
