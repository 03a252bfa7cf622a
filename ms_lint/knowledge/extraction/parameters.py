"""Parameters of callables, and their text as the catalog has it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Optional

from .sources import parse

#: A default that is there and not known.
UNKNOWN = "?"
_MAXIMUM_DEFAULT = 60


@dataclass(frozen=True)
class Parameter:
    """A parameter. ``kind`` is ``/`` (by position only), ``positional``, ``keyword``, ``*`` or ``**``."""

    name: str
    kind: str = "positional"
    default: Optional[str] = None


Parameters = tuple[Parameter, ...]


def default_text(node: ast.expr) -> str:
    """The text of a default, or the mark of an unknown one where it is long."""
    text = ast.unparse(node)
    return text if len(text) <= _MAXIMUM_DEFAULT and text != "..." else UNKNOWN


def parameters_of(arguments: ast.arguments, skip: int = 0) -> Parameters:
    """The parameters of a definition without the first ``skip`` that are given by position."""
    found = []
    positional = [*arguments.posonlyargs, *arguments.args]
    without_default = len(positional) - len(arguments.defaults)
    for index, argument in enumerate(positional):
        default = arguments.defaults[index - without_default] if index >= without_default else None
        # a stub may mark them by name alone
        only = index < len(arguments.posonlyargs)
        found.append(
            Parameter(argument.arg, "/" if only else "positional", None if default is None else default_text(default))
        )
    found = found[skip:]
    if arguments.vararg:
        found.append(Parameter(arguments.vararg.arg, "*"))
    for argument, keyword_default in zip(arguments.kwonlyargs, arguments.kw_defaults):
        text = None if keyword_default is None else default_text(keyword_default)
        found.append(Parameter(argument.arg, "keyword", text))
    if arguments.kwarg:
        found.append(Parameter(arguments.kwarg.arg, "**"))
    return tuple(found)


def is_opaque(parameters: Parameters) -> bool:
    """Whether a callable takes anything: ``*args, **kwargs`` and nothing else."""
    return [parameter.kind for parameter in parameters] == ["*", "**"]


def text_of_parameters(parameters: Parameters) -> str:
    """What stands between the parentheses."""
    parts: list[str] = []
    star = False
    last_only = max((i for i, parameter in enumerate(parameters) if parameter.kind == "/"), default=-1)
    for index, parameter in enumerate(parameters):
        if parameter.kind == "*":
            star = True
        elif parameter.kind == "keyword" and not star:
            parts.append("*")
            star = True
        mark = parameter.kind if parameter.kind in ("*", "**") else ""
        parts.append(mark + parameter.name + ("" if parameter.default is None else f"={parameter.default}"))
        if index == last_only:
            parts.append("/")
    return ", ".join(parts)


def parse_parameters(text: str) -> Optional[Parameters]:
    """Parameters out of the text of a document, which is not always Python. None where it cannot be read."""
    found: list[Parameter] = []
    by_keyword = False
    for part in _split(text.replace("\\*", "*")):
        if part == "*":
            by_keyword = True
        elif part == "/":
            found = [Parameter(item.name, "/", item.default) for item in found]
        else:
            declaration, equals, value = part.partition("=")
            match = re.fullmatch(r"(\*{0,2})([A-Za-z_]\w*)\s*", declaration.partition(":")[0])
            if match is None:
                return None
            stars, name = match.groups()
            default = _normal(value) if equals else None
            found.append(Parameter(name, stars or ("keyword" if by_keyword else "positional"), default))
            by_keyword = by_keyword or stars == "*"
    return repaired(found)


def repaired(parameters: Sequence[Parameter]) -> Optional[Parameters]:
    """The parameters as Python can have them: unique names, and a default after each default."""
    names = {parameter.name for parameter in parameters}
    if len(names) < len(parameters):
        return None
    found = []
    optional = False
    for parameter in parameters:
        if parameter.kind in ("/", "positional"):
            if optional and parameter.default is None:
                parameter = Parameter(parameter.name, parameter.kind, UNKNOWN)
            optional = optional or parameter.default is not None
        found.append(parameter)
    return tuple(found)


def _normal(default: str) -> str:
    default = default.strip().strip("`")
    tree = parse(f"x = {default}")
    if tree.body and isinstance(tree.body[0], ast.Assign):
        return default_text(tree.body[0].value)
    return UNKNOWN


def _split(text: str) -> list[str]:
    """Split at commas that are in no brackets and no quotes."""
    parts, depth, start = [], 0, 0
    quote = ""
    for index, character in enumerate(text):
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
        elif character == "," and depth == 0:
            parts.append(text[start:index])
            start = index + 1
    parts.append(text[start:])
    return [part.strip() for part in parts if part.strip()]


def unique(forms: Iterable[Parameters]) -> list[Parameters]:
    """The forms without repetitions, in their order."""
    return list(dict.fromkeys(forms))
