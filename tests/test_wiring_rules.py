"""What the rules of wiring find, item by item: each mistake through `check_source`, beside the same code without it."""

from __future__ import annotations

import time
from typing import NamedTuple

import pytest
from helpers import check

import ms_lint

HEAD = "from mindspore import nn, ops\nimport mindspore as ms\n\n\n"


class Item(NamedTuple):
    """One mistake: the rule, what `__init__` and `construct` have, what is right, what the mistake is, and words that
    the message has."""

    name: str
    code: str
    init: str
    construct: str
    right: str
    wrong: str
    words: tuple[str, ...]


ITEMS = [
    Item(
        "in_channels",
        "MSL720",
        "self.a = nn.Conv2d(3, 32, 3)\nself.b = nn.Conv2d(@, 64, 3)",
        "return self.b(self.a(x))",
        "32",
        "16",
        ("`b` (Conv2d)", "in_channels=16", "gets 32", "`x` (N, 3, H, W) -> `self.a` (N, 32, H, W)"),
    ),
    Item(
        "channels through SequentialCell",
        "MSL720",
        "self.layers = nn.SequentialCell(nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8), nn.ReLU(), nn.Conv2d(@, 4, 1))",
        "return self.layers(x)",
        "8",
        "9",
        ("in_channels=9", "gets 8", "(N, 8, H, W)"),
    ),
    Item(
        "channels through a loop over a CellList",
        "MSL720",
        "self.layers = nn.CellList([nn.Conv2d(3 if i == 0 else @, 8, 3) for i in range(3)])",
        "for layer in self.layers:\n    x = layer(x)\nreturn x",
        "8",
        "6",
        ("in_channels=6", "gets 8"),
    ),
    Item(
        "helper Cells with the arguments of their caller",
        "MSL720",
        "self.a = Part(3, 8)\nself.b = Part(@, 4)",
        "return self.b(self.a(x))",
        "8",
        "3",
        ("In `b` (Part)", "in_channels=3", "gets 8"),
    ),
    Item(
        "spatial sizes through strides and pooling",
        "MSL721",
        "self.conv = nn.Conv2d(3, 8, 3, 2, 'pad', 1)\nself.pool = nn.AdaptiveAvgPool2d(2)\nself.fc = nn.Dense(@, 10)",
        "return self.fc(ops.flatten(self.pool(self.conv(x))))",
        "32",
        "64",
        ("in_channels=64", "gets 32", "`ops.flatten` (N, 32)"),
    ),
    Item(
        "a Dense after Flatten that no image fits",
        "MSL721",
        "self.conv = nn.Conv2d(3, 8, 3)\nself.flatten = nn.Flatten()\nself.fc = nn.Dense(@, 10)",
        "return self.fc(self.flatten(self.conv(x)))",
        "8 * 28 * 28",
        "8 * 28 * 28 + 3",
        ("in_channels=6275", "`self.flatten` (N, 8*H*W)"),
    ),
    Item(
        "num_features of a BatchNorm",
        "MSL722",
        "self.conv = nn.Conv2d(3, 8, 3)\nself.norm = nn.BatchNorm2d(@)",
        "return self.norm(self.conv(x))",
        "8",
        "3",
        ("`norm` (BatchNorm2d)", "num_features=3", "gets 8 channels"),
    ),
    Item(
        "LayerNorm's shape",
        "MSL723",
        "self.fc = nn.Dense(4, 16)\nself.norm = nn.LayerNorm((@,))",
        "return self.norm(self.fc(x))",
        "16",
        "4",
        ("`norm` (LayerNorm)", "(4,)", "(16,)"),
    ),
    Item(
        "a residual of other channels",
        "MSL724",
        "self.stem = nn.Conv2d(3, 8, 3)\nself.conv = nn.Conv2d(8, @, 3)",
        "x = self.stem(x)\nreturn x + self.conv(x)",
        "8",
        "16",
        ("`x + self.conv(x)`", "(N, 8, H, W)", "(N, 16, H, W)"),
    ),
    Item(
        "a residual of another height and width",
        "MSL724",
        "self.stem = nn.Conv2d(3, 8, 3)\nself.conv = nn.Conv2d(8, 8, 3, @)",
        "x = self.stem(x)\nreturn ops.relu(x + self.conv(x))",
        "1",
        "2",
        ("(N, 8, H, W)", "(N, 8, H/2, W/2)"),
    ),
    Item(
        "concat of different ranks",
        "MSL725",
        "self.conv = nn.Conv2d(3, 8, 3)",
        "y = self.conv(x)\nreturn ops.concat((y, y@), 1)",
        "",
        ".mean((2, 3))",
        ("(N, 8, H, W)", "(N, 8)", "number of axes"),
    ),
    Item(
        "concat of other sizes",
        "MSL725",
        "self.conv = nn.Conv2d(3, 8, 3)\nself.pool = nn.MaxPool2d(2, @, pad_mode='same')",
        "y = self.conv(x)\nreturn ops.concat((y, self.pool(y)), 1)",
        "1",
        "2",
        ("(N, 8, H, W)", "(N, 8, H/2, W/2)", "differ in another"),
    ),
    Item(
        "a group that does not divide",
        "MSL726",
        "self.conv = nn.Conv2d(6, 8, 3, group=@)",
        "return self.conv(x)",
        "2",
        "4",
        ("in_channels=6", "4 groups"),
    ),
    Item(
        "heads that do not divide",
        "MSL726",
        "self.attention = nn.MultiheadAttention(30, @)",
        "return self.attention(x, x, x)[0]",
        "5",
        "4",
        ("embed_dim=30", "4 heads"),
    ),
    Item(
        "attention heads by reshape and transpose",
        "MSL727",
        "self.q = nn.Dense(32, 32)\nself.k = nn.Dense(32, 32)",
        "b, n, c = x.shape\nq = self.q(x).reshape(b, n, 4, 8).transpose(0, 2, 1, 3)\n"
        "k = self.k(x).reshape(b, n, 4, 8).transpose(@)\nreturn ops.matmul(q, k)",
        "0, 2, 3, 1",
        "0, 1, 2, 3",
        ("multiplies", "8 and 4 have to be the same"),
    ),
    Item(
        "view into another number of elements",
        "MSL728",
        "self.pool = nn.AdaptiveAvgPool2d(4)\nself.conv = nn.Conv2d(3, 8, 3)",
        "return self.pool(self.conv(x)).view(x.shape[0], @)",
        "128",
        "100",
        ("(N, 8, 4, 4)", "(N, 100)"),
    ),
    Item(
        "a split into parts that are not there",
        "MSL728",
        "self.conv = nn.Conv2d(3, 8, 3)",
        "a, b = ops.split(self.conv(x), [4, @], 1)\nreturn a",
        "4",
        "2",
        ("splits 8", "6 together"),
    ),
    Item(
        "transposition of another number of axes",
        "MSL729",
        "self.conv = nn.Conv2d(3, 8, 3)",
        "return self.conv(x).transpose(@)",
        "0, 2, 3, 1",
        "0, 2, 1",
        ("(N, 8, H, W)",),
    ),
    Item(
        "a convolution of what was flattened",
        "MSL729",
        "self.a = nn.Conv2d(3, 8, 3)\nself.b = nn.Conv2d(8, 8, 3)",
        "return self.b(self.a(x)@)",
        "",
        ".flatten(start_dim=1)",
        ("`b` (Conv2d)", "4 axes", "gets 2"),
    ),
    Item(
        "a recurrent layer",
        "MSL730",
        "self.embedding = nn.Embedding(100, 16)\nself.lstm = nn.LSTM(@, 8)",
        "return self.lstm(self.embedding(x))[0]",
        "16",
        "8",
        ("`lstm` (LSTM)", "input_size=8", "gets 16"),
    ),
]
PART = (
    "class Part(nn.Cell):\n    def __init__(self, channels, width):\n        super().__init__()\n"
    "        self.conv = nn.Conv2d(channels, width, 3)\n        self.norm = nn.BatchNorm2d(width)\n\n"
    "    def construct(self, x):\n        return self.norm(self.conv(x))\n\n\n"
)


def model(item: Item, value: str) -> str:
    def lines(text: str) -> str:
        return "".join(f"        {line}\n" for line in text.replace("@", value).splitlines())

    return (
        f"{HEAD}{PART}class Net(nn.Cell):\n    def __init__(self):\n        super().__init__()\n{lines(item.init)}\n"
        f"    def construct(self, x):\n{lines(item.construct)}"
    )


def structural(code: str) -> list[ms_lint.Finding]:
    return [
        finding
        for finding in ms_lint.check_source(code)
        if finding.code.startswith(("MSL0", "MSL71", "MSL72", "MSL73"))
    ]


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: str(item.name))
def test_what_fits_has_no_finding(item: Item) -> None:
    assert structural(model(item, item.right)) == []


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: str(item.name))
def test_what_does_not_fit_is_told_once_with_its_way(item: Item) -> None:
    (finding,) = structural(model(item, item.wrong))
    assert finding.code == item.code
    for words in item.words:
        assert words in finding.message
    assert len(finding.message) < 400


@pytest.mark.parametrize("container", ["nn.CellList", "nn.layer.CellList", "nn.SequentialCell"])
def test_a_list_of_unknown_length_is_registered_by_what_is_made_of_it(container: str) -> None:
    code = (
        HEAD + "def conv(channels):\n    return nn.Conv2d(channels, 8, 1)\n\n\nclass Neck(nn.Cell):\n"
        "    def __init__(self, channels):\n        super().__init__()\n        self.made = []\n"
        "        for channel in channels:\n            self.made.append(conv(channel).to_float(ms.float16))\n{}"
        "    def construct(self, xs):\n        return [layer(x) for layer, x in zip(self.made, xs)]\n"
    )
    assert structural(code.format(f"        self.layers = {container}(self.made)\n")) == []
    (finding,) = structural(code.format(""))
    assert finding.code == "MSL710"


SIGNATURES = """
class Two(nn.Cell):
    def construct(self, x, y):
        return x * y


class One(nn.Cell):
    def construct(self, x):
        return x * 2


"""


@pytest.mark.parametrize(
    ("about", "code"),
    [
        (
            "arguments passed on",
            "class Net(nn.Cell):\n    def __init__(self, net):\n        super().__init__()\n        self.net = net\n"
            "    def construct(self, *args):\n        return self.net(*args)\n\n\nnet = Net(Two())\n",
        ),
        (
            "a layer and its call by one flag",
            "class Net(nn.Cell):\n    def __init__(self, flag):\n        super().__init__()\n        self.flag = flag\n"
            "        if flag:\n            self.layer = Two()\n        else:\n            self.layer = One()\n"
            "    def construct(self, x, y):\n        if self.flag:\n            return self.layer(x, y)\n"
            "        return self.layer(x)\n",
        ),
        (
            "a class that is defined again later",
            "class Net(nn.Cell):\n    def __init__(self):\n        super().__init__()\n        self.layer = One()\n"
            "    def construct(self, x):\n        return self.layer(x)\n\n\nnet = Net()\n\n\n"
            "class One(nn.Cell):\n    def construct(self, x, y):\n        return x + y\n",
        ),
    ],
)
def test_calls_that_construct_takes(about: str, code: str) -> None:
    assert structural(HEAD + SIGNATURES + code) == []


def test_a_call_that_no_alternative_takes() -> None:
    code = (
        "class Net(nn.Cell):\n    def __init__(self, flag):\n        super().__init__()\n"
        "        self.layer = Two() if flag else One()\n"
        "    def construct(self, x, y):\n        return self.layer(x, y, y)\n"
    )
    assert {finding.code for finding in structural(HEAD + SIGNATURES + code)} == {"MSL716"}


def test_a_parameter_keeps_its_name_in_functions_that_rename_it() -> None:
    code = (
        "def scores(q, k):\n    k = ops.cast(k, q.dtype)\n    return ops.matmul(q, k)\n\n\n"
        "class Net(nn.Cell):\n    def __init__(self, n):\n        super().__init__()\n"
        "        self.rows = ms.Parameter(ops.ones((n, 4)))\n        self.columns = ms.Parameter(ops.ones((n, 4)))\n"
        "    def construct(self, q):\n        return scores(q, self.rows) + scores(q, self.columns)\n"
    )
    assert structural(HEAD + code) == []


@pytest.mark.parametrize("call", ["x.broadcast_to(size)", "x.expand(size)", "x.view(size)", "x.tile(size)"])
def test_one_unknown_argument_may_be_a_whole_shape(call: str) -> None:
    code = (
        "class Net(nn.Cell):\n    def construct(self, x, shape):\n        x = ops.flatten(x, start_dim=0)\n"
        f"        size = shape[:2]\n        return {call}.transpose((1, 0)) + ops.stack([{call}, {call}])[0]\n"
    )
    assert structural(HEAD + code) == []


def test_one_of_two_layers_is_called_as_the_branch_has_it() -> None:
    """What decided which layer it is may decide how it is called."""
    code = (
        HEAD + "class Same(nn.Cell):\n    def construct(self, x):\n        return x\n\n\n"
        "class Wide(nn.Cell):\n    def construct(self, x, y):\n        return x + y\n\n\n"
        "class Net(nn.Cell):\n    def __init__(self, a, b):\n        super().__init__()\n"
        "        self.part = Same() if a == b else Wide()\n        self.is_same = a == b\n"
        "    def construct(self, x, y):\n        if self.is_same:\n            return self.part(x)\n"
        "        return self.part({})\n"
    )
    assert structural(code.format("x, y")) == []
    (finding,) = structural(code.format("x, y, x"))
    assert finding.code == "MSL716"


def test_time_grows_with_the_layers() -> None:
    def seconds(count: int) -> float:
        made = "".join(f"        self.conv{i} = nn.Conv2d(16, 16, 3)\n" for i in range(count))
        called = "".join(f"        x = self.conv{i}(x)\n" for i in range(count))
        code = f"class Net(nn.Cell):\n    def __init__(self):\n        super().__init__()\n{made}"
        code += f"    def construct(self, x):\n{called}        return x\n"
        begin = time.process_time()
        assert structural(HEAD + code) == []
        return time.process_time() - begin

    seconds(50)  # what is loaded once
    few = max(seconds(250), seconds(250))
    assert seconds(1500) < 18 * few  # six times as many; with the square of them it was 36 times as long


def test_an_augmented_assignment_is_named() -> None:
    code = (
        "class Net(nn.Cell):\n    def __init__(self):\n        super().__init__()\n"
        "        self.a = nn.Conv2d(3, 8, 1)\n        self.b = nn.Conv2d(3, 4, 1)\n"
        "    def construct(self, x):\n        out = self.a(x)\n        out += self.b(x)\n        return out\n"
    )
    (finding,) = structural(HEAD + code)
    assert finding.message.startswith("`out += self.b(x)` puts ")


CHAIN = """
from mindspore import nn


class Chain(nn.SequentialCell):
    def __init__(self):
        super().__init__({made})
        {line}
{more}
"""


@pytest.mark.parametrize(
    ("made", "line", "more", "codes"),
    [
        ("", "self.fc = nn.Dense(3, 4)", "", ["MSL753"]),
        ("", "self.insert_child_to_cell('fc', nn.Dense(3, 4))", "", ["MSL753"]),
        ("", "super().insert_child_to_cell('fc', nn.Dense(3, 4))", "", ["MSL753"]),
        ("", "self.add_module('fc', nn.Dense(3, 4))", "", ["MSL110"]),
        ("nn.Dense(3, 4)", "self.width = 4", "", []),
        ("", "self.append(nn.Dense(3, 4))", "", []),
        ("", "self.fc = nn.Dense(3, 4)\n        self.append(self.fc)", "", []),
        ("", "self.fc = nn.Dense(3, 4)", "\n    def construct(self, x):\n        return self.fc(x)", []),
        ("", "self.fc = nn.Dense(3, 4)\n        self.cell_list = (self.fc,)", "", []),
    ],
)
def test_what_a_chain_does_not_run(made: str, line: str, more: str, codes: list[str]) -> None:
    found = check(CHAIN.format(made=made, line=line, more=more), ["MSL110", "MSL753"])
    assert [item.code for item in found] == codes
    if codes == ["MSL110"]:
        assert "`self.append(cell)`" in found[0].message + (found[0].suggestion or "")


def test_kernels_that_take_turns_are_no_odd_ones() -> None:
    kernels = [(7, 1), (1, 7), (7, 1)]
    layers = "\n".join(f"        self.branch_{n} = nn.Conv2d(8, 8, {size})" for n, size in enumerate(kernels, 1))
    calls = "\n".join(f"        x = self.branch_{n}(x)" for n in range(1, 4))
    init = "    def __init__(self):\n        super().__init__()\n{}\n"
    code = f"{HEAD}class Net(nn.Cell):\n{init}    def construct(self, x):\n{calls}\n        return x\n"
    assert check(code.format(layers), ["MSL731"]) == []
    assert [item.code for item in check(code.format(layers.replace("(1, 7)", "(1, 9)")), ["MSL731"])] == ["MSL731"]


@pytest.mark.parametrize(
    ("base", "insert", "loop"),
    [
        ("CellDict", "insert_child_to_cell(f'fc{index}', LAYER)", "for name, layer in self.items():"),
        ("CellDict", "insert_child_to_cell('fc%d' % index, LAYER)", "for _, layer in self.items():"),
        ("CellList", "insert_child_to_cell(str(index), LAYER)", "for layer in self:"),
    ],
)
def test_children_of_containers_are_seen(base: str, insert: str, loop: str) -> None:
    layer = insert.replace("LAYER", "nn.Dense(4 + index, 5 + index)")
    code = f"""{HEAD}
class Parts(nn.{base}):
    def __init__(self):
        super().__init__()
        for index in range(2):
            self.{layer}

    def construct(self, x):
        {loop}
            x = layer(x)
        return x


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.first = nn.Dense(4, 4)
        self.parts = Parts()
        self.last = nn.Dense(6, 3)

    def construct(self, x):
        return self.last(self.parts(self.first(x)))
"""
    assert check(code, ["MSL72"]) == []
    assert [item.code for item in check(code.replace("6, 3", "7, 3"), ["MSL72"])] == ["MSL721"]
