"""What expressions stand for (ms_lint.semantics.values, flow, results)."""

from __future__ import annotations

import ast

import pytest
from helpers import Recorder, class_named, follow, module_value, probed, value_in_construct

from ms_lint.semantics.values import (
    NONE,
    UNKNOWN,
    Argument,
    Choice,
    ClassValue,
    Constant,
    Container,
    FunctionValue,
    Instance,
    Member,
    Partial,
    Scalar,
    Sequence,
    Symbol,
    Tensor,
    Value,
    alternatives,
    binary,
    constant,
    elements,
    join,
    join_all,
    unary,
    walk_values,
    widen,
)

MS = Tensor("mindspore")
NUMPY = Tensor("numpy")


def shown(value: Value) -> str:
    return repr(value)


# ---------------------------------------------------------------- module level

CONSTANTS = [
    ("a = 3", 3),
    ("a = -3", -3),
    ("a = +3", 3),
    ("a = 1 + 2 * 3", 7),
    ("a = 7 // 2", 3),
    ("a = 7 % 4", 3),
    ("a = 1 / 4", 0.25),
    ("a = 2 ** 3", None),
    ("a = 1 - 2 - 3", -4),
    ("a = 'x' + 'y'", "xy"),
    ("a = b'x'", b"x"),
    ("a = None", None),
    ("a = not 1", False),
    ("a = True", True),
    ("a = ...", Ellipsis),
    ("a = 1 + 2j", None),
    ("b = 2\na = b * 3", 6),
    ("a = b = 4", 4),
    ("a, b = 1, 2", 1),
    ("b, a = 1, 2", 2),
    ("(b, (c, a)) = 1, (2, 3)", 3),
    ("a = [1, 2, 3][1]", 2),
    ("a = (1, 2, 3)[-1]", 3),
    ("a: int = 5", 5),
    ("a = 1\na += 2", 3),
    ("a = 1\na -= 2\na *= 3", -3),
    ("a = int('3')", 3),
    ("a = int(3.7)", 3),
    ("a = float(2)", 2.0),
    ("a = str(2)", "2"),
    ("a = bool(0)", False),
    ("a = len([1, 2, 3])", 3),
    ("a = len((1,) + (2,))", 2),
    ("if (a := 5): pass", 5),
    ("class A:\n    size = 4\na = A.size", 4),
    ("a = 3 if b else 3", 3),
]


@pytest.mark.parametrize(("code", "expected"), CONSTANTS, ids=[code for code, _ in CONSTANTS])
def test_constant(code: str, expected: object) -> None:
    value = module_value(code, "a")
    if expected is None and "None" not in code:
        assert not isinstance(value, Constant) or value.value in (8, 1 + 2j)
        return
    assert value == Constant(expected)
    assert constant(value) == expected


@pytest.mark.parametrize(
    "code",
    [
        "a = 1 / 0",
        "a = 1 // 0",
        "a = 1 % 0",
        "a = 'x' * 3",
        "a = int('x')",
        "a = [1][5]",
        "a = f(1)",
        "a = b",
        "import x\na = x()",
        "a = 1\nfor i in b: a = a + 1",
        "a = 1\nwhile b: a += 1",
        "a = float('1e999') + int(1e400)",
    ],
)
def test_not_a_constant(code: str) -> None:
    """What raises, or depends on more than the source shows, has no value."""
    assert not isinstance(module_value(code, "a"), Constant)


def test_strings_and_numbers_do_not_grow_without_limit() -> None:
    assert module_value("a = 'x' * 1\n" + "b = 'x'\n" + "b = b + b\n" * 64, "b") in (Scalar("str"), UNKNOWN)
    assert module_value("b = 3\n" + "b = b * b\n" * 64, "b") in (Scalar("int"), UNKNOWN)
    many = module_value("c = [1]\n" + "c = c + c\n" * 16, "c")
    assert not isinstance(many, Sequence) or len(many.items) <= 4096
    with pytest.raises(ValueError, match="not a constant"):
        constant(Scalar("int"))


KINDS = [
    ("a = [1, 2]", "Sequence(list, [Constant(1), Constant(2)])"),
    ("a = (1,) + (2,)", "Sequence(tuple, [Constant(1), Constant(2)])"),
    ("a = {1}", "Sequence(set, [Constant(1)])"),
    ("a = [1, *b]", "list"),
    ("a = [1, 2][1:]", "list"),
    ("a = [i for i in range(3)]", "Container(list, Scalar(int))"),
    ("a = {i: 1 for i in range(3)}", "Container(dict, Constant(1))"),
    ("a = {'x': 1}", "dict"),
    ("a = range(3)", "Container(range, Scalar(int))"),
    ("a = list((1, 2))", "Sequence(list, [Constant(1), Constant(2)])"),
    ("a = [1] * 3", "Container(list"),
    ("a = f'{1}'", "Scalar(str)"),
    ("a = 1 < 2", "Scalar(bool)"),
    ("a = len(b)", "Scalar(int)"),
    ("a = lambda: 1", "FunctionValue(<lambda>)"),
    ("def a(): ...", "FunctionValue(a)"),
    ("class a: ...", "ClassValue(a)"),
    ("import mindspore.nn as a", "Symbol(mindspore.nn)"),
    ("from mindspore import nn\na = nn.Conv2d", "Symbol(mindspore.nn.Conv2d)"),
    ("from mindspore import nn\na = nn.Conv2d(1, 2, 3)", "Instance(mindspore.nn.Conv2d)"),
    ("from mindspore import nn\nclass A(nn.Cell): ...\na = A()", "Instance(A)"),
    ("from mindspore import ops\na = ops.Reshape()", "Instance(mindspore.ops.Reshape)"),
    ("import mindspore as ms\na = ms.Tensor([1])", "Tensor(mindspore)"),
    ("import mindspore as ms\na = ms.Tensor([1]) * 3", "Tensor(mindspore)"),
    ("import mindspore as ms\na = 3 - ms.Tensor([1])", "Tensor(mindspore)"),
    ("import mindspore as ms\na = -ms.Tensor([1])", "Tensor(mindspore)"),
    ("import mindspore as ms\nimport numpy as np\na = np.array([1]) + ms.Tensor([1])", "Tensor(mindspore)"),
    ("import mindspore as ms\na = ms.Parameter(ms.Tensor([1]))", "Parameter"),
    ("import numpy as np\na = np.zeros((2, 3))", "Tensor(numpy)"),
    ("import numpy as np\na = np.zeros(3) @ np.ones(3)", "Tensor(numpy)"),
    ("import torch\na = torch.zeros(3)", "Tensor(torch)"),
    ("import functools\nfrom mindspore import nn\na = functools.partial(nn.Dense, 3)", "Partial("),
    ("from mindspore import nn\na = nn.CellList([nn.ReLU()])", "Container(cells, Instance(mindspore.nn.ReLU))"),
    ("a = 1\nif b: a = 2", "Choice(Constant("),
    ("a = 1 if b else 2", "Choice(Constant("),
]


@pytest.mark.parametrize(("code", "part"), KINDS, ids=[code for code, _ in KINDS])
def test_kind_of_value(code: str, part: str) -> None:
    assert part in shown(module_value(code, "a"))


# ---------------------------------------------------------------- branches and loops


def test_branches_join() -> None:
    code = """
        from probe import probe
        a = 1
        if x:
            a = 2
            probe(a)
        probe(a)
        if y:
            a = 3
        else:
            a = 3
        probe(a)
    """
    first, second, third = probed(code)
    assert first == Constant(2)
    assert set(alternatives(second)) == {Constant(1), Constant(2)}
    assert third == Constant(3)


def test_five_values_are_too_many() -> None:
    branches = "\n".join(f"elif x == {i}:\n    a = {i}" for i in range(1, 6))
    assert module_value(f"if x == 0:\n    a = 0\n{branches}\nelse:\n    a = 9\n", "a") is UNKNOWN


def test_an_unknown_branch_makes_it_unknown() -> None:
    assert module_value("a = 1\nif x:\n    a = f()\n", "a") is UNKNOWN


def test_an_early_return_takes_its_branch_with_it() -> None:
    code = """
        from probe import probe
        def f(x):
            a = 1
            if x:
                a = 2
                return a
            probe(a)
            if x:
                raise ValueError
            else:
                a = 4
            probe(a)
    """
    assert probed(code) == [Constant(1), Constant(4)]


def test_loops_widen_what_they_assign() -> None:
    code = """
        from probe import probe
        from mindspore import nn, Tensor
        n, layers, x, kept = 1, [], Tensor([1]), 5
        for i in range(3):
            probe(n)
            probe(layers)
            probe(x)
            probe(kept)
            n = n + 1
            layers = layers + [nn.ReLU()]
            x = x + 1
        probe(n)
        while n:
            probe(n)
            n -= 1
    """
    n, layers, x, kept, after, again = probed(code)
    assert not isinstance(n, Constant)
    assert not isinstance(layers, Sequence)
    assert x == MS
    assert kept == Constant(5)
    assert not isinstance(after, Constant)
    assert not isinstance(again, Constant)


def test_a_list_that_grows_is_not_counted() -> None:
    code = """
        from probe import probe
        from mindspore import nn
        layers = []
        layers.append(nn.ReLU())
        probe(layers)
        probe(len(layers))
        others = [nn.ReLU()]
        others.extend(layers)
        probe(others)
        third = [1]
        third += [2]
        probe(third)
        fourth = [1, 2]
        fourth[0] = 5
        probe(fourth[0])
        fifth = [1]
        fifth.insert(0, 2)
        probe(fifth[0])
    """
    layers, length, others, third, fourth, fifth = probed(code)
    assert layers != Sequence("list", ())
    assert length != Constant(0)
    assert not isinstance(others, Sequence) or len(others.items) == 2
    assert third == Sequence("list", (Constant(1), Constant(2)))
    assert fourth != Constant(1)
    assert fifth != Constant(1)


def test_what_a_called_function_changes_is_not_known() -> None:
    """A global that another function assigns has no single value."""
    code = """
        from probe import probe
        mode = 1
        def change():
            global mode
            mode = 2
        def read():
            probe(mode)
    """
    (value,) = probed(code)
    assert value != Constant(1)


def test_handlers_join() -> None:
    code = """
        from probe import probe
        a = 1
        try:
            a = 2
        except ValueError:
            a = 3
        finally:
            pass
        probe(a)
        try:
            b = 1
        except ValueError:
            raise
        probe(b)
    """
    first, second = probed(code)
    assert set(alternatives(first)) == {Constant(2), Constant(3)}
    assert second == Constant(1)


# ---------------------------------------------------------------- in a Cell

IN_CONSTRUCT = [
    # expression, setup, before, parameters, part of what is shown
    ("x", "", "", "x", "Tensor(mindspore)"),
    ("x + 1", "", "", "x", "Tensor(mindspore)"),
    ("x[0]", "", "", "x", "Tensor(mindspore)"),
    ("x.T", "", "", "x", "Tensor(mindspore)"),
    ("x > 0", "", "", "x", "Tensor(mindspore)"),
    ("x.reshape(2, 3)", "", "", "x", "Tensor(mindspore)"),
    ("x.shape", "", "", "x", "Container(tuple, Scalar(int))"),
    ("x.shape[0]", "", "", "x", "Scalar(int)"),
    ("x.ndim", "", "", "x", "Scalar(int)"),
    ("b", "", "b, c = x.shape", "x", "Scalar(int)"),
    ("x.asnumpy()", "", "", "x", "Tensor(numpy)"),
    ("x.max()", "", "", "x", "Tensor(mindspore)"),
    ("x.topk(3)", "", "", "x", "UNKNOWN"),
    ("x.item()", "", "", "x", "UNKNOWN"),
    ("x.view", "", "", "x", "Member(Tensor(mindspore), view)"),
    ("mask", "", "", "x, mask=None", "Choice(Constant(None), Tensor(mindspore))"),
    ("flag", "", "", "x, flag=True", "Argument(flag=Constant(True))"),
    ("n", "", "", "x, n: int", "Scalar(int)"),
    ("y", "", "", "x, y: Tensor", "Tensor(mindspore)"),
    ("y", "", "", "x, y: 'Tensor'", "Tensor(mindspore)"),
    ("y", "", "", "x, y: ms.Tensor = None", "Choice(Constant(None), Tensor(mindspore))"),
    ("y", "", "", "x, y: list", "UNKNOWN"),
    ("args", "", "", "*args", "Container(tuple, Tensor(mindspore))"),
    ("args[0]", "", "", "*args", "Tensor(mindspore)"),
    ("options", "", "", "**options", "Container(dict"),
    ("self.fc", "self.fc = nn.Dense(1, 6)", "", "x", "Instance(mindspore.nn.Dense)"),
    ("self.fc(x)", "self.fc = nn.Dense(1, 6)", "", "x", "Tensor(mindspore)"),
    ("self.act(self.fc(x))", "self.fc = nn.Dense(1, 6)\nself.act = nn.ReLU()", "", "x", "Tensor(mindspore)"),
    ("self.layers", "self.layers = nn.CellList([nn.ReLU(), nn.ReLU()])", "", "x", "Container(cells"),
    ("layer", "self.layers = nn.CellList([nn.ReLU()])", "for layer in self.layers: pass", "x", "mindspore.nn.ReLU"),
    ("self.layers[0]", "self.layers = nn.CellList([nn.ReLU()])", "", "x", "Instance(mindspore.nn.ReLU)"),
    ("self.layers[0](x)", "self.layers = nn.CellList([nn.ReLU()])", "", "x", "Tensor(mindspore)"),
    ("self.reshape(x, (1, 2))", "self.reshape = ops.Reshape()", "", "x", "Tensor(mindspore)"),
    ("self.concat((x, x))", "self.concat = ops.Concat(1)", "", "x", "Tensor(mindspore)"),
    ("self.split(x)", "self.split = ops.Split(1, 2)", "", "x", "UNKNOWN"),
    ("ops.relu(x)", "", "", "x", "Tensor(mindspore)"),
    ("ops.concat((x, x), 1)", "", "", "x", "Tensor(mindspore)"),
    ("ops.split(x, 2)", "", "", "x", "UNKNOWN"),
    ("self.size", "self.size = 3", "", "x", "Constant(3)"),
    ("self.sizes", "self.sizes = (1, 2)", "", "x", "Sequence(tuple"),
    ("self.none", "self.none = None", "", "x", "Constant(None)"),
    ("self.width", "self.width = width", "", "x", "Argument(width=Constant(8))"),
    ("self.weight", "self.weight = Parameter(Tensor([1]))", "", "x", "mindspore"),
    ("self.weight * 2", "self.weight = Parameter(Tensor([1]))", "", "x", "Tensor(mindspore)"),
    ("np.array([1])", "", "", "x", "Tensor(numpy)"),
    ("y", "", "y = x if x.ndim else x + 1", "x", "Tensor(mindspore)"),
    ("self.missing", "", "", "x", "UNKNOWN"),
    ("unknown(x)", "", "", "x", "UNKNOWN"),
    ("self", "", "", "x", "SelfValue(Net)"),
    ("self(x)", "", "", "x", "UNKNOWN"),
    ("super()", "", "", "x", "Super(Net)"),
    ("len(x.shape)", "", "", "x", "Scalar(int)"),
    ("i", "", "for i, layer in enumerate([1, 2]): pass", "x", "Scalar(int)"),
    ("b", "", "for a, b in zip([1], [x]): pass", "x", "Tensor(mindspore)"),
    ("[y * 2 for y in x]", "", "", "x", "Container(list, Tensor(mindspore))"),
]


@pytest.mark.parametrize(
    ("expression", "setup", "before", "parameters", "part"),
    IN_CONSTRUCT,
    ids=[f"{row[3]}: {row[0]}" for row in IN_CONSTRUCT],
)
def test_value_in_construct(expression: str, setup: str, before: str, parameters: str, part: str) -> None:
    assert part in shown(value_in_construct(expression, setup, before, parameters))


def test_output_has_its_layer() -> None:
    value = value_in_construct("self.fc(x)", "self.fc = nn.Dense(1, 6)")
    assert isinstance(value, Tensor)
    assert value.layer is not None
    assert value.layer.of == "mindspore.nn.Dense"
    assert value.layer.arguments[1] == Constant(6)


@pytest.mark.parametrize("expression", ["self.fc(x) + 1", "self.fc(x)[0]", "-self.fc(x)", "self.fc(x).T"])
def test_what_is_done_to_an_output_has_no_layer(expression: str) -> None:
    value = value_in_construct(expression, "self.fc = nn.Dense(1, 6)")
    assert isinstance(value, Tensor)
    assert value.layer is None


def test_methods_give_what_they_return() -> None:
    code = """
        from mindspore import nn
        from probe import probe
        class Net(nn.Cell):
            def __init__(self):
                super().__init__()
                self.fc = nn.Dense(1, 2)
            def construct(self, x):
                probe(self.helper(x))
                probe(self.pair(x))
                probe(self.number())
                probe(self.nothing(x))
                probe(self.double(x))
                probe(self.walk(x))
                return x
            def helper(self, y):
                probe(y)
                return self.fc(y)
            def pair(self, y):
                return y, 1
            def number(self):
                return 3
            def nothing(self, y):
                pass
            @staticmethod
            def double(y):
                return y * 2
            def walk(self, y):
                yield y
    """
    helper, pair, number, nothing, double, walk, given = probed(code)
    assert helper == MS
    assert not isinstance(pair, Tensor)
    assert not isinstance(number, Tensor)
    assert nothing in (NONE, UNKNOWN)
    assert double == MS
    assert walk is UNKNOWN
    assert given == MS


def test_a_helper_with_callers_that_differ_has_no_single_parameter() -> None:
    """What the first caller gives must not be taken for what all callers give."""
    code = """
        from mindspore import nn
        from probe import probe
        class Net(nn.Cell):
            def construct(self, x):
                return self.helper(x) + self.helper(3)
            def helper(self, y):
                probe(y)
                return y
    """
    (value,) = probed(code)
    assert value != MS


def test_functions_and_recursion() -> None:
    code = """
        from mindspore import nn
        from probe import probe
        def double(y):
            return y * 2
        def walk(y):
            return walk(y - 1)
        def even(y):
            return odd(y - 1)
        def odd(y):
            return even(y - 1)
        class Net(nn.Cell):
            def construct(self, x):
                probe(double(x))
                probe(walk(x))
                probe(even(x))
                return x
    """
    double, walk, even = probed(code)
    assert double == MS
    assert walk == UNKNOWN
    assert even == UNKNOWN


def test_calls_of_cells_of_the_module() -> None:
    code = """
        from mindspore import nn
        from probe import probe
        class Block(nn.Cell):
            def __init__(self, width):
                super().__init__()
                self.fc = nn.Dense(width, 2)
            def construct(self, x):
                return self.fc(x)
        class Net(nn.Cell):
            def __init__(self):
                super().__init__()
                self.block = Block(3)
            def construct(self, x):
                probe(self.block)
                probe(self.block(x))
                probe(Block(4)(x))
                return x
    """
    block, output, direct = probed(code)
    assert isinstance(block, Instance)
    assert block.class_name == "Block"
    assert block.arguments == {0: Constant(3)}
    assert output == direct
    assert isinstance(output, Tensor)
    assert output.framework == "mindspore"


def test_the_entry_of_torch_and_keras() -> None:
    code = """
        import torch, keras
        from probe import probe
        class A(torch.nn.Module):
            def forward(self, x):
                probe(x)
                probe(x.size())
                probe(x.size(0))
                probe(x.view(1))
                probe(torch.cat([x, x]))
                probe(torch.nn.functional.relu(x))
        class B(keras.Model):
            def call(self, x):
                probe(x)
    """
    x, size, first, view, cat, relu, keras_x = probed(code)
    torch = Tensor("torch")
    assert (x, size, first, view) == (torch, Container("tuple", Scalar("int")), Scalar("int"), torch)
    assert (cat, relu, keras_x) == (torch, torch, Tensor("tensorflow"))


def test_parameters_outside_of_the_entry_are_arguments() -> None:
    code = """
        from mindspore import nn
        from probe import probe
        class Net(nn.Cell):
            def __init__(self, width, depth=2, *, name: str = "x"):
                probe(width)
                probe(depth)
                probe(name)
            @classmethod
            def make(cls):
                probe(cls)
            @staticmethod
            def other(width):
                probe(width)
            def lonely(self, y):
                probe(y)
    """
    width, depth, name, cls, other, lonely = probed(code)
    assert isinstance(width, Argument)
    assert width.default is None
    assert isinstance(depth, Argument)
    assert depth.default == Constant(2)
    assert not isinstance(name, Constant)
    assert isinstance(cls, ClassValue)
    assert isinstance(other, Argument)
    assert isinstance(lonely, Argument)


def test_a_default_is_evaluated_where_it_stands() -> None:
    code = """
        from probe import probe
        size = 3
        def f(size=4, other=size):
            probe(other)
        class A:
            width = 5
            def g(self, width=width):
                probe(width)
    """
    other, width = probed(code)
    assert isinstance(other, Argument)
    assert other.default == Constant(3)
    assert isinstance(width, Argument)
    assert width.default == Constant(5)


def test_partial_adds_its_arguments() -> None:
    value = module_value(
        "from functools import partial\nfrom mindspore import nn\n"
        "conv = partial(nn.Conv2d, 1, kernel_size=3)\na = conv(2, has_bias=True)\n",
        "a",
    )
    assert isinstance(value, Instance)
    assert value.of == "mindspore.nn.Conv2d"
    assert value.arguments == {0: Constant(1), 1: Constant(2), "kernel_size": Constant(3), "has_bias": Constant(True)}


def test_class_defaults_decide_a_width() -> None:
    """The default of the class's own parameter is kept with the layer that it sizes."""
    module = follow(
        """
        from mindspore import nn
        class Net(nn.Cell):
            def __init__(self, width=8):
                super().__init__()
                self.fc = nn.Dense(width, width * 2)
        """
    )
    layer = class_named(module, "Net").attribute("fc")
    assert isinstance(layer, Instance)
    first = layer.arguments[0]
    assert isinstance(first, Argument)
    assert (first.name, first.default) == ("width", Constant(8))


# ---------------------------------------------------------------- the lattice itself


def test_join() -> None:
    one, two = Constant(1), Constant(2)
    assert join(one, one) == one
    assert set(alternatives(join(one, two))) == {one, two}
    assert join(one, UNKNOWN) is UNKNOWN
    assert join(UNKNOWN, one) is UNKNOWN
    assert join(Constant(1), Constant(True)) == Choice((Constant(1), Constant(True)))
    layer = Instance("mindspore.nn.Dense")
    assert join(Tensor("mindspore", layer), MS) == MS
    assert join(MS, NUMPY) == Choice((MS, NUMPY))
    assert join_all(()) is UNKNOWN
    assert join(join(one, two), join(two, Constant(3))) == Choice((one, two, Constant(3)))
    five = join_all(tuple(Constant(i) for i in range(5)))
    assert five is UNKNOWN


def test_equal_but_different_constants_are_kept_apart() -> None:
    assert Constant(1) != Constant(True)
    assert Constant(1) != Constant(1.0)
    assert len({Constant(0), Constant(False), Constant(0.0)}) == 3


def test_widen_and_elements() -> None:
    assert widen(Constant(3)) is UNKNOWN
    assert widen(Scalar("int")) == Scalar("int")
    assert widen(Tensor("mindspore", Instance("mindspore.nn.Dense"))) == MS
    assert widen(Sequence("list", (Constant(1),))) == Container("list")
    assert elements(Sequence("list", (Constant(1), Constant(1)))) == Constant(1)
    assert elements(Sequence("list", ())) is UNKNOWN
    assert elements(Container("list", MS)) == MS
    assert elements(MS) == MS
    assert elements(UNKNOWN) is UNKNOWN


def test_arithmetic_on_what_is_no_number() -> None:
    for value in (UNKNOWN, NONE, Constant("x"), Symbol("a.b"), FunctionValue.__new__(FunctionValue), Member(MS, "x")):
        assert not isinstance(binary(ast.Sub(), value, Constant(1)), Constant)
        assert not isinstance(unary(ast.USub(), value), Constant)
    assert unary(ast.Invert(), MS) == MS
    assert unary(ast.Not(), MS) in (UNKNOWN, Scalar("bool"))


def test_walk_values() -> None:
    value = Choice((Sequence("list", (Constant(1), MS)), Container("dict", NUMPY)))
    inside = list(walk_values(value))
    assert all(item in inside for item in (value, Constant(1), MS, NUMPY))
    assert isinstance(Partial(UNKNOWN, {}), Value)


def test_what_doubles_at_each_step_is_bounded() -> None:
    """Comparing or showing such a value would never end."""
    lines = ["from probe import probe", "a0 = 1", "b0 = 2"]
    for number in range(1, 60):
        lines += [f"{name}{number} = ({name}{number - 1}, {name}{number - 1})" for name in "ab"]
    (value,) = probed("\n".join([*lines, "c = a59 if a0 else b59", "probe(c)"]))
    assert len(repr(value)) < 100_000


def test_nested_functions_whose_callers_differ_are_followed_again_once() -> None:
    """Each one twice would be two times two times two ..."""
    depth = 40
    lines = ["from mindspore import nn", "class Net(nn.Cell):", "  def construct(self, x):", "    return f0(x) + f0(3)"]
    lines += ["def f0(y0):"]
    lines += [f"{' ' * number}def f{number}(y{number}):" for number in range(1, depth)]
    lines += [" " * depth + "return 1"]
    lines += [f"{' ' * number}return f{number}(y{number - 1}) + f{number}(3)" for number in range(depth - 1, 0, -1)]
    module = follow("\n".join(lines), recorder=Recorder())
    assert len(module.functions) < depth * depth


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("for p in nn.Dense(2, 2).trainable_params():\n    probe(p)", "Instance(mindspore.Parameter)"),
        ("for _, p in Net().parameters_and_names():\n    probe(p)", "Instance(mindspore.Parameter)"),
        ("probe([p * 2 for p in Net().get_parameters()])", "Container(list, Tensor(mindspore))"),
        ("probe(Parameter(1.0).mul_(2))", "Tensor(mindspore)"),
        ("probe(ops.ReLU().trainable_params())", "UNKNOWN"),
    ],
)
def test_parameters_of_a_cell(statement: str, expected: str) -> None:
    frame = "from mindspore import Parameter, nn, ops\nfrom probe import probe\nclass Net(nn.Cell):\n    pass\n"
    (value,) = probed(frame + statement)
    assert repr(value) == expected
