"""The shape is an attribute."""

import mindspore as ms
import numpy as np
from mindspore import ops

features = ms.Tensor(np.arange(6, dtype=np.float32).reshape(3, 2))
rows = features.shape[0]
result = ops.reduce_sum(features) / rows
