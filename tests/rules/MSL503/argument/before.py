"""Change the caller's tensor."""

from mindspore import Tensor


def shift(x):
    x += 1  # expect: MSL503 (no fix)


x = Tensor([1.0, 2.0])
shift(x)
result = x
