"""What the mapping says."""

import mindspore as ms
from mindspore.ops import relu

result = relu(ms.Tensor([-1.0, 2.0])) + 1
