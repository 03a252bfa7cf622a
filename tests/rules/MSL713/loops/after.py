"""Parameters that a loop makes: the name of each has its number, or is that of its attribute."""

import mindspore as ms
from mindspore import Parameter, nn, ops


class Scales(nn.Cell):
    def __init__(self, count, dim):
        super().__init__()
        self.prompts = ms.ParameterTuple([Parameter(ops.zeros((dim,)), name=f"prompt{i}") for i in range(count)])
        for i in range(count):
            setattr(self, f"scale{i}", Parameter(ops.ones((dim,))))
        for _ in range(1):
            self.last = Parameter(ops.ones((dim,)), name="last")

    def construct(self, x):
        for prompt in self.prompts:
            x = x + prompt
        return x * self.scale0 * self.scale1


net = Scales(2, 3)
optimizer = nn.SGD(net.trainable_params(), 0.1)
result = len(net.parameters_dict()) - 1
