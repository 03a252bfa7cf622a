"""Losses of the logarithm of probabilities."""

import mindspore as ms
from mindspore import Tensor, nn, ops

x = Tensor([[2.0, 1.0, 0.5], [0.1, 3.0, 0.2]])
labels = Tensor([0, 2], ms.int32)
shares = Tensor([[0.7, 0.2, 0.1], [0.1, 0.1, 0.8]])
nll = nn.NLLLoss()(ops.log_softmax(x, -1), labels)
divergence = nn.KLDivLoss(reduction="batchmean")(ops.log(ops.softmax(x, -1)), shares)
result = (nll, divergence)
