"""torch's container."""

import mindspore as ms
import numpy as np
from mindspore import nn

layers = nn.Sequential(nn.ReLU(), nn.Flatten())  # expect: MSL206
result = layers(ms.Tensor(np.arange(-4, 4, dtype=np.float32).reshape(2, 2, 2)))
