"""A dict of features, put into another one."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def construct(self, x):
        features = {"low": x}
        merged = {}
        merged.update(features)
        merged.update({"high": x + 1})
        features = merged
        return features["low"] + features["high"]


net = Net()
result = net(Tensor(np.array([1.0, 2.0], np.float32)))
