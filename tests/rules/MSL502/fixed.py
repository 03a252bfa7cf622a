"""Change a tensor and a running average in place, ported from PyTorch."""

from mindspore import Parameter, Tensor

x = Tensor([1.5, 2.5])
x = x + 1
x = x * 2 - 0.5
average = Parameter(Tensor([1.0, 1.0]), name="average", requires_grad=False)
average = average * 0.9 + x * 0.1
result = (x, average)
