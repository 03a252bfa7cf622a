"""The loop of the original: nothing was recorded that could be gone back through."""

import mindspore as ms
from mindspore import nn

weight = ms.Parameter(ms.Tensor([3.0]), name="weight")
loss = nn.MSELoss()(weight * 2.0, ms.Tensor([5.0]))
loss.backward()  # expect: MSL108 (no fix)
result = weight.grad  # expect: MSL108 (no fix)
