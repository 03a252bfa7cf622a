"""torch is seeded; MindSpore, which draws the numbers, is not."""

import mindspore as ms
import torch
from mindspore import ops

torch.manual_seed(3)  # expect: MSL103
first = ops.standard_normal((4,))
torch.manual_seed(3)  # expect: MSL103
result = (first == ops.standard_normal((4,))).astype(ms.float32)
