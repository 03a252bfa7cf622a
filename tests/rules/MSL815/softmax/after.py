"""The mean is taken, by the loss or of what it gives."""

import mindspore as ms
import numpy as np
from mindspore import Tensor, nn

fc = nn.Dense(2, 2, weight_init=0.5, bias_init=0.0)
x = Tensor(np.array([[3.0, 4.0], [5.0, 6.0], [1.0, 1.0]]), ms.float32)
loss_fn = nn.SoftmaxCrossEntropyWithLogits(sparse=True, reduction="mean")
by_sample = nn.SoftmaxCrossEntropyWithLogits(sparse=True)


def forward_fn(x, y):
    return loss_fn(fc(x), y)


def weighted_fn(x, y):
    losses = by_sample(fc(x), y)
    return losses.mean()


labels = Tensor([0, 1, 1], ms.int32)
gradients = ms.grad(forward_fn, None, fc.trainable_params())(x, labels)
same = ms.grad(weighted_fn, None, fc.trainable_params())(x, labels)
result = (gradients[0] + same[0]) / 2
