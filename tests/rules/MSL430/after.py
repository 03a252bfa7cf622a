"""Add arrays to a tensor as tensors, and numbers of numpy as they are."""

import numpy as np
from mindspore import Tensor

x = Tensor([1.0, 2.0, 3.0])
x = x + Tensor(np.ones(3, np.float32))
x = x * np.sqrt(4.0) / 2.0
x *= Tensor(np.array([1.0, 2.0, 3.0], np.float32))
weights = np.ones(3) * 2
total = weights + np.ones(3)
result = x
