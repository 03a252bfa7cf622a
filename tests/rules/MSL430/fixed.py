"""Add arrays to a tensor as they are."""

import numpy as np
from mindspore import Tensor

x = Tensor([1.0, 2.0, 3.0])
x = x + Tensor(np.ones(3, np.float32))
x *= Tensor(np.array([1.0, 2.0, 3.0], np.float32))
result = x
