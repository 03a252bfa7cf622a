"""What append gives."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def construct(self, x):
        outputs = [x]
        added = outputs.append(x + 1)  # expect: MSL615
        if added is None:
            return outputs[1]
        return x


net = Net()
result = net(Tensor(np.array([1.0, 2.0], np.float32)))
