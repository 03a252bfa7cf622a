"""Softmax cross entropy of class numbers, without `sparse`."""

import mindspore as ms
from mindspore import Tensor, nn

logits = Tensor([[2.0, 1.0, 0.5], [0.1, 3.0, 0.2]])
labels = Tensor([0, 2], ms.int32)
loss_fn = nn.SoftmaxCrossEntropyWithLogits(reduction="mean", sparse=True)
result = loss_fn(logits, labels)
