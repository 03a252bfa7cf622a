"""Where two conditions differ, as a difference."""

from mindspore import Tensor

x = Tensor([1.0, -2.0, 3.0])
y = Tensor([1.0, 2.0, -3.0])
result = (x > 0) - (y > 0)  # expect: MSL431
