"""Add arrays to a tensor as they are."""

import numpy as np
from mindspore import Tensor

x = Tensor([1.0, 2.0, 3.0])
x = x + np.ones(3, np.float32)  # expect: MSL430
x *= np.array([1.0, 2.0, 3.0], np.float32)  # expect: MSL430
result = x
