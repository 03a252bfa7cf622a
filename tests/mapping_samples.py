"""Programs made of ``data/mapping_samples.toml``: a call of torch or TensorFlow, and of what its counterpart says
to write."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from ms_lint.knowledge.counterparts import Counterpart, counterpart

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FILE = Path(__file__).parent / "data" / "mapping_samples.toml"
ARGUMENTS = """\
import numpy as np
def array(*numbers, shape, dtype=np.float32):
    return make(np.array(numbers, dtype).reshape(shape))
A = array(-1.5, -0.3, 0.2, 0.7, 1.1, 2.4, shape=(2, 3))
B = array(0.5, -1.2, 0.9, 2.0, -0.4, 1.6, shape=(2, 3))
P = array(0.5, 1.2, 0.9, 2.0, 0.4, 1.6, shape=(2, 3))
U = array(-0.9, -0.5, 0.1, 0.4, 0.6, 0.8, shape=(2, 3))
H = array(0.1, 0.3, 0.5, 0.6, 0.8, 0.9, shape=(2, 3))
S = array(2.0, 0.3, -0.2, 0.1, 1.5, 0.4, -0.3, 0.2, 1.8, shape=(3, 3))
V = array(0.5, -1.0, 2.0, 0.25, shape=(4,))
W = array(1.5, 0.5, -0.75, 2.0, shape=(4,))
X = array(*np.sin(np.arange(32.0)), shape=(1, 2, 4, 4))
K = array(*np.cos(np.arange(54.0)), shape=(3, 2, 3, 3))
Q = array(*np.sin(np.arange(20.0)), shape=(2, 2, 5))
D = array(*np.cos(np.arange(24.0)), shape=(2, 3, 4))
N = array(3, 1, 4, 1, 5, 2, shape=(2, 3), dtype=np.int64)
J = array(0, 1, 1, 1, 0, 0, shape=(2, 3), dtype=np.int64)
E = array(2, 0, shape=(2,), dtype=np.int64)
M = array(True, False, True, False, True, True, shape=(2, 3), dtype=np.bool_)
"""
TORCH = "import torch\nmake = torch.from_numpy\n" + ARGUMENTS
TENSORFLOW = "import tensorflow\nmake = tensorflow.constant\n" + ARGUMENTS
MINDSPORE = "import mindspore as ms\nfrom mindspore import mint, nn, ops\nmake = ms.Tensor\n" + ARGUMENTS
#: torch refuses the first for float32; in the sample of the second the tensor is what is multiplied, too.
_OTHER_IN_PLACE = frozenset({"torch.Tensor.float_power_", "torch.Tensor.addmm_"})
_NAME = re.compile(r"\bf\b(?=\()")


@dataclass(frozen=True)
class Sample:
    """One name with a call of it and of its counterpart, as source text. ``cpu`` says whether MindSpore can run it
    on the CPU."""

    name: str
    original: str
    mindspore: str
    cpu: bool

    @property
    def id(self) -> str:
        """A name for a test."""
        return f"{self.name.removeprefix('torch.')}-{self.original}"[:120]

    @property
    def framework(self) -> str:
        """The package of the original."""
        return self.name.partition(".")[0]


def read_samples() -> list[Sample]:
    """All samples. Raises ValueError where no call can be made for a name."""
    document: dict[str, Any] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    samples = [_sample(name, item) for item in document["sample"] for name in item["names"].split()]
    return samples + list(_in_place(samples))


def _in_place(samples: Iterable[Sample]) -> Iterator[Sample]:
    """Samples of what torch does in place, made of those of the same without the underscore: the counterpart's result
    is bound to the name again, so that it is the same call."""
    given = {sample.name for sample in samples}
    for sample in samples:
        name, leaf = f"{sample.name}_", sample.name.rpartition(".")[2]
        found, twin = counterpart(name), counterpart(sample.name)
        if (
            name in given
            or name in _OTHER_IN_PLACE
            or found is None
            or twin is None
            or not found.target.startswith("x = ")
        ):
            continue
        written = found.target.removeprefix("x = ")
        if written in (twin.target, f"{twin.target}(x, ...)") and sample.original.count(f"{leaf}(") == 1:
            original = sample.original.replace(f"{leaf}(", f"{leaf}_(")
            yield Sample(name, original, sample.mindspore, sample.cpu)


def _sample(name: str, item: dict[str, Any]) -> Sample:
    found = counterpart(name)
    if found is None:
        raise ValueError(f"{name} has no counterpart")
    leaf = name.rpartition(".")[2]
    call, write = item["call"], item.get("write")
    original = item.get("original") or _NAME.sub(leaf if name.startswith("torch.Tensor.") else name, call)
    if write is None or write == "target":
        mindspore = _adapted(call, found, leaf)
    else:
        own = leaf.rstrip("_") if ".f(" in write else _called(found)
        mindspore = _NAME.sub(own or "f", write)
    return Sample(name, original, mindspore, item.get("cpu", True))


def _called(found: Counterpart) -> Optional[str]:
    """What is called in a text to write that is a single name or leaves all arguments open."""
    text = found.target.removesuffix("(...)")
    return text if re.fullmatch(r"[\w.]+", text) else None


def _adapted(call: str, found: Counterpart, leaf: str) -> str:
    """The call with the counterpart for ``f``, and its keywords under their new names."""
    renames = dict(found.differences.renamed) if found.differences else {}
    node = next(
        node
        for node in ast.walk(ast.parse(call))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "f"
    )
    receiver = _receiver(node.func)
    arguments = [ast.unparse(argument) for argument in node.args]
    arguments += [f"{renames.get(key.arg or '', key.arg)}={ast.unparse(key.value)}" for key in node.keywords]
    called = _called(found)
    if called is not None:
        made = f"{called}({', '.join(arguments)})"
    else:
        made = found.target.removeprefix("x = ").replace("...", ", ".join(arguments))
        made = re.sub(r"\by\b", arguments[0], made) if arguments else made
    if receiver is not None:
        made = re.sub(r"\bx\b(?!\s*=)", receiver, made)
    return ast.unparse(ast.parse(call)).replace(ast.unparse(node), made)


def _receiver(func: ast.expr) -> Optional[str]:
    if not isinstance(func, ast.Attribute):
        return None
    text = ast.unparse(func.value)
    return f"({text})" if isinstance(func.value, ast.BinOp) else text


def programs(sample: Sample) -> tuple[str, str]:
    """The original program and the MindSpore program of a sample."""
    start = TENSORFLOW if sample.framework == "tensorflow" else TORCH
    return f"{start}result = {sample.original}\n", f"{MINDSPORE}result = {sample.mindspore}\n"


def bound_calls(code: str) -> Iterator[ast.Call]:
    """The calls in a line of code."""
    return (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call))
