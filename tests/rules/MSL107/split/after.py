"""The second argument is the size of a part in MindSpore, not the number of parts."""

import mindspore as ms
import numpy as np
from mindspore import ops

features = ms.Tensor(np.arange(8, dtype=np.float32).reshape(1, 1, 2, 4).transpose(0, 3, 1, 2))

first, second = ops.split(features, features.shape[1] // 2, axis=1)
result = first - second
