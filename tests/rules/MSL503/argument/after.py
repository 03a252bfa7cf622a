"""Change the caller's tensor."""

from mindspore import Tensor


def shift(x):
    x += 1
    return x


def count(total):
    total += 1


def run(x):
    for _ in range(1):
        x = shift(x)
    return x


x = Tensor([1.0, 2.0])
x = run(x)
count(3)
result = x
