"""What docstrings say: forms of a call, deprecation, platforms."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import Optional

from .parameters import UNKNOWN, Parameter, Parameters, parse_parameters, repaired, unique

_DIRECTIVE = re.compile(r"\.\. (?:py:)?(?:method|function):: *")
_CALL = re.compile(r"(?:[\w.]*\.)?(\w+) *\(")
_MAXIMUM_FORM = 1500
_SECTION = re.compile(r"^\s*(?:Args|Arguments|Inputs|Parameters|Returns|Raises|Examples|Keyword Args|Outputs):", re.M)
_ARGUMENT = re.compile(r"(\*{0,2}[A-Za-z_]\w*) *\(((?:[^()]|\([^()]*\))*)\) *:")
_DEFAULT = re.compile(r"[Dd]efault(?: value)?(?: is)?:? *`{0,2}([^`\n]+?)`{0,2} *(?:\.(?:\s|$)|$|,\s|;)")
_DEPRECATED = re.compile(
    r"(?i)\b(?:is|are|has been|have been|will be|was|api is|interface is)\s+(?:now\s+)?deprecated\b"
    r"|\bdeprecated (?:from|since|in|and)\b|^\s*\.\. deprecated::|^\s*\.\. warning::[^\n]*deprecat",
    re.M,
)
_PART = re.compile(
    r"(?i)\b(?:parameter|argument|attribute|overload|input type|type input|Tensor type|data type|mode|keyword|option)\b"
)
_WHOLE = re.compile(r"(?i)\b(?:this (?:api|interface|class|function|operator|method)|interface|api)\b[^.]*deprecat")
_SINCE = re.compile(r"(?i)deprecated\s+(?:from|since|in|after)\s+(?:version\s+)?v?(\d+\.\d+(?:\.\d+)?)")
_REMOVED = re.compile(r"(?i)removed\s+(?:after|in|from)\s+(?:version\s+)?v?(\d+\.\d+(?:\.\d+)?)")
_INSTEAD = re.compile(
    r"(?i)use\s+(?:the\s+)?(?:api\s+|interface\s+)?(?::[\w:]+:)?[`'\"\s]*~?\.?([A-Za-z_][\w.]*\w)(?:\(\))?[`'\"]"
)
_PLATFORMS = re.compile(r"Supported Platforms:\s*\n+\s*([^\n]*)")
_LETTERS = (("A", "Ascend"), ("G", "GPU"), ("C", "CPU"))


@dataclass(frozen=True)
class Deprecation:
    """Since which version, what to use instead, after which version it is removed; None where that is not said."""

    since: Optional[str] = None
    instead: Optional[str] = None
    removed: Optional[str] = None


def text_of(node: Optional[ast.expr]) -> str:
    """The text of an expression that makes a docstring, as far as it is known."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return text_of(node.func.value)  # `"...".format(...)`, `textwrap.dedent("...")` is not one
    if isinstance(node, ast.BinOp):
        return text_of(node.left) + (text_of(node.right) if isinstance(node.op, ast.Add) else "")
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
    return ""


def documented_forms(text: str, name: str) -> list[Parameters]:
    """The forms of calling ``name`` that stand in its docstring: in the first line, and in directives such
    as ``.. method:: sum(dim)``."""
    forms = []
    lines = text.expandtabs().split("\n")
    first = True
    for number, line in enumerate(lines):
        stripped = line.strip()
        directive = _DIRECTIVE.match(stripped)
        if not stripped or not (first or directive):
            continue
        first = False
        rest = stripped[directive.end() :] if directive else stripped
        match = _CALL.match(rest)
        if match is None or match[1].rstrip("_").replace("_ext", "") != name.rstrip("_").replace("_ext", ""):
            continue
        following = "\n".join([rest[match.end() :], *lines[number + 1 : number + 20]])
        inside = _inside_parentheses(following[:_MAXIMUM_FORM])
        parameters = None if inside is None else parse_parameters(" ".join(inside.split()))
        if parameters is not None:
            forms.append(parameters)
    return unique(forms)


def _inside_parentheses(text: str) -> Optional[str]:
    depth = 1
    for index, character in enumerate(text):
        depth += (character in "([{") - (character in ")]}")
        if depth == 0:
            return text[:index]
    return None


def listed_parameters(text: str) -> Optional[Parameters]:
    """Parameters out of the sections ``Args:`` and ``Keyword Args:``; None where there are none."""
    found: list[Parameter] = []
    kind, indent = "", None
    for line in text.expandtabs().split("\n"):
        stripped = line.strip()
        if re.fullmatch(r"[A-Z][A-Za-z ]*:", stripped):
            kind = {"Args:": "positional", "Arguments:": "positional", "Keyword Args:": "keyword"}.get(stripped, "")
            indent = None
            continue
        if not kind or not stripped:
            continue
        depth = len(line) - len(line.lstrip())
        indent = depth if indent is None else indent
        match = _ARGUMENT.match(stripped)
        if depth == indent and match:
            name = match[1].lstrip("*")
            stars = match[1][: len(match[1]) - len(name)] or {"args": "*", "kwargs": "**"}.get(name, "")
            default = _documented_default(stripped[match.end() :])
            if default is None and "optional" in match[2]:
                default = UNKNOWN
            found.append(Parameter(name, stars or kind, None if stars else default))
        elif depth > indent and found and found[-1].default in (None, UNKNOWN) and "efault" in stripped:
            default = _documented_default(stripped)
            if default is not None and found[-1].kind in ("positional", "keyword"):
                found[-1] = Parameter(found[-1].name, found[-1].kind, default)
    return repaired(found) if found else None


def _documented_default(text: str) -> Optional[str]:
    match = _DEFAULT.search(text)
    if match is None:
        return None
    parameters = parse_parameters(f"x={match[1].strip()}")
    return parameters[0].default if parameters else UNKNOWN


def deprecation(text: str) -> Optional[Deprecation]:
    """Whether a docstring says that the whole callable is deprecated."""
    head = _SECTION.split(text, maxsplit=1)[0]
    match = _DEPRECATED.search(head)
    if match is None:
        return None
    start = max(head.rfind("\n\n", 0, match.start()), 0)
    end = head.find("\n\n", match.end())
    paragraph = " ".join(head[start : len(head) if end < 0 else end].split())
    if _PART.search(paragraph) and not _WHOLE.search(paragraph):
        return None
    return described(paragraph)


def described(text: str) -> Deprecation:
    """The versions and the substitute that a text about a deprecation names."""
    since, instead, removed = _SINCE.search(text), _INSTEAD.search(text), _REMOVED.search(text)
    return Deprecation(since[1] if since else None, instead[1] if instead else None, removed[1] if removed else None)


def is_deprecated(text: str) -> bool:
    """Whether a text says that something is deprecated."""
    return _DEPRECATED.search(text) is not None


def platforms(text: str) -> tuple[str, bool]:
    """The letters of the platforms that a docstring names (A Ascend, G GPU, C CPU), and whether it names
    ``Deprecated`` there."""
    match = _PLATFORMS.search(text)
    named = match[1] if match else ""
    return "".join(letter for letter, platform in _LETTERS if platform in named), "Deprecated" in named
