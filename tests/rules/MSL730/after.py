"""An LSTM made for what comes before the embedding, mended."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.embed = nn.Dense(12, 8)
        self.lstm = nn.LSTM(8, 6, batch_first=True, bidirectional=True)
        self.head = nn.Dense(12, 3)

    def construct(self, x):
        output, _ = self.lstm(self.embed(x))
        return self.head(output[:, -1]).shape


result = Net()(ms.Tensor(np.ones((2, 5, 12), np.float32)))
