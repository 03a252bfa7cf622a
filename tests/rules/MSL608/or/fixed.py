"""Two dicts of features, merged."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def construct(self, x):
        features = {"low": x}
        features.update({"high": x + 1})
        return features["low"] + features["high"]


net = Net()
result = net(Tensor(np.array([1.0, 2.0], np.float32)))
