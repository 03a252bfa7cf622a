"""Items that are deleted, sets, and `:=` in a comprehension."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        parts = [x, x + 1, x + 2]
        del parts[0]  # expect: MSL601
        named = {"a": x, "b": x * 2}
        del named["a"]  # expect: MSL601
        levels = {index % 2 for index in range(4)}  # expect: MSL601
        steps = [step for index in range(3) if (step := index * 2) > 1]  # expect: MSL601
        for size in {1, 2, 2}:  # expect: MSL601
            x = x + size
        return parts[0] * named["b"] * len(levels) + x * steps[0] + steps[1]


net = Net()
result = net(ms.Tensor(np.array([1.0, 2.0], np.float32)))
