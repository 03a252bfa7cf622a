"""`insert_param_to_cell` and `insert_child_to_cell`."""

import mindspore as ms
from mindspore import nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.insert_param_to_cell("scale", ms.Parameter(ms.Tensor([3.0])))
        self.insert_child_to_cell("act", nn.ReLU())

    def construct(self, x):
        return self.act(x) * self.scale


result = Net()(ms.Tensor([-1.0, 2.0]))
