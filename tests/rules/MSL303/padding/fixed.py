"""The padding, without the mode that takes it."""

import mindspore as ms
import numpy as np
from mindspore import nn

layer = nn.MaxPool2d(3, stride=2, padding=1, pad_mode="pad")
result = layer(ms.Tensor(np.arange(64, dtype=np.float32).reshape(1, 1, 8, 8)))
