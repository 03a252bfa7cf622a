"""The tensor is MindSpore's; the settings map the function to `mindspore.ops.relu`."""

import mindspore as ms
from torch.nn.functional import relu

result = relu(ms.Tensor([-1.0, 2.0])) + 1  # expect: MSL119
