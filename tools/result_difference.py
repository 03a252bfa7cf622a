"""How results of programs, and what was observed of them, are compared: both as the worker's JSON."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Optional, Union

ABSOLUTE, RELATIVE = 1e-4, 1e-3
_LONGEST_MESSAGE = 160


def difference(original: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[bool, Union[float, str]]:
    """Whether two results agree, and how far they are apart: the largest absolute difference, or in
    words where there are no numbers to subtract."""
    if "items" in original and "items" in other:
        left, right = original["items"], other["items"]
        if len(left) != len(right):
            return False, f"{len(right)} results instead of {len(left)}"
        return _largest(difference(*pair) for pair in zip(left, right))
    first, second = _as_numbers(original), _as_numbers(other)
    if first is None or second is None:
        return (original == other), 0.0 if original == other else f"{_shown(other)} instead of {_shown(original)}"
    if first[0] != second[0]:
        return False, f"shape {_shape(second[0])} instead of {_shape(first[0])}"
    return _largest(_apart(*pair) for pair in zip(first[1], second[1]))


def _largest(parts: Iterable[tuple[bool, Union[float, str]]]) -> tuple[bool, Union[float, str]]:
    found = list(parts)
    words = [apart for _, apart in found if isinstance(apart, str)]
    if words:
        return False, words[0]
    numbers = [apart for _, apart in found if not isinstance(apart, str)]
    return all(agrees for agrees, _ in found), max(numbers, default=0.0)


def _apart(original: float, other: float) -> tuple[bool, Union[float, str]]:
    if original == other or (math.isnan(original) and math.isnan(other)):
        return True, 0.0
    apart = abs(original - other)
    if not math.isfinite(apart):
        return False, f"{other} instead of {original}"
    return apart <= ABSOLUTE + RELATIVE * abs(original), apart


def _as_numbers(result: Mapping[str, Any]) -> Optional[tuple[list[int], list[float]]]:
    if "numbers" in result:
        return result["shape"], [float(number) for number in _flat(result["numbers"])]
    value = result.get("value")
    return ([], [float(value)]) if isinstance(value, (bool, int, float)) else None


def _flat(numbers: Any) -> Iterator[Union[int, float]]:
    if isinstance(numbers, list):
        for item in numbers:
            yield from _flat(item)
    else:
        yield numbers


def _shape(shape: Sequence[int]) -> str:
    return "(" + ", ".join(map(str, shape)) + ("," if len(shape) == 1 else "") + ")"


def _shown(result: Mapping[str, Any]) -> str:
    if "object" in result:
        return f"an object of type {result['object']}"
    if "items" in result:
        return f"{len(result['items'])} results"
    return f"shape {_shape(result['shape'])}" if "shape" in result else repr(result["value"])


def observed_differences(original: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, str]:
    """Where what was observed of two runs is not the same: the aspect (``again``, ``gradients``, ``state``,
    ``printed``, ``files``), and the first difference in words. What the original cannot do is no difference."""
    pairs = {
        "again": (_numbered(original["again"]), _numbered(other["again"])),
        **{aspect: (original[aspect], other[aspect]) for aspect in ("gradients", "state", "files")},
        "printed": ({"text": original["printed"]}, {"text": other["printed"]}),
    }
    differences = {aspect: _first_difference(*pair) for aspect, pair in pairs.items()}
    return {aspect: words for aspect, words in differences.items() if words}


def _numbered(results: Sequence[Any]) -> dict[str, Any]:
    return {f"call {index + 1}": result for index, result in enumerate(results)}


def _first_difference(original: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    for name in [*original, *(name for name in other if name not in original)]:
        if name not in other or name not in original:
            return f"{name} is missing" if name not in other else f"{name} is more"
        words = _differing(original[name], other[name])
        if words:
            return f"{name}: {words}"
    return ""


def _differing(original: Any, other: Any) -> str:
    if isinstance(original, str):
        return "" if original == other else f"{other!r} instead of {original!r}"
    if "raises" in original:
        return ""
    if "raises" in other:
        return f"raises {other['raises']}"
    agrees, apart = difference(original, other)
    return "" if agrees else apart if isinstance(apart, str) else f"differs by {apart:.3g}"


def first_line(message: str) -> str:
    """The first line of an error message without what differs between machines."""
    line = next((line.strip() for line in message.splitlines() if line.strip()), "")
    line = re.sub(r"(?<![\w.])(?:[A-Za-z]:)?[\\/](?:[^\s\\/'\"]+[\\/])+", "", line)
    line = re.sub(r"\{\{.*?\}\}\s*", "", line)
    line = re.sub(r"0x[0-9a-fA-F]+|(?<=:)\d{6,}", "...", line)
    return line if len(line) <= _LONGEST_MESSAGE else line[: _LONGEST_MESSAGE - 3].rstrip() + "..."
