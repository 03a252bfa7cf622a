"""Words that the page and the Markdown share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

from ms_lint.languages import tell
from ms_lint.messages import say

FRAMEWORK_NAMES = {"mindspore": "MindSpore", "torch": "PyTorch", "tensorflow": "TensorFlow"}
FAMILIES = {
    "MSL0xx": say("the file itself"),
    "MSL1xx": say("leftovers of PyTorch and TensorFlow"),
    "MSL2xx": say("calls that do not fit the signature"),
    "MSL3xx": say("layers that mean something else"),
    "MSL4xx": say("operators and losses that mean something else"),
    "MSL5xx": say("in-place operations and aliases"),
    "MSL6xx": say("Python that graph mode refuses or changes"),
    "MSL7xx": say("the structure of the Cell"),
    "MSL8xx": say("training"),
    "MSL9xx": say("parity with the original"),
}


def difference_lines(differences: Optional[Mapping[str, Any]]) -> list[str]:
    """What differs between the parameters of a name and of its counterpart, one line for each."""
    if differences is None:
        return []
    return [
        *(tell("`{old}` is called `{new}`", old=old, new=new) for old, new in differences["renamed"]),
        *(tell("no `{name}`", name=name) for name in differences["lost"]),
        *(tell("`{name}` must be given", name=name) for name in differences["required"]),
        *(
            tell("`{name}` is {ours} by default, not {theirs}", name=name, ours=ours, theirs=theirs)
            for name, theirs, ours in differences["defaults"]
        ),
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
    cell = tell("cell {number}:", number=item["cell"]) if item.get("cell") is not None else ""
    return f"{item['path']}:{cell}{item['line']}:{item['column']}"
