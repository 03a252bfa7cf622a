"""Classes: kind by bases, attributes, entry methods (ms_lint.semantics.classes), and what MSL701-703 make of it."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

import pytest
from helpers import check, class_named, codes, follow, marks, write_files

import ms_lint
from ms_lint.semantics.values import Constant, Instance, Value

# ---------------------------------------------------------------- kind

KINDS = {
    "Cell": ("from mindspore import nn\nclass Net(nn.Cell): ...", "cell"),
    "Cell by name": ("from mindspore.nn import Cell\nclass Net(Cell): ...", "cell"),
    "Cell through an alias": ("import mindspore as ms\nBase = ms.nn.Cell\nclass Net(Base): ...", "cell"),
    "a layer of the library": ("from mindspore import nn\nclass Net(nn.Dense): ...", "cell"),
    "a training Cell": ("from mindspore import nn\nclass Net(nn.TrainOneStepCell): ...", "cell"),
    "an optimizer is a Cell": ("from mindspore import nn\nclass Net(nn.Optimizer): ...", "cell"),
    "through a class": ("from mindspore import nn\nclass A(nn.Cell): ...\nclass Net(A): ...", "cell"),
    "mixin first": ("from mindspore import nn\nclass M: ...\nclass Net(M, nn.Cell): ...", "cell"),
    "unknown mixin first": (
        "from mindspore import nn\nfrom elsewhere import M\nclass Net(M, nn.Cell): ...",
        "cell",
    ),
    "with a metaclass": (
        "import abc\nfrom mindspore import nn\nclass Net(nn.Cell, metaclass=abc.ABCMeta): ...",
        "cell",
    ),
    "in a function": ("from mindspore import nn\ndef f():\n    class Net(nn.Cell): ...", "cell"),
    "nested": ("from mindspore import nn\nclass Outer:\n    class Net(nn.Cell): ...", "cell"),
    "either of two by a try": (
        "try:\n    from mindspore.nn import Cell\nexcept ImportError:\n    Cell = object\nclass Net(Cell): ...",
        "cell",
    ),
    "Module": ("import torch\nclass Net(torch.nn.Module): ...", "module"),
    "a layer of torch": ("from torch import nn\nclass Net(nn.Conv2d): ...", "module"),
    "Keras layer": ("import tensorflow as tf\nclass Net(tf.keras.layers.Layer): ...", "keras"),
    "Keras model": ("from tensorflow import keras\nclass Net(keras.Model): ...", "keras"),
    "keras on its own": ("import keras\nclass Net(keras.Model): ...", "keras"),
    "tf.Module": ("import tensorflow as tf\nclass Net(tf.Module): ...", "keras"),
    "no base": ("class Net: ...", None),
    "an unknown base": ("from elsewhere import Base\nclass Net(Base): ...", None),
    "a class of its own name": ("class Net(Net): ...", None),
    "a dataset": ("import torch\nclass Net(torch.utils.data.Dataset): ...", None),
    "a primitive is no Cell": ("from mindspore import ops\nclass Net(ops.Primitive): ...", None),
    "computed base": ("from mindspore import nn\nclass Net(make(nn.Cell)): ...", None),
}


@pytest.mark.parametrize(("code", "kind"), KINDS.values(), ids=KINDS.keys())
def test_kind(code: str, kind: Optional[str]) -> None:
    assert class_named(follow(code), "Net").kind == kind


@pytest.mark.parametrize(
    ("code", "entry"),
    [
        ("from mindspore import nn\nclass Net(nn.Cell):\n    def construct(self, x): ...", "construct"),
        ("from torch import nn\nclass Net(nn.Module):\n    def forward(self, x): ...", "forward"),
        ("import keras\nclass Net(keras.Model):\n    def call(self, x): ...", "call"),
        ("from mindspore import nn\nclass Net(nn.Cell):\n    def forward(self, x): ...", None),
        ("class Net:\n    def construct(self, x): ...", None),
    ],
)
def test_entry(code: str, entry: Optional[str]) -> None:
    found = class_named(follow(code), "Net").entry
    assert (found.name if found else None) == entry


def test_entry_is_inherited() -> None:
    module = follow(
        """
        from mindspore import nn
        class Base(nn.Cell):
            def construct(self, x): ...
        class Net(Base):
            def __init__(self): ...
        """
    )
    entry = class_named(module, "Net").entry
    assert entry is not None
    assert entry.qualified_name == "Base.construct"


def test_cyclic_bases_end() -> None:
    module = follow("class A(B): ...\nclass B(A): ...\nclass A(B): ...\n")
    assert [info.kind for info in module.classes] == [None, None, None]


# ---------------------------------------------------------------- attributes


def attribute(body: str, name: str, before: str = "") -> Value:
    """What ``self.name`` is in a Cell ``Net`` with this body."""
    lines = ["from mindspore import nn, ops, Parameter, Tensor", before, "class Net(nn.Cell):"]
    module = follow("\n".join([*lines, *("    " + line for line in body.strip("\n").splitlines())]))
    return class_named(module, "Net").attribute(name)


def layer_name(value: Value) -> Optional[str]:
    return value.of if isinstance(value, Instance) and isinstance(value.of, str) else None


@pytest.mark.parametrize(
    "body",
    [
        "def __init__(self):\n    self.fc = nn.Dense(1, 2)",
        "def __init__(self):\n    self.build()\ndef build(self):\n    self.fc = nn.Dense(1, 2)",
        "def __init__(self):\n    self.fc: nn.Cell = nn.Dense(1, 2)",
        "def __init__(self):\n    self.a, self.fc = 1, nn.Dense(1, 2)",
        "def __init__(self):\n    self.a = self.fc = nn.Dense(1, 2)",
        "def __init__(self):\n    setattr(self, 'fc', nn.Dense(1, 2))",
        "def __init__(self):\n    self.insert_child_to_cell('fc', nn.Dense(1, 2))",
        "def __init__(self):\n    self.insert_child_to_cell(child_name='fc', child_cell=nn.Dense(1, 2))",
        "def __init__(self):\n    self.__setattr__('fc', nn.Dense(1, 2))",
        "def __init__(self):\n    super().__setattr__('fc', nn.Dense(1, 2))",
        "def __init__(self):\n    name = 'f' + 'c'\n    setattr(self, name, nn.Dense(1, 2))",
        "def __init__(self):\n    layer = nn.Dense(1, 2)\n    self.fc = layer",
        "def __init__(this):\n    this.fc = nn.Dense(1, 2)",
        "def __init__(self):\n    me = self\n    me.fc = nn.Dense(1, 2)",
        "def __init__(self):\n    with open('x'):\n        self.fc = nn.Dense(1, 2)",
        "fc = nn.Dense(1, 2)",
        "@property\ndef fc(self):\n    return nn.Dense(1, 2)",
    ],
)
def test_attribute_is_set(body: str) -> None:
    module_value = attribute(body, "fc")
    if "@property" in body:
        # reading it calls the method; the class itself knows no value
        reader = "from mindspore import nn\nclass Net(nn.Cell):\n"
        reader += "".join(f"    {line}\n" for line in body.splitlines())
        reader += "    def construct(self, x):\n        return self.fc(x)\n"
        assert not check(reader, ["MSL701"])
        return
    assert layer_name(module_value) == "mindspore.nn.Dense"


def test_attribute_of_a_base_class() -> None:
    before = "class Base(nn.Cell):\n    def __init__(self):\n        self.fc = nn.Dense(1, 2)"
    module = follow(f"from mindspore import nn\n{before}\nclass Net(Base): ...\n")
    assert layer_name(class_named(module, "Net").attribute("fc")) == "mindspore.nn.Dense"


def test_attribute_with_two_values_is_either() -> None:
    value = attribute(
        "def __init__(self, a):\n    if a:\n        self.act = nn.ReLU()\n    else:\n        self.act = nn.GELU()",
        "act",
    )
    assert {layer_name(item) for item in getattr(value, "values", ())} == {"mindspore.nn.ReLU", "mindspore.nn.GELU"}


def test_the_own_value_hides_that_of_the_base() -> None:
    module = follow(
        """
        from mindspore import nn
        class Base(nn.Cell):
            size = 1
            def __init__(self):
                self.act = nn.ReLU()
        class Net(Base):
            size = 2
            def __init__(self):
                super().__init__()
                self.act = nn.GELU()
        """
    )
    net = class_named(module, "Net")
    assert layer_name(net.attribute("act")) == "mindspore.nn.GELU"
    assert net.attribute("size") == Constant(2)


def test_a_nested_class_has_its_own_attributes() -> None:
    module = follow(
        """
        from mindspore import nn
        class Outer(nn.Cell):
            class Inner(nn.Cell):
                def __init__(self):
                    self.inner = 1
            def __init__(self):
                self.outer = 2
        """
    )
    assert set(class_named(module, "Outer").assignments) == {"outer"}
    assert set(class_named(module, "Inner").assignments) == {"inner"}


# ---------------------------------------------------------------- attributes that nothing sets (MSL701)

SET = {
    "never set": """
        from mindspore import nn
        class Net(nn.Cell):
            def __init__(self):
                super().__init__()
                self.pose_net = nn.Dense(1, 2)
            def construct(self, x):
                return self.poss_net(x)  # -> poss_net
        """,
    "set in a method that construct calls": """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                self.prepare()
                return self.width * x
            def prepare(self):
                self.width = 3
        """,
    "set in __init__ of a base class": """
        from mindspore import nn
        class Base(nn.Cell):
            def __init__(self):
                super().__init__()
                self.fc = nn.Dense(1, 2)
        class Net(Base):
            def construct(self, x):
                return self.fc(x) + self.other  # -> other
        """,
    "set by a subclass": """
        from mindspore import nn
        class Base(nn.Cell):
            def construct(self, x):
                return self.fc(x)
        class Net(Base):
            def __init__(self):
                super().__init__()
                self.fc = nn.Dense(1, 2)
        """,
    "set by a mixin": """
        from mindspore import nn
        class Mixin:
            def prepare(self):
                self.scale = 2
        class Net(Mixin, nn.Cell):
            def construct(self, x):
                return x * self.scale
        """,
    "an unknown mixin may set anything": """
        from elsewhere import Mixin
        from mindspore import nn
        class Net(Mixin, nn.Cell):
            def construct(self, x):
                return x * self.scale
        """,
    "known names": """
        from mindspore import nn, Parameter, Tensor
        class Net(nn.Cell):
            def __init__(self):
                super().__init__()
                setattr(self, "a", 1)
                self.insert_child_to_cell("b", nn.ReLU())
                self.insert_param_to_cell("c", Parameter(Tensor(1)))
                self.register_buffer("d", Tensor(1))
            def construct(self, x):
                return self.a + self.b(x) + self.c + self.d + self.e  # -> e
        """,
    "computed names": """
        from mindspore import nn
        class Net(nn.Cell):
            def __init__(self, names):
                super().__init__()
                for name in names:
                    setattr(self, name, nn.ReLU())
            def construct(self, x):
                return self.anything(x)
        """,
    "names computed in a register": """
        from mindspore import nn
        class Net(nn.Cell):
            def __init__(self):
                super().__init__()
                for i in range(3):
                    self.insert_child_to_cell(f"layer{i}", nn.ReLU())
            def construct(self, x):
                return self.layer0(x)
        """,
    "through __dict__": """
        from mindspore import nn
        class Net(nn.Cell):
            def __init__(self, **options):
                super().__init__()
                self.__dict__.update(options)
            def construct(self, x):
                return self.anything(x)
        """,
    "through vars()": """
        from mindspore import nn
        class Net(nn.Cell):
            def __init__(self, **options):
                super().__init__()
                vars(self).update(options)
            def construct(self, x):
                return self.anything(x)
        """,
    "__getattr__": """
        from mindspore import nn
        class Net(nn.Cell):
            def __getattr__(self, name):
                return 3
            def construct(self, x):
                return self.anything + x
        """,
    "guarded by hasattr": """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                if hasattr(self, "extra"):
                    x = self.extra(x)
                return getattr(self, "other", x)
        """,
    "properties, methods and class attributes": """
        from mindspore import nn
        class Net(nn.Cell):
            size = 3
            kind: str
            class Inner: ...
            @property
            def width(self):
                return 3
            @width.setter
            def width(self, value):
                self._width = value
            @classmethod
            def make(cls):
                return cls()
            @staticmethod
            def double(x):
                return x * 2
            def construct(self, x):
                return self.double(x) * self.size * self.width, self.make(), self.Inner(), self._width, self.kind
        """,
    "declared by an annotation in __init__": """
        from mindspore import nn
        class Net(nn.Cell):
            def __init__(self):
                super().__init__()
                self.mask: int
            def construct(self, x):
                return x * self.mask
        """,
    "set from outside": """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                return x * self.scale
        net = Net()
        net.scale = 3
        """,
    "what every Cell has": """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                if self.training:
                    self.set_train(False)
                return self.cells(), self.trainable_params(), self.param_prefix, self.__class__, self.__doc__
        """,
    "set by augmented assignment only": """
        from mindspore import nn
        class Net(nn.Cell):
            def __init__(self):
                super().__init__()
                self.count = 0
            def construct(self, x):
                self.count += 1
                return x * self.count
        """,
    "set in a with, for or except": """
        from mindspore import nn
        class Net(nn.Cell):
            def __init__(self):
                super().__init__()
                for self.a in range(3): pass
                with open("x") as self.b: pass
                (self.c, [self.d, *self.e]) = 1, [2, 3]
            def construct(self, x):
                return self.a, self.b, self.c, self.d, self.e
        """,
    "read in a nested function and a lambda": """
        from mindspore import nn
        class Net(nn.Cell):
            def construct(self, x):
                def inner():
                    return self.first  # -> first
                return inner, lambda: self.second  # -> second
        """,
    "set in a nested function": """
        from mindspore import nn
        class Net(nn.Cell):
            def __init__(self):
                super().__init__()
                def prepare():
                    self.scale = 3
                prepare()
            def construct(self, x):
                return x * self.scale
        """,
    "deleted only": """
        from mindspore import nn
        class Net(nn.Cell):
            def __init__(self):
                super().__init__()
                self.a = 1
                del self.a
        """,
    "two definitions of a method by a condition": """
        import sys
        from mindspore import nn
        class Net(nn.Cell):
            if sys.argv:
                def __init__(self):
                    super().__init__()
                    self.scale = 3
            else:
                def __init__(self):
                    super().__init__()
                    self.build()
            def build(self):
                pass
            def construct(self, x):
                return x * self.scale
        """,
    "another optimizer's inner attributes are not known": """
        from mindspore import nn
        class Opt(nn.Adam):
            def construct(self, gradients):
                return self.moments_of_mine
        """,
    "other classes are not judged": """
        from mindspore import nn
        class Plain:
            def run(self):
                return self.anything
        """,
}


@pytest.mark.parametrize("code", SET.values(), ids=SET.keys())
def test_attribute_never_set(code: str) -> None:
    found: dict[int, str] = {}
    for finding in check(code, ["MSL701", "MSL003"]):
        name = finding.message.split("`")[1].replace("self.", "")
        line = finding.location.line
        found[line] = f"{found[line]}, {name}" if line in found else name
    assert found == marks(code)


def test_never_set_names_the_nearest() -> None:
    (finding,) = check(SET["never set"], ["MSL701"])
    assert "`self.pose_net`" in finding.message
    assert "Net.construct" in finding.message


# ---------------------------------------------------------------- layers that nothing calls (MSL703)

CALLED = {
    "never called": """
        from mindspore import nn
        class Net(nn.Cell):
            def __init__(self):
                super().__init__()
                self.fc = nn.Dense(1, 2)  # -> fc
                self.act = nn.ReLU()
            def construct(self, x):
                return self.act(x)
        """,
    "called in a method, property or nested function": """
        from mindspore import nn
        class Net(nn.Cell):
            def __init__(self):
                super().__init__()
                self.a, self.b, self.c = nn.Dense(1, 2), nn.Dense(1, 2), nn.Dense(1, 2)
            def construct(self, x):
                def inner(y):
                    return self.c(y)
                return inner(self.helper(x)) + self.value
            def helper(self, x):
                return self.a(x)
            @property
            def value(self):
                return self.b
        """,
    "handed on": """
        from mindspore import nn
        class Net(nn.Cell):
            def __init__(self):
                super().__init__()
                self.a = nn.Dense(1, 2)
                self.b = nn.Dense(1, 2)
                self.layers = nn.SequentialCell(self.a, nn.ReLU())
                self.list = [self.b]
            def construct(self, x):
                return self.layers(x) + self.list[0](x)
        """,
    "called by a subclass": """
        from mindspore import nn
        class Base(nn.Cell):
            def __init__(self):
                super().__init__()
                self.fc = nn.Dense(1, 2)
            def construct(self, x):
                return x
        class Net(Base):
            def construct(self, x):
                return self.fc(x)
        """,
    "called by a base class": """
        from mindspore import nn
        class Base(nn.Cell):
            def construct(self, x):
                return self.fc(x)
        class Net(Base):
            def __init__(self):
                super().__init__()
                self.fc = nn.Dense(1, 2)
        """,
    "called by computed names": """
        from mindspore import nn
        class Net(nn.Cell):
            def __init__(self):
                super().__init__()
                self.fc1 = nn.Dense(1, 2)
            def construct(self, x):
                return getattr(self, f"fc{1}")(x)
        """,
    "read through another object": """
        from mindspore import nn
        class Net(nn.Cell):
            def __init__(self):
                super().__init__()
                self.embedding = nn.Embedding(1, 2)
            def construct(self, x):
                return x
        class Head(nn.Cell):
            def construct(self, x, net):
                return net.embedding(x)
        """,
}


@pytest.mark.parametrize("code", CALLED.values(), ids=CALLED.keys())
def test_layer_never_called(code: str) -> None:
    found = {f.location.line: f.message.split("`")[1].replace("self.", "") for f in check(code, ["MSL703"])}
    assert found == marks(code)


# ---------------------------------------------------------------- attributes that nothing reads (MSL702)


def test_operator_never_read() -> None:
    found = check(
        """
        from mindspore import nn, ops
        class Net(nn.Cell):
            def __init__(self):
                super().__init__()
                self.reshape = ops.Reshape()
                self.add = ops.Add()
                self.width = 3
            def construct(self, x):
                return self.add(x, x)
        """,
        ["MSL702"],
    )
    assert [(f.location.line, f.message.split("`")[1]) for f in found] == [(5, "self.reshape")]


def test_attribute_that_the_original_reads() -> None:
    found = check(
        """
        import torch
        from mindspore import nn
        class Net(torch.nn.Module):
            def __init__(self, k):
                super().__init__()
                self.k = k
                self.j = k
            def forward(self, x):
                return x * self.k
        class Net(nn.Cell):
            def __init__(self, k):
                super().__init__()
                self.k = k
                self.j = k
            def construct(self, x):
                return x
        """,
        ["MSL702"],
    )
    assert [(f.location.line, f.message.split("`")[1]) for f in found] == [(13, "self.k")]
    assert "forward" in found[0].message


def test_a_cell_whose_call_returns_a_module_level_cell() -> None:
    """MSL705 wants a Cell of the module, not a Tensor, a function or a local of that name."""
    code = """
        from mindspore import nn
        class Loss(nn.Cell):
            def construct(self, x):
                return loss  # -> MSL705
        class Other(nn.Cell):
            def construct(self, x):
                loss = x
                return loss
        class Third(nn.Cell):
            def construct(self, loss):
                return loss
        class Fourth(nn.Cell):
            def construct(self, x):
                return width
        width = 3
        loss = Loss()
        """
    found = check(code, ["MSL705"])
    assert {f.location.line: f.code for f in found} == marks(code)
    assert codes(found) == ["MSL705"]


def test_layers_that_are_read_out_of_sight_count_as_used(tmp_path: Path) -> None:
    """By iterating over the Cell, by giving it away, by a class that writes the abstract `construct`, or in
    another folder of the package that has no ``__init__.py``."""
    layer = "        self.fc = nn.Dense(1, 2)\n"
    head = (
        "from mindspore import nn\nclass Net(nn.Cell):\n    def __init__(self):\n        super().__init__()\n" + layer
    )
    bodies = {
        "iterated": "    def construct(self, x):\n        for layer in self:\n            x = layer(x)\n",
        "given": "    def construct(self, x):\n        return run(self, x)\ndef run(net, x):\n    return net[0](x)\n",
        "abstract": "    def construct(self, x):\n        raise NotImplementedError\n",
    }
    for body in bodies.values():
        assert check(head + body, ["MSL703"]) == []
    unused = head + "    def construct(self, x):\n        return x\n"
    assert codes(check(unused, ["MSL703"])) == ["MSL703"]
    write_files(
        tmp_path,
        {"pkg/__init__.py": "", "pkg/parts/net.py": unused, "pkg/use.py": "def f(net, x):\n    return net.fc(x)\n"},
    )
    path = tmp_path / "pkg" / "parts" / "net.py"
    assert ms_lint.check_paths([path], overrides={"select": "MSL703"}) == []


def test_methods_called_through_their_class_have_the_instance_in_front() -> None:
    code = "import mindspore as ms\ncontiguous = ms.Tensor.is_contiguous\ndef f(x):\n    return contiguous(x)\n"
    assert check(code, ["MSL2"]) == []
