"""Words that the page and the Markdown share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

FRAMEWORK_NAMES = {"mindspore": "MindSpore", "torch": "PyTorch", "tensorflow": "TensorFlow"}
FAMILIES = {
    "MSL0xx": "the file itself",
    "MSL1xx": "leftovers of PyTorch and TensorFlow",
    "MSL2xx": "calls that do not fit the signature",
    "MSL3xx": "layers that mean something else",
    "MSL4xx": "operators and losses that mean something else",
    "MSL5xx": "in-place operations and aliases",
    "MSL6xx": "Python that graph mode refuses or changes",
    "MSL7xx": "the structure of the Cell",
    "MSL8xx": "training",
    "MSL9xx": "parity with the original",
}


def difference_lines(differences: Optional[Mapping[str, Any]]) -> list[str]:
    """What differs between the parameters of a name and of its counterpart, one line for each."""
    if differences is None:
        return []
    return [
        *(f"`{old}` is called `{new}`" for old, new in differences["renamed"]),
        *(f"no `{name}`" for name in differences["lost"]),
        *(f"`{name}` must be given" for name in differences["required"]),
        *(f"`{name}` is {ours} by default, not {theirs}" for name, theirs, ours in differences["defaults"]),
    ]


def percent(part: float) -> str:
    """A share from 0 to 1 in words; never 0 % or 100 % for what is only near to it."""
    if 0 < part < 0.001:
        return "< 0.1 %"
    if 0.999 < part < 1:
        return "> 99.9 %"
    return f"{100 * part:.1f} %" if part not in (0, 1) else f"{100 * part:.0f} %"


def place(item: Mapping[str, Any]) -> str:
    """Where something is, as a terminal shows it."""
    cell = f"cell {item['cell']}:" if item.get("cell") is not None else ""
    return f"{item['path']}:{cell}{item['line']}:{item['column']}"
