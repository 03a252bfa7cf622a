"""The layers of the original class that a layer may have been ported from. It has no rules."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Optional, Union

from ms_lint.findings import Confidence
from ms_lint.messages import say
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.observer import Call
from ms_lint.semantics.origin import Origin, origin_around, original_of
from ms_lint.semantics.values import UNKNOWN, Constant, Instance, Value, sequence

from .arguments import owner_of, python_values


@dataclass(frozen=True)
class Original:
    """What a layer may have been ported from: the layer that a comment beside it shows (on line ``line``), the one of
    the same attribute of the original class ``owner``, or all layers that this class makes. ``is_known``
    says that there are originals at all."""

    layer: Optional[Instance]
    layers: tuple[Instance, ...]
    owner: Optional[ClassInfo]
    is_known: bool
    line: Optional[int] = None


def original_layer(call: Call, names: tuple[str, ...]) -> Original:
    """The original of a layer among the torch layers of these names."""
    for line, shown in _in_comments(call, names):
        return Original(shown, (), None, True, line)
    owner = owner_of(call)
    if owner is None:  # a function's original is not looked into, but it may be there
        cells = [info for info in call.module.classes if info.kind == "cell"]
        return Original(None, (), None, any(original_of(info) is not None for info in cells))
    original = original_of(owner)
    if original is None:
        return Original(None, (), None, False)
    original.module.follow_class(original)
    made = tuple(dict.fromkeys(instance for instance in original.instances_made() if instance.of in names))
    for attribute, assignments in owner.assignments.items():
        if any(isinstance(item.value, Instance) and item.value.call is call.node for item in assignments):
            same = [item.value for item in original.assignments.get(attribute, ())]
            if len(same) == 1:
                known = isinstance(same[0], Instance) and same[0].of in names
                return Original(same[0] if known else None, (), original, True)  # type: ignore[arg-type]
    return Original(None, made, original, True)


def given(instance: Instance, position: int, name: str, original: Optional[ClassInfo]) -> Optional[list[Any]]:
    """The values of an argument of an original layer, [None] where it is not given; None if not known."""
    value = instance.arguments.get(position, instance.arguments.get(name))
    if value is None:
        return [None]
    try:
        return python_values(value, original)
    except ValueError:
        return None


def origin_with(call: Call, original: Original) -> Optional[Origin]:
    """The origin of a call: by the comment that shows its original, or by what is around it."""
    if original.line is not None:
        return Origin("torch", say("line {line} shows the original", line=original.line), Confidence.LIKELY)
    return origin_around(call.module, owner_of(call))


# ---------------------------------------------------------------- originals in comments

_MOST_LINES = 6
_LABEL = re.compile(r"^[\w .()-]{1,40}:\s+")
_TORCH = re.compile(r"torch", re.IGNORECASE)
#: Keywords that say which framework's call it is.
_OURS = frozenset({"pad_mode", "has_bias", "group", "weight_init", "bias_init", "keep_prob", "gamma_init"})
_THEIRS = frozenset(
    {"bias", "groups", "padding_mode", "inplace", "count_include_pad", "track_running_stats", "padding"}
)
_PLACE_OF_PADDING = {"Conv": 4, "MaxPool": 2, "AvgPool": 2}


def _in_comments(call: Call, names: tuple[str, ...]) -> Iterator[tuple[int, Instance]]:
    """The torch layers of these names in the comments at the end of a call's lines and right above it."""
    lines, first, last = call.module.source.lines, call.node.lineno - 1, (call.node.end_lineno or 1) - 1
    end = lines[last].encode()[call.node.end_col_offset :].decode(errors="replace")
    comments = [(last + 1, end.partition("#")[2])] if "#" in end else []
    for number in range(first - 1, max(first - 1 - _MOST_LINES, -1), -1):
        text = lines[number].strip()
        if not text.startswith("#"):
            break
        comments.append((number + 1, text))
    leaves = {name.rpartition(".")[2]: name for name in names}
    target = lines[first].partition("=")[0].strip()
    for number, comment in comments:
        text = comment.strip("# \t").rstrip(", ")
        if not any(f"{leaf}(" in text for leaf in leaves):
            continue
        layer = _shown_layer(text, leaves, target)
        if layer is not None:
            yield number, layer


def _shown_layer(text: str, leaves: dict[str, str], target: str) -> Optional[Instance]:
    """The layer that a line of torch code makes; None for anything else, and for a layer of another name."""
    said = _TORCH.search(text) is not None
    for code in (text, _LABEL.sub("", text)):
        try:
            statement = ast.parse(code).body[0]
        except (SyntaxError, ValueError, IndexError, RecursionError, MemoryError):
            continue
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) != target:
            return None
        for node in ast.walk(statement):
            if isinstance(node, ast.Call):
                leaf = ast.unparse(node.func).rpartition(".")[2]
                if leaf in leaves and (said or _is_theirs(node, leaf)):
                    return Instance(leaves[leaf], None, _arguments(node))
    return None


def _is_theirs(node: ast.Call, leaf: str) -> bool:
    """Whether only torch takes such a call."""
    keywords = {keyword.arg for keyword in node.keywords}
    if keywords & _OURS:
        return False
    if keywords & _THEIRS or "Transpose" in leaf[4:9]:
        return True
    place = next((place for kind, place in _PLACE_OF_PADDING.items() if leaf.startswith(kind)), None)
    if place is None or len(node.args) <= place:
        return False
    padding = node.args[place]
    return not (isinstance(padding, ast.Constant) and isinstance(padding.value, str))


def _arguments(node: ast.Call) -> dict[Union[int, str], Value]:
    found: dict[Union[int, str], Value] = {index: _literal(value) for index, value in enumerate(node.args)}
    found.update({keyword.arg: _literal(keyword.value) for keyword in node.keywords if keyword.arg is not None})
    return found


def _literal(expression: ast.expr) -> Value:
    try:
        value = ast.literal_eval(expression)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return UNKNOWN
    if isinstance(value, (tuple, list)):
        kind = "tuple" if isinstance(value, tuple) else "list"
        return sequence(kind, tuple(Constant(item) for item in value))
    return Constant(value) if value.__hash__ is not None else UNKNOWN
