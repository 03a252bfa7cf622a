"""Parameters and buffers that are changed by hand: `.data`, copies of weights, and attributes under a local name."""

from __future__ import annotations

import textwrap

import ms_lint
from ms_lint.settings import Settings

DATA = """
from mindspore import Parameter, nn, ops

class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.weight = Parameter(ops.zeros(2))

    def reset(self):
        self.weight.data = ops.ones(2)

    def construct(self, x):
        return x * self.weight

net = Net()
for parameter in net.trainable_params():
    parameter.data = parameter * 2
"""


def lines(code: str, rule: str, target_version: str = "2.10.0", execution_mode: str = "auto") -> list[int]:
    settings = Settings(select=(rule,), target_version=target_version, execution_mode=execution_mode)
    found = ms_lint.check_source(textwrap.dedent(code), settings=settings)
    return [finding.location.line for finding in found]


def test_data_cannot_be_set_up_to_2_7() -> None:
    assert lines(DATA, "MSL517", target_version="2.7.0") == [10, 17]
    assert lines(DATA, "MSL517", target_version="2.10.0") == []


def test_data_cannot_be_set_in_a_graph() -> None:
    code = DATA.replace("return x * self.weight", "self.weight.data = x * 2\n        return x")
    assert lines(code, "MSL517", target_version="2.10.0", execution_mode="graph") == [13]
    assert lines(code, "MSL517", target_version="2.10.0", execution_mode="pynative") == []


def test_copies_of_weights_that_are_never_changed() -> None:
    code = """
    class Ema:
        def __init__(self, net):
            self.net = net
            self.shadow = [p.clone() for p in net.trainable_params()]
            self.names = [p.name for p in net.trainable_params()]

        def update(self):
            for s, p in zip(self.shadow, self.net.trainable_params()):
                s = s * 0.9 + 0.1 * p
            for s in self.names:
                s = s + "x"
    """
    assert lines("import mindspore as ms\n" + textwrap.dedent(code), "MSL515") == [11]


def test_an_attribute_under_a_local_name() -> None:
    code = """
    # ported from torch
    from mindspore import nn, ops

    class Norm(nn.Cell):
        def __init__(self, c):
            super().__init__()
            self.mean = ops.zeros((c,))
            self.scale = 2

        def construct(self, x):
            mean = self.mean
            mean *= 0.9
            scale = self.scale
            scale *= 2
            return x - mean * scale

        def kept(self, x):
            mean = self.mean
            mean *= 0.9
            self.mean = mean
            return x - mean
    """
    assert lines(code, "MSL503") == [13]


def test_a_list_of_layers_before_super() -> None:
    code = """
    from mindspore import nn

    class Net(nn.Cell):
        def __init__(self, sizes=(1, 2)):
            self.sizes = sizes
            self.layers = nn.CellList([nn.Dense(c, 4) for c in sizes])
            super().__init__()

        def construct(self, x):
            return self.layers[0](x)
    """
    assert lines(code, "MSL711") == [7]


def test_a_parameter_stays_one_whatever_is_assigned_to_it() -> None:
    code = """
    from mindspore import Parameter, nn, ops

    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.mean = Parameter(ops.zeros((4,)), name="mean", requires_grad=False)

        def construct(self, x):
            self.mean.data = x
            self.mean = self.mean * 0.9
            return x
    """
    assert lines(code, "MSL517", execution_mode="graph") == [10]
