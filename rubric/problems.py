"""Schema errors put as a person needs them: which key, what is wrong with it, what to write instead."""

import difflib
from collections.abc import Callable, Mapping
from typing import get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from rubric.document import Document, KeyPath
from rubric.errors import Problem

MOST_PROBLEMS = 40
_KEY_MARK = "[key]"
_ID_SHAPES: Mapping[str, str] = {
    r"^[A-Z]+[0-9]*\.[a-z_]+$": "an id such as MP1.unit_cost: capitals, a number if you like, a dot, small letters",
    r"^[A-Z]+[0-9]*$": "an id such as MP1: capitals, then a number if you like",
    r"^[A-Z]+\.[a-z_]+$": "an id such as TIP.framework: capitals, a dot, small letters and underscores",
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "a source id such as topic-page: small letters, digits and single hyphens",
    r"^[a-z0-9_]+(\.[a-z0-9_]+)*$": "an id such as subject_name.level7: small letters, digits, underscores and dots",
}


def explain(error: ValidationError, document: Document, model: type[BaseModel]) -> tuple[Problem, ...]:
    """The problems of a failed validation in the order of the file: the first forty, and how many more there are."""
    found = sorted(error.errors(include_url=False), key=lambda details: document.line(_path(details)) or 0)
    problems = [_explain_one(details, document, model) for details in found[:MOST_PROBLEMS]]
    if len(found) > MOST_PROBLEMS:
        problems.append(Problem(where="", message=f"{len(found) - MOST_PROBLEMS} more problems follow."))
    return tuple(problems)


def _path(details: ErrorDetails) -> KeyPath:
    return tuple(step for step in details["loc"] if step != _KEY_MARK)


def _explain_one(details: ErrorDetails, document: Document, model: type[BaseModel]) -> Problem:
    path = _path(details)
    parent = model_at(model, path[:-1])
    explainer = _EXPLAINERS.get(details["type"], _as_reported)
    return Problem(
        where=document.describe(path),
        message=explainer(details, str(path[-1]) if path else "", parent),
        line=document.line(path),
    )


def model_at(model: type[BaseModel], path: KeyPath) -> type[BaseModel] | None:
    """The model a key path leads to; None where it leads to plain text, a number or nowhere."""
    current: object = model
    for step in path:
        if isinstance(current, type) and issubclass(current, BaseModel):
            info = fields_by_key(current).get(str(step))
            current = info.annotation if info else None
        else:
            current = next((arg for arg in reversed(get_args(current)) if arg is not Ellipsis), None)
    return current if isinstance(current, type) and issubclass(current, BaseModel) else None


def fields_by_key(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields of a model under the names they have in a file."""
    return {info.alias or name: info for name, info in model.model_fields.items()}


_Explainer = Callable[[ErrorDetails, str, type[BaseModel] | None], str]


def _unknown_key(_details: ErrorDetails, key: str, parent: type[BaseModel] | None) -> str:
    known = list(fields_by_key(parent)) if parent else []
    close = difflib.get_close_matches(key.casefold(), known, n=1, cutoff=0.6)
    if close:
        return f"the key {key!r} is not known; did you mean {close[0]!r}?"
    return f"the key {key!r} is not known here. Keys there are: {', '.join(known)}."


def _missing_key(_details: ErrorDetails, key: str, parent: type[BaseModel] | None) -> str:
    if not parent:
        return "an entry is missing here. Add it."
    info = fields_by_key(parent).get(key)
    meaning = f" {info.description}" if info and info.description else ""
    return f"the key {key!r} is missing. Add it.{meaning}"


def _not_text(details: ErrorDetails, _key: str, _parent: type[BaseModel] | None) -> str:
    value = details["input"]
    if value is None:
        return "this is empty. Write some text, or leave the key out if it is optional."
    if isinstance(value, int | float):
        return f'expected text, found a number. Put it in quotes: "{value}".'
    return f"expected text, found {_kind(value)}. Write one line of text."


def _not_list(details: ErrorDetails, _key: str, _parent: type[BaseModel] | None) -> str:
    return f"expected a list, found {_kind(details['input'])}. Write one entry a line, each beginning with '- '."


def _not_group(details: ErrorDetails, _key: str, _parent: type[BaseModel] | None) -> str:
    return f"expected a group of keys, found {_kind(details['input'])}. Write 'key: value' lines below it, indented."


def _not_number(details: ErrorDetails, _key: str, _parent: type[BaseModel] | None) -> str:
    return f"expected a number, found {_shown(details['input'])}."


def _wrong_shape(details: ErrorDetails, _key: str, _parent: type[BaseModel] | None) -> str:
    shape = _ID_SHAPES.get(str(details["ctx"]["pattern"]), "another shape")
    return f"{_shown(details['input'])} will not do. Write {shape}."


def _wrong_choice(details: ErrorDetails, _key: str, _parent: type[BaseModel] | None) -> str:
    expected = str(details["ctx"]["expected"])
    choices = [choice.strip().strip("'") for choice in expected.replace(" or ", ", ").split(",")]
    close = difflib.get_close_matches(str(details["input"]).casefold(), choices, n=1, cutoff=0.6)
    advice = f"; did you mean {close[0]!r}?" if close else f". Write one of: {', '.join(choices)}."
    return f"{_shown(details['input'])} is not a choice{advice}"


def _too_long_text(details: ErrorDetails, _key: str, _parent: type[BaseModel] | None) -> str:
    limit, length = int(details["ctx"]["max_length"]), len(str(details["input"]))
    return f"this is {length} characters long, and at most {limit} are read. Cut {length - limit}."


def _too_few(details: ErrorDetails, _key: str, _parent: type[BaseModel] | None) -> str:
    context = details["ctx"]
    return f"this needs at least {context['min_length']} entries and has {context['actual_length']}."


def _too_many(details: ErrorDetails, _key: str, _parent: type[BaseModel] | None) -> str:
    context = details["ctx"]
    return f"this takes at most {context['max_length']} entries and has {context['actual_length'] or 'more'}."


def _as_reported(details: ErrorDetails, _key: str, _parent: type[BaseModel] | None) -> str:
    return f"{details['msg']} (found {_shown(details['input'])})."


_EXPLAINERS: Mapping[str, _Explainer] = {
    "extra_forbidden": _unknown_key,
    "missing": _missing_key,
    "string_type": _not_text,
    "tuple_type": _not_list,
    "model_type": _not_group,
    "model_attributes_type": _not_group,
    "dict_type": _not_group,
    "int_type": _not_number,
    "int_parsing": _not_number,
    "int_from_float": _not_number,
    "float_type": _not_number,
    "float_parsing": _not_number,
    "string_pattern_mismatch": _wrong_shape,
    "literal_error": _wrong_choice,
    "string_too_long": _too_long_text,
    "too_short": _too_few,
    "too_long": _too_many,
}


def _kind(value: object) -> str:
    if isinstance(value, dict):
        return "a group of keys"
    if isinstance(value, list | tuple):
        return "a list"
    return "nothing" if value is None else _shown(value)


def _shown(value: object) -> str:
    """A value cut short enough for a message."""
    if isinstance(value, dict | list | tuple):
        return _kind(value)
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."
