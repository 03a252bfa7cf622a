"""`asnumpy` brings a tensor to the host."""

import mindspore as ms
import numpy as np
from mindspore import nn

net = nn.Flatten()
images = ms.Tensor(np.arange(4, dtype=np.float32).reshape(1, 2, 2))
result = net(images).asnumpy()
