"""Losses of the logarithm of probabilities, given the probabilities."""

import mindspore as ms
from mindspore import Tensor, nn, ops

x = Tensor([[2.0, 1.0, 0.5], [0.1, 3.0, 0.2]])
labels = Tensor([0, 2], ms.int32)
shares = Tensor([[0.7, 0.2, 0.1], [0.1, 0.1, 0.8]])
probabilities = ops.softmax(x, -1)
nll = nn.NLLLoss()(probabilities, labels)  # expect: MSL422 (no fix)
divergence = nn.KLDivLoss(reduction="batchmean")(probabilities, shares)  # expect: MSL422 (no fix)
result = (nll, divergence)
