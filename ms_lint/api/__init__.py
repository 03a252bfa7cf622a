"""What ``ms-lint api`` shows: a name of torch, TensorFlow or MindSpore, its counterparts, and what a project uses that
has none. Everything is put together as plain data, for JSON and for the text alike."""

from __future__ import annotations

from .description import Data, Target, describe, difference_data, short
from .missing import missing, place_data
from .names import is_package, nearest_names, resolve
from .text import VERDICTS, as_json, as_text, missing_as_text

__all__ = [
    "VERDICTS",
    "Data",
    "Target",
    "as_json",
    "as_text",
    "describe",
    "difference_data",
    "is_package",
    "missing",
    "missing_as_text",
    "nearest_names",
    "place_data",
    "resolve",
    "short",
]
