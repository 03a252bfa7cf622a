"""Change a tensor and a running average in place, ported from PyTorch."""

from mindspore import Parameter, Tensor

x = Tensor([1.5, 2.5])
x.add_(1)  # expect: MSL502
x.mul_(2).sub_(0.5)  # expect: MSL502
average = Parameter(Tensor([1.0, 1.0]), name="average", requires_grad=False)
average.mul_(0.9).add_(x, alpha=0.1)  # expect: MSL502
result = (x, average)
