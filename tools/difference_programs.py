"""Makes a small program of one line of MindSpore code, as it would stand in a real port.

Expressions go into a Cell's `construct`, layers into `__init__` and are called, statements stand in the
module or where their comment says. Names that the line reads (`x`, `net`, `params`, `dataset` ...) are
bound before it. Lines that this cannot place have a program written by hand in difference_programs.toml.
"""

from __future__ import annotations

import ast
import builtins
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_IMPORTS = {
    "np": "import numpy as np",
    "math": "import math",
    "random": "import random",
    "copy": "import copy",
    "OrderedDict": "from collections import OrderedDict",
    "mindspore": "import mindspore",
    "ms": "import mindspore as ms",
    "ds": "import mindspore.dataset as ds",
    "transforms": "from mindspore.dataset import transforms",
    "vision": "from mindspore.dataset import vision",
    "MF": "import mindspore.mint.nn.functional as MF",
    "eoptim": "from mindspore.experimental import optim as eoptim",
    "lr_scheduler": "from mindspore.experimental.optim import lr_scheduler",
    **{name: f"from mindspore import {name}" for name in ("Parameter", "Tensor", "mint", "nn", "ops")},
    **{
        name: f"from mindspore.common.initializer import {name}"
        for name in "initializer Constant Normal Uniform TruncatedNormal HeNormal HeUniform Orthogonal".split()
    },
}
_TENSORS = frozenset("x y z a b c g h i m p q s t v w u k logp out identity probs delta in_len tgt_len lengths".split())
_NETWORK = """\
class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3, pad_mode="pad", padding=1, has_bias=True)
        self.bn = nn.BatchNorm2d(8)
        self.relu = nn.ReLU()

    def construct(self, x):
        return self.relu(self.bn(self.conv(x)))

"""
#: What a name is bound to, in front of the line that reads it.
_BINDINGS = {
    **{name: f"{name} = Tensor(np.load('{name}.npy'), ms.float32)" for name in _TENSORS},
    "Net": _NETWORK,
    "net": "net = Net()",
    "model": "model = ms.Model(net, loss_fn, optimizer)",
    "layer": "layer = nn.Dense(3, 4)",
    "bn": "bn = nn.BatchNorm2d(3)",
    "seq": "seq = nn.SequentialCell([nn.Dense(3, 4), nn.ReLU()])",
    "params": "params = net.trainable_params()",
    "weights": "weights = net.trainable_params()",
    "ps": "ps = [p for p in net.trainable_params() if 'bias' in p.name]",
    "qs": "qs = [p for p in net.trainable_params() if 'bias' not in p.name]",
    "loss_fn": "loss_fn = nn.MSELoss()",
    "optimizer": "optimizer = nn.SGD(params, learning_rate=0.1)",
    "opt": "opt = nn.SGD(params, learning_rate=0.1)",
    "scheduler": "scheduler = nn.CosineDecayLR(0.0, 0.1, 4)",
    "loss": "loss = loss_fn(net(x), y)",
    "forward_fn": "def forward_fn(x, y):\n    return loss_fn(net(x), y)\n\n",
    "grad_fn": "grad_fn = ms.value_and_grad(forward_fn, None, params)",
    "f": "def f(x, y=1.0):\n    return (x * y).sum()\n\n",
    "fn": "def fn(*items):\n    return None\n\n",
    "init_weights": "def init_weights(cell):\n    pass\n\n",
    "init": "def init(cell):\n    pass\n\n",
    "grads": "grads = ms.grad(forward_fn, None, params)(x, y)",
    "total": "total = [ops.zeros_like(p) for p in params]",
    "source": "source = list(zip(np.ones((6, 3), np.float32), np.ones(6, np.int32)))",
    "dataset": "dataset = ds.GeneratorDataset(source, ['x', 'y'], shuffle=False).batch(2)",
    "img": "img = np.ones((4, 4, 3), np.uint8)",
    "mean": "mean = [0.5, 0.4, 0.3]",
    "std": "std = [0.2, 0.3, 0.4]",
    "shape": "shape = (64, 32)",
    "path": "path = 'net.ckpt'",
    "device": "device = 'CPU'",
    "d": "d = ms.load_checkpoint('net.ckpt')",
    "epochs": "epochs = 10",
    "decay_steps": "decay_steps = 10",
    "fan_in": "fan_in = 64",
    "steps_per_epoch": "steps_per_epoch = 5",
    "per_epoch": "per_epoch = [0.1, 0.01]",
    "training": "training = True",
    "row_mask": "row_mask = Tensor(np.array([[0.0], [1.0]]), ms.float32)",
    "n": "n = 4",
    "C": "C = 3",
    "ts": "ts = [Tensor(np.ones(3), ms.float32)]",
    "zeros": "zeros = np.zeros(3, np.float32)",
    "net_with_loss": "net_with_loss = nn.WithLossCell(net, loss_fn)",
    "net_returning_tuple": "net_returning_tuple = Net()",
    "step": "step = nn.TrainOneStepCell(nn.WithLossCell(net, loss_fn), opt)",
    "lstm": "lstm = nn.LSTM(4, 5)",
    "conv": "conv = nn.Conv2d(4, 8, 3, pad_mode='pad', padding=1, has_bias=True)",
    "cell": "cell = nn.LSTMCell(4, 5)",
    "drop": "drop = nn.Dropout(p=0.5)",
    "batches": "batches = dataset.create_tuple_iterator()",
}
_INITIALIZERS = ("Normal", "Uniform", "TruncatedNormal", "HeNormal", "HeUniform", "Orthogonal", "Constant")
_IN_CONSTRUCT = ("nn.", "loss", "ops.", "init", "tensor.attr", "tensor.method")


class NoProgramError(Exception):
    """A line that is not code, or reads a name that nothing binds."""


@dataclass(frozen=True)
class Line:
    """Code to put into a program: the ``place``, statements before it that are not its own, and the
    names that ``construct`` takes beside those it reads."""

    code: str
    place: str
    setup: str = ""


@dataclass(frozen=True)
class Program:
    """A program, and the numbers of the lines (from 1) that the case put there."""

    text: str
    own_lines: frozenset[int]


def place_of(code: str, area: str) -> str:
    """Where a line of this area stands: ``construct``, ``init``, ``module``, ``statement`` or ``class``."""
    tree = _parsed(code)
    statement = tree.body[0]
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    if "in construct" in code or isinstance(statement, (ast.Return, ast.Raise)):
        return "construct"
    if isinstance(statement, ast.ClassDef):
        return "class"
    if "self" in names:
        return "construct" if isinstance(statement, (ast.If, ast.For)) else "init"
    if not isinstance(statement, ast.Expr) or len(tree.body) > 1:
        return "module"
    root = _call_name(statement.value)
    if root == "initializer" or root in _INITIALIZERS:
        return "init"
    if area.startswith(_IN_CONSTRUCT) and not _other_bindings(names):
        return "construct"
    return "module"


def _other_bindings(names: set[str]) -> set[str]:
    return {name for name in names if name in _BINDINGS and name not in _TENSORS}


def _parsed(code: str) -> ast.Module:
    try:
        tree = ast.parse(code)
    except SyntaxError as error:
        raise NoProgramError(f"not code: {code!r}") from error
    if not tree.body:
        raise NoProgramError(f"no statement: {code!r}")
    return tree


def _call_name(node: ast.expr) -> str:
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""


def make_program(line: Line) -> Program:
    """The program of a line. Raises NoProgramError."""
    body = _bodies[line.place](line)
    tree = _parsed("\n".join(text for text, _ in body))
    header = _header(tree)
    lines = [*((text, False) for text in header), *body]
    own = frozenset(number for number, (_, is_own) in enumerate(lines, 1) if is_own)
    return Program("\n".join(text for text, _ in lines) + "\n", own)


def with_own_imports(program: Program, repaired: Program) -> Program:
    """The program with the imports that the repaired one does without as lines of its own."""
    others = set(repaired.text.splitlines())
    lines = enumerate(program.text.splitlines(), 1)
    own = {number for number, line in lines if line.startswith(("import ", "from ")) and line not in others}
    return Program(program.text, program.own_lines | own)


Body = list[tuple[str, bool]]


def _own(text: str, indent: int = 0) -> Body:
    return [(line, True) for line in textwrap.indent(text, " " * indent).splitlines()]


def _frame(text: str, indent: int = 0) -> Body:
    return [(line, False) for line in textwrap.indent(text, " " * indent).splitlines()]


def _in_construct(line: Line) -> Body:
    layers, code = _hoisted(line.code)
    tree = _parsed(code)
    last = tree.body[-1]
    returned = _frame("return x", 8)
    if isinstance(last, ast.Expr) and len(tree.body) == 1 and not _is_method_statement(last.value):
        expression = code.partition("  #")[0]
        alone = re.fullmatch(r"self\.layer", expression) is not None
        code, returned = f"return {expression}{'(x)' if alone else ''}", []
    elif isinstance(last, (ast.Return, ast.Raise)):
        returned = []
    read = _loaded(ast.parse(f"{line.setup}\n{textwrap.dedent(code)}" if code[:6] != "return" else code[7:] or "x"))
    tensors = [name for name in read if name in _TENSORS and name not in _stored(ast.parse(line.setup))]
    if not tensors or (returned and "x" not in tensors):
        tensors.insert(0, "x")
    arguments = ", ".join(tensors)
    return [
        *_frame("class Model(nn.Cell):\n    def __init__(self):\n        super().__init__()"),
        *(item for name, text in layers for item in _own(f"self.{name} = {text}", 8)),
        *_frame(f"\n    def construct(self, {arguments}):"),
        *_frame(line.setup, 8),
        *_own(code, 8),
        *returned,
        *_frame(f"\n\nprint(Model()({arguments}))"),
    ]


def _is_method_statement(node: ast.expr) -> bool:
    """Whether it is called for what it does: ``x.add_(1)``, ``print(x)``, ``outs.append(x)``."""
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Name):
        return node.func.id == "print"
    return isinstance(node.func, ast.Attribute) and (node.func.attr.endswith("_") or node.func.attr == "append")


def _in_init(line: Line) -> Body:
    code, returned = line.code, "x + 1"
    node = _parsed(code).body[0]
    made = re.search(r"^self\.(\w+) = nn\.(Dense|Conv2d)\(", code, re.MULTILINE)
    if made:
        returned = f"self.{made[1]}(x)"
    if isinstance(node, ast.Expr):
        name = _call_name(node.value)
        if name in _INITIALIZERS:
            code, returned = f"self.layer = nn.Dense(64, 32, weight_init={code})", "self.layer(x)"
        elif name == "initializer":
            code = f"self.weight = Parameter({code}, name='weight')"
    return [
        *_frame("class Model(nn.Cell):\n    def __init__(self):\n        super().__init__()"),
        *_frame(line.setup, 8),
        *_own(code, 8),
        *_frame(f"\n    def construct(self, x):\n        return {returned}"),
        *_frame("\n\nprint(Model()(x))"),
    ]


def _in_module(line: Line) -> Body:
    tree = _parsed(line.code)
    code = line.code
    only = tree.body[0] if len(tree.body) == 1 else None
    if isinstance(only, ast.Expr) and not _is_method_statement(only.value):
        code = f"value = {code}"
    return [*_frame(line.setup), *_own(code)]


def _as_it_is(line: Line) -> Body:
    return [*_frame(line.setup), *_own(line.code)]


_bodies = {
    "construct": _in_construct,
    "init": _in_init,
    "module": _in_module,
    "statement": _as_it_is,
    "class": _as_it_is,
}


def _hoisted(code: str) -> tuple[list[tuple[str, str]], str]:
    """The layers that an expression makes, as attributes, and the expression with these in their place."""
    tree = _parsed(code)
    if not isinstance(tree.body[0], ast.Expr) or len(tree.body) > 1:
        return [], code
    layers: list[tuple[str, str]] = []
    places: list[tuple[int, int]] = []
    for call in _made_layers(tree.body[0].value):
        text = ast.get_source_segment(code, call)
        if text is None or call.end_col_offset is None or call.lineno != call.end_lineno:
            continue
        layers.append(("layer" if not layers else f"layer_{len(layers) + 1}", text))
        places.append((call.col_offset, call.end_col_offset))
    for (name, _), (start, end) in reversed(list(zip(layers, places))):
        code = f"{code[:start]}self.{name}{code[end:]}"
    return layers, code


def _made_layers(node: ast.AST) -> Iterator[ast.Call]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr[:1].isupper():
        root = ast.unparse(node.func.value)
        if root in ("nn", "ops", "mint.nn"):
            yield node
            return
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.Lambda):
            yield from _made_layers(child)


def _loaded(tree: ast.AST) -> list[str]:
    """The names that code reads, in the order of the text."""
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    names.sort(key=lambda node: (node.lineno, node.col_offset))
    return list(dict.fromkeys(node.id for node in names))


def _stored(tree: ast.AST) -> set[str]:
    """The names that code binds in any scope."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, ast.alias):
            found.add((node.asname or node.name).partition(".")[0])
    return found


def _header(tree: ast.Module) -> list[str]:
    """Imports and bindings of the names that a program reads."""
    imports: dict[str, str] = {}
    bindings: dict[str, str] = {}
    at_module_level = _read_first(tree)
    tolerated = {"tf"}  # a TensorFlow import that was commented out

    def bind(name: str) -> None:
        if name in _IMPORTS:
            imports[name] = _IMPORTS[name]
        elif name in _BINDINGS and name not in bindings:
            code = _BINDINGS[name]
            part = ast.parse(code)
            for needed in _loaded(part):
                if needed not in _stored(part):
                    bind(needed)
            bindings[name] = code
        elif name not in _BINDINGS and name not in tolerated and not hasattr(builtins, name):
            raise NoProgramError(f"nothing binds {name}")

    for name in at_module_level:
        bind(name)
    return [*sorted(imports.values(), key=lambda text: (text.startswith("from"), text)), "", "", *_split(bindings)]


def _split(bindings: Mapping[str, str]) -> list[str]:
    return [line for code in bindings.values() for line in code.splitlines()]


def _read_first(tree: ast.Module) -> Sequence[str]:
    """The names that must be there before the program: what a statement reads and no earlier one binds."""
    bound: set[str] = set()
    needed: dict[str, None] = {}
    for statement in tree.body:
        before = bound | _binds(statement) if isinstance(statement, (ast.For, ast.With)) else bound
        needed.update(dict.fromkeys(_free(statement, before)))
        bound |= _binds(statement)
    return list(needed)


def _binds(node: ast.AST) -> set[str]:
    """The names that code binds in the scope where it stands."""
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return {node.name}
    if isinstance(node, (ast.Lambda, ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)):
        return set()
    found = {node.id} if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) else set()
    if isinstance(node, ast.alias):
        found.add((node.asname or node.name).partition(".")[0])
    return found.union(*(_binds(child) for child in ast.iter_child_nodes(node)))


def _free(node: ast.AST, bound: set[str]) -> Iterator[str]:
    """The names that code reads and that are not bound in a scope of its own."""
    if isinstance(node, ast.Name):
        if node.id not in bound:
            yield node.id
        return
    if isinstance(node, (ast.FunctionDef, ast.Lambda, ast.ClassDef)):
        bound = bound | _stored(node)
    elif isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)):
        bound = bound.union(*(_stored(generator.target) for generator in node.generators))
    elif isinstance(node, ast.Assign):
        yield from _free(node.value, bound)
        bound = bound | _stored(node)
    for child in ast.iter_child_nodes(node):
        yield from _free(child, bound)
