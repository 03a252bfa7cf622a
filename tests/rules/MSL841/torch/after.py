"""In order; a generator can only be read so, and training data is meant to be shuffled."""

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


def numbers():
    for index in range(64):
        yield (np.float32(index),)


test_loader = ds.GeneratorDataset(Numbers(), ["number"], shuffle=False).batch(64)
train_loader = ds.GeneratorDataset(Numbers(), ["number"]).batch(64)
in_order = ds.GeneratorDataset(numbers, ["number"]).batch(64)
result = next(test_loader.create_tuple_iterator())[0]
