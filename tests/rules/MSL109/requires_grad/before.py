"""Setting `requires_grad` on a tensor leads to nothing."""

import mindspore as ms

x = ms.Tensor([1.0, 2.0])
x.requires_grad = True  # expect: MSL109 (no fix)
y = (x * x).sum()
result = x.grad  # expect: MSL108
