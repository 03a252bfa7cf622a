"""It can be unpacked as it is."""

import mindspore as ms
import numpy as np
from mindspore import ops

features = ms.Tensor(np.ones((3, 2), np.float32))
rows, columns = features.shape
result = ops.reduce_sum(features) * rows * columns
