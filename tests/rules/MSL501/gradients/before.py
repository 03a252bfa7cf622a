"""Clip the gradient of a weight."""

import mindspore as ms
from mindspore import Parameter, Tensor, ops

weight = Parameter(Tensor([3.0, 4.0]), name="weight")


def loss():
    return (weight**2).sum()


grads = ms.grad(loss, None, [weight])()
ops.clip_by_global_norm(grads, 1.0)  # expect: MSL501
result = grads[0]
