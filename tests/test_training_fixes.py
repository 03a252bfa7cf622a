"""Where fixes of training code and of Cells write something, and where they leave it: each case runs as it is left."""

from __future__ import annotations

from typing import Optional

import pytest

from ms_lint.runner import fix_content
from ms_lint.settings import Settings

HEAD = "import mindspore as ms\nfrom mindspore import nn, ops\n\n"
NET = "net = nn.Dense(2, 3)\noptimizer = nn.SGD(net.trainable_params(), 0.1, weight_decay=0.5)\n"


def mended(code: str, rule: str, origin: str = "auto", versions: str = "2.10.0") -> str:
    """A program behind its head after the fixes of a rule."""
    settings = Settings(select=(rule,), target_version=versions, origin=origin)
    return fix_content((HEAD + code).encode(), "train.py", settings, unsafe=True).content.decode()[len(HEAD) :]


@pytest.mark.parametrize(
    ("params", "rate", "is_fixed"),
    [
        ("net.trainable_params()", "0.1", True),
        ("[{'params': net.trainable_params(), 'lr': 0.1}]", "0.1", False),
        ("net.trainable_params()", "nn.CosineDecayLR(0.0, 0.1, 10)", False),
        ("net.trainable_params()", "[0.1, 0.2]", False),
    ],
)
def test_only_a_rate_that_is_one_number_is_assigned(params: str, rate: str, is_fixed: bool) -> None:
    code = f"net = nn.Dense(2, 3)\noptimizer = nn.SGD({params}, {rate})\noptimizer.learning_rate = 0.01\n"
    assert ("ops.assign(optimizer.learning_rate, 0.01)" in mended(code, "MSL828")) is is_fixed


@pytest.mark.parametrize("end", ["", "\n", "\nprint(net)\n"])
def test_what_freezes_is_moved_once(end: str) -> None:
    after = mended(f"{NET}net.weight.requires_grad = False{end}", "MSL824")
    assert after.splitlines()[1] == "net.weight.requires_grad = False"
    assert after.count("requires_grad") == 1


@pytest.mark.parametrize(
    "code",
    [
        f"{NET}net.head = nn.Dense(3, 4)\nnet.head.weight.requires_grad = False\n",
        "net = nn.Dense(2, 3)\nif net:\n    optimizer = nn.SGD(net.trainable_params(), 0.1, weight_decay=0.5)\n"
        "else:\n    net.weight.requires_grad = False\n    x = 1\n",
    ],
    ids=["an attribute between", "another branch"],
)
def test_what_freezes_stays_where_something_stands_between(code: str) -> None:
    assert mended(code, "MSL824") == code


@pytest.mark.parametrize(
    ("call", "written"),
    [
        ("0.1, 0.9, use_nesterov=True", "0.1, 0.9, nesterov=True"),
        ("0.1, 0.9, 1e-4, use_nesterov=True", "0.1, 0.9, weight_decay=1e-4, nesterov=True"),
        ("0.1, 0.9, 1e-4, 1024.0, True", "0.1, 0.9, weight_decay=1e-4, loss_scale=1024.0, nesterov=True"),
    ],
)
def test_arguments_of_momentum_keep_their_parameters(call: str, written: str) -> None:
    code = f"net = nn.Dense(2, 3)\noptimizer = nn.Momentum(net.trainable_params(), {call})\n"
    assert f"nn.SGD(net.trainable_params(), {written})" in mended(code, "MSL836", origin="torch")


@pytest.mark.parametrize(
    "clipped",
    ["[ops.clip_by_norm(g, norms[g]) for g in grads]", "[ops.clip_by_norm(g, g.max()) for g in grads]"],
)
def test_a_bound_for_each_gradient_is_none_for_all(clipped: str) -> None:
    code = f"def clip(grads, norms):\n    return {clipped}\n"
    assert mended(code, "MSL826", origin="torch") == code


@pytest.mark.parametrize(
    "body",
    ["    global net\n    return net(x)\n", "    net = load()\n    return net(x)\n"],
    ids=["global", "its own"],
)
def test_no_mode_is_set_before_a_name_is_bound(body: str) -> None:
    code = f"net = nn.SequentialCell(nn.Dense(2, 3), nn.Dropout(p=0.5))\nnet.set_train()\n\n\ndef evaluate(x):\n{body}"
    assert mended(code, "MSL819") == code


CELL = """\
class Base({above}):
    def __init__(self{parameter}):
        super().__init__()


class Net({base}):
    def construct({own}, x):
        {line}nn.Dropout(p={rate})(x)
        return x
"""


@pytest.mark.parametrize(
    ("base", "own", "line", "rate", "made"),
    [
        ("nn.Cell", "self", "x = ", "0.5", "super().__init__()"),
        ("Base", "self", "x = ", "0.5", None),
        ("nn.Cell", "this", "x = ", "0.5", None),
        ("nn.Cell", "self", "import other\n        x = ", "other.RATE", None),
    ],
    ids=["plain", "a base of the project", "no self", "a local import"],
)
def test_an_init_is_written_where_it_can_be(base: str, own: str, line: str, rate: str, made: Optional[str]) -> None:
    code = CELL.format(above="nn.Cell", parameter=", width", base=base, own=own, line=line, rate=rate)
    after = mended(code, "MSL327")
    assert after == code if made is None else after.count(made) == 2


def test_a_name_that_torch_reads_is_kept() -> None:
    code = 'import torch\n\nweights = torch.load("model.pth")\nms.save_checkpoint(nn.Dense(2, 3), "model.pth")\n'
    after = mended(code, "MSL844")
    assert 'torch.load("model.pth")' in after
    assert '"model.ckpt")' in after


@pytest.mark.parametrize(
    ("value", "after"), [("x", "x"), ("(x + 1)", "(x + 1)"), ("  # important\n    x", "input_x=  # important\n    x")]
)
def test_a_name_before_an_argument_is_taken_away_alone(value: str, after: str) -> None:
    code = f"x = ms.Tensor([1.0])\ny = ops.ones_like(input_x={value})\n"
    assert f"ops.ones_like({after})" in mended(code, "MSL208", versions=">=1.10")
