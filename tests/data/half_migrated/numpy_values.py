"""Arrays, lists and strings have methods that are spelt like a tensor's."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Pad(nn.Cell):
    def __init__(self, sizes):
        super().__init__()
        self.sizes = sizes
        self.name = "pad"

    def construct(self, x, options=None):
        sizes = self.sizes.copy()
        if options is not None:
            sizes.append(options.get("size"))
        return x.reshape(sizes)


array = np.zeros((2, 3))
print(array.size, array.squeeze(), array.item(0) if array.size == 1 else "", "a.b".split("."))
lengths = {"train": [1], "eval": [2]}
print(lengths.values(), lengths.items())
x = ms.Tensor(array)
print(x.size, x.shape[0], x.asnumpy().T.copy(), x.dtype, x.view(3, 2).sum(axis=1, keepdims=True))
