"""Some classes of MindSpore do take `inplace`."""

import mindspore as ms
from mindspore import mint, nn


class Block(nn.Cell):
    def __init__(self):
        super().__init__()
        self.act = mint.nn.SiLU(inplace=False)

    def construct(self, x):
        return self.act(x)


result = Block()(ms.Tensor([[-1.0, 2.0]]))
