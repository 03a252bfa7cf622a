"""A function, and its derivative. A Parameter does have `requires_grad`."""

import mindspore as ms

scale = ms.Parameter(ms.Tensor([1.0]), name="scale")
scale.requires_grad = False


def square(x):
    return (scale * x * x).sum()


result = ms.grad(square)(ms.Tensor([1.0, 2.0]))
