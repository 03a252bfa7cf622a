"""Cross entropy of class numbers that are int32, of probabilities, and by the function."""

import mindspore as ms
from mindspore import Tensor, nn, ops

logits = Tensor([[2.0, 1.0, 0.5], [0.1, 3.0, 0.2]])
labels = Tensor([0, 2])
loss_fn = nn.CrossEntropyLoss()
by_function = ops.cross_entropy(logits, labels)
by_shares = loss_fn(logits, Tensor([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]))
result = (loss_fn(logits, labels.astype(ms.int32)) + by_function + by_shares) / 3
