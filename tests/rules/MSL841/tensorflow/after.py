"""In order."""

import mindspore.dataset as ds
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    pass


dataset = ds.NumpySlicesDataset(np.arange(64), shuffle=False)
result = next(dataset.batch(64).create_tuple_iterator())[0]
