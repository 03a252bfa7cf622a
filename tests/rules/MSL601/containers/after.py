"""Items that are deleted, sets, and `:=` in a comprehension."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        parts = [x, x + 1, x + 2]
        parts = parts[1:]
        named = {"a": x, "b": x * 2}
        named = {key: named[key] for key in named if key != "a"}
        levels = []
        for index in range(4):
            if index % 2 not in levels:
                levels.append(index % 2)
        steps = []
        for index in range(3):
            step = index * 2
            if step > 1:
                steps.append(step)
        for size in (1, 2):
            x = x + size
        return parts[0] * named["b"] * len(levels) + x * steps[0] + steps[1]


net = Net()
result = net(ms.Tensor(np.array([1.0, 2.0], np.float32)))
