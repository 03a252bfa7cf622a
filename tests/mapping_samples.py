"""Programs made of ``data/mapping_samples``: a call of torch or TensorFlow, and of what its counterpart says to write.

A ``[[sample]]`` has ``names``, and ``call`` with ``f`` for the name (``x.f`` for a method of Tensor). The MindSpore
call is made of it: the counterpart for ``f``, keywords under their new names. ``write`` gives it in full where the hint
asks for more than that, ``original`` gives the other side in full. A text of several lines is a program that sets
``result``. ``cpu = false``: the counterpart has no kernel on the CPU, and is only bound to its signature.

The arguments: A, B (2, 3) with signs; P positive (2, 3); U within (-1, 1); S square and well conditioned; V, W vectors
of 4; X image (1, 2, 4, 4); K kernel (3, 2, 3, 3); Q sequence (2, 2, 5); N int64 (2, 3) without negatives; J int64
indices (2, 3) below 2; E int64 labels (2); M bool (2, 3); D (2, 3, 4); H probabilities (2, 3). ``drawn(x)`` is what
random numbers have in common: their shape, and their mean and deviation to one digit.

A ``[[not_run]]`` has ``names`` that no program on a CPU can try, and says ``because`` of what.
"""

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

FOLDER = Path(__file__).parent / "data" / "mapping_samples"
ARGUMENTS = """\
import numpy as np
def drawn(values):
    values = np.asarray(values.asnumpy() if hasattr(values, "asnumpy") else values)
    return [list(values.shape), round(float(values.mean()), 1), round(float(values.std()), 1)]
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
#: torchvision looks for compiled operators that its builds for the CPU alone have; its transforms need none.
TORCHVISION = (
    """\
import torch
for name in ("nms", "qnms"):
    if not hasattr(torch.ops.torchvision, name):
        torch.library.define(f"torchvision::{name}", "(Tensor boxes, Tensor scores, float threshold) -> Tensor")
import torchvision
"""
    + TORCH
)
TENSORFLOW = "import tensorflow\nmake = tensorflow.constant\n" + ARGUMENTS
#: torchaudio's own compiled library asks for CUDA; what it has in Python needs none of it.
TORCHAUDIO = (
    """\
import importlib.util, sys, types
if "torchaudio" not in sys.modules:
    package, extension = types.ModuleType("torchaudio"), types.ModuleType("torchaudio._extension")
    package.__path__ = importlib.util.find_spec("torchaudio").submodule_search_locations
    extension.fail_if_no_align, extension._IS_TORCHAUDIO_EXT_AVAILABLE = lambda function: function, False
    sys.modules.update({"torchaudio": package, "torchaudio._extension": extension})
import torchaudio.datasets, torchaudio.transforms
"""
    + TORCH
)
MINDSPORE = (
    """\
import mindspore as ms
import mindspore.dataset.audio, mindspore.dataset.text, mindspore.dataset.transforms, mindspore.dataset.vision
import mindspore.communication, mindspore.experimental.optim
from mindspore import mint, nn, ops
make = ms.Tensor
"""
    + ARGUMENTS
)
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
        return f"{self.name.removeprefix('torch.')}-{' '.join(self.original.split())}"[:120]

    @property
    def framework(self) -> str:
        """The framework that runs the original."""
        return "tensorflow" if self.name.startswith(("tensorflow.", "tfp.")) else "torch"


def read_samples() -> list[Sample]:
    """All samples. Raises ValueError where no call can be made for a name."""
    samples = [_sample(name, item) for item in _items("sample") for name in item["names"].split()]
    return samples + list(_in_place(samples))


def not_run() -> dict[str, str]:
    """The names that no program on a CPU can try, each with the reason."""
    return {name: item["because"] for item in _items("not_run") for name in item["names"].split()}


def _items(kind: str) -> Iterator[dict[str, Any]]:
    for file in sorted(FOLDER.glob("*.toml")):
        yield from tomllib.loads(file.read_text(encoding="utf-8")).get(kind, ())


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
    call, write = item.get("call", ""), item.get("write")
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
    starts = {"tensorflow": TENSORFLOW, "tfp": TENSORFLOW, "torchvision": TORCHVISION, "torchaudio": TORCHAUDIO}
    start = starts.get(sample.name.partition(".")[0], TORCH)
    return start + _statements(sample.original), MINDSPORE + _statements(sample.mindspore)


def _statements(code: str) -> str:
    return f"{code.strip()}\n" if "\n" in code.strip() else f"result = {code}\n"


def bound_calls(code: str) -> Iterator[ast.Call]:
    """The calls in a line of code."""
    return (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call))
