"""Three layers, of which the last one is changed."""

from mindspore import nn


class Tower(nn.Cell):
    def __init__(self):
        super().__init__()
        self.layers = nn.CellList([nn.Dense(2, 2, has_bias=False)] * 3)  # expect: MSL750

    def construct(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


net = Tower()
result = len(net.trainable_params())
