"""Parts of tensors that are written to, through other forms of them."""

import numpy as np
from mindspore import Tensor, nn, ops


class Net(nn.Cell):
    def construct(self, x):
        y = x * 1
        y.view(-1)[0] = 9  # expect: MSL512 (no fix)
        y.swapaxes(0, 1)[0] += 1  # expect: MSL512 (no fix)
        flat = ops.reshape(y, (-1,))
        flat[1] = 8  # expect: MSL512 (no fix)
        first, second = y.chunk(2, 0)
        first[0, 2] = 7  # expect: MSL512 (no fix)
        for row in y:
            row[3] = 6  # expect: MSL512 (no fix)
        return y + second


result = Net()(Tensor(np.zeros((2, 4), np.float32)))
