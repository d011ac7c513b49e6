"""The parameters of a notebook, as its cell tagged `parameters` declares them."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

from analysis.article import InputError

_INJECTED = "# Parameters\n"
"""The first line of the cell that papermill injects after the parameters."""
_KINDS = {str: "text", int: "a whole number", float: "a number", bool: "True or False"}


class Parameter(NamedTuple):
    """What a parameter takes: its type, None for any, and whether it is required."""

    kind: type | None
    required: bool


def declared(notebook: Path) -> dict[str, Parameter]:
    """The parameters of `notebook`, by name."""
    parameters = {}
    for cell in json.loads(notebook.read_bytes())["cells"]:
        if "parameters" in cell["metadata"].get("tags", []):
            parameters |= declared_in("".join(cell["source"]))
    return parameters


def declared_in(source: str) -> dict[str, Parameter]:
    """The parameters that the source of a cell declares, by name.

    `name = value` declares one of the type of that value; `name: type` a required one.
    """
    parameters = {}
    for line in ast.parse(source).body:
        match line:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                parameters[name] = Parameter(_kind_of(value), required=False)
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=value):
                parameters[name] = Parameter(_kind_named(annotation), required=value is None)
    return parameters


def check(notebook: Path, values: Mapping[str, Any]) -> None:
    """Raise `InputError` where a parameter of `notebook` is unknown, missing or of another type than declared."""
    _check(notebook.name, declared(notebook), values)


def check_injected() -> None:
    """In a notebook, `check` the cell that papermill injects after the one that declares the parameters.

    papermill itself takes any name and any type. Does nothing where no cell is injected.
    """
    from IPython import get_ipython

    cells = get_ipython().user_ns["In"]
    injected = next((number for number, cell in reversed([*enumerate(cells)]) if cell.startswith(_INJECTED)), 0)
    if injected:
        values = {name: get_ipython().user_ns[name] for name in declared_in(cells[injected])}
        _check("parameters", declared_in(cells[injected - 1]), values)


def _check(notebook: str, known: Mapping[str, Parameter], values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        _check_known(notebook, name, known)
        kind = known[name].kind
        if kind and (
            not isinstance(value, (int, float) if kind is float else kind)
            or (isinstance(value, bool) and kind is not bool)
        ):
            raise _ill_typed(notebook, name, value, kind)
    missing = [name for name, parameter in known.items() if parameter.required and name not in values]
    if missing:
        raise InputError(f"{notebook}: the parameter {missing[0]!r} is missing; give it a value")


def from_words(notebook: Path, words: Mapping[str, str]) -> dict[str, Any]:
    """`words` (parameter: value, both as typed) with each value in the type that `notebook` declares."""
    known = declared(notebook)
    values = {}
    for name, word in words.items():
        _check_known(notebook.name, name, known)
        values[name] = word
        kind = known[name].kind
        if kind in (int, float, bool):
            try:
                values[name] = {"True": True, "False": False}[word] if kind is bool else kind(word)
            except (KeyError, ValueError):
                raise _ill_typed(notebook.name, name, word, kind) from None
    return values


def _check_known(notebook: str, name: str, known: Mapping[str, Parameter]) -> None:
    if name not in known:
        nearest = get_close_matches(name, known, n=1)
        remedy = f"did you mean {nearest[0]!r}?" if nearest else f"it has {', '.join(known) or 'none'}"
        raise InputError(f"{notebook}: there is no parameter {name!r}; {remedy}")


def _ill_typed(notebook: str, name: str, value: Any, kind: type) -> InputError:
    return InputError(f"{notebook}: the parameter {name!r} is {value!r}; give {_KINDS.get(kind, kind.__name__)}")


def _kind_of(value: ast.expr) -> type | None:
    try:
        default = ast.literal_eval(value)
    except ValueError:
        return None
    return None if default is None else type(default)


def _kind_named(annotation: ast.expr) -> type | None:
    return next((kind for kind in _KINDS if kind.__name__ == ast.unparse(annotation)), None)
