"""A function of the weight gives the loss, and another one its gradients."""

import mindspore as ms
from mindspore import nn

weight = ms.Parameter(ms.Tensor([3.0]), name="weight")
target = ms.Tensor([5.0])
criterion = nn.MSELoss()


def forward():
    return criterion(weight * 2.0, target)


loss, gradients = ms.value_and_grad(forward, None, [weight])()
result = gradients[0]
