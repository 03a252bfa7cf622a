"""torch's names of the parameters on MindSpore's layer: what is required stays empty."""

import mindspore as ms
from mindspore import nn


class Head(nn.Cell):
    def __init__(self):
        super().__init__()
        self.fc = nn.Dense(in_channels=3, out_channels=2, weight_init="ones", has_bias=False)

    def construct(self, x):
        return self.fc(x)


result = Head()(ms.Tensor([[1.0, 2.0, 3.0]]))
