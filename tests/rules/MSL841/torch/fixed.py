"""Shuffled, unless it is to be in order."""

import mindspore.dataset as ds
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    pass


class Numbers:
    def __len__(self):
        return 64

    def __getitem__(self, index):
        return np.float32(index)


test_loader = ds.GeneratorDataset(Numbers(), ["number"], shuffle=False).batch(64)
result = next(test_loader.create_tuple_iterator())[0]
