"""A shape is a plain tuple in MindSpore."""

import mindspore as ms
import numpy as np
from mindspore import ops

features = ms.Tensor(np.ones((3, 2), np.float32))
rows, columns = features.shape.as_list()  # expect: MSL109
result = ops.reduce_sum(features) * rows * columns
