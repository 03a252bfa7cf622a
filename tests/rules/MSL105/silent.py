"""Some classes of MindSpore do take `inplace`."""

import mindspore as ms
from mindspore import mint, nn


class Activated(nn.Cell):
    def __init__(self):
        super().__init__()
        self.act = mint.nn.SiLU(inplace=False)

    def construct(self, x):
        return self.act(x)


result = Activated()(ms.Tensor([[-1.0, 2.0]]))
