"""One value for each sample, of which the sum is differentiated."""

import mindspore as ms
import numpy as np
from mindspore import Tensor, nn

fc = nn.Dense(2, 2, weight_init=0.5, bias_init=0.0)
x = Tensor(np.array([[3.0, 4.0], [5.0, 6.0], [1.0, 1.0]]), ms.float32)
loss_fn = nn.SoftmaxCrossEntropyWithLogits(sparse=True)


def forward_fn(x, y):
    logits = fc(x)
    loss = loss_fn(logits, y)  # expect: MSL815
    return loss


gradients = ms.grad(forward_fn, None, fc.trainable_params())(x, Tensor([0, 1, 1], ms.int32))
result = gradients[0]
