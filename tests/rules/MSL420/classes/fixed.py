"""Cross entropy of class numbers that are int64."""

from mindspore import Tensor, nn
import mindspore as ms

logits = Tensor([[2.0, 1.0, 0.5], [0.1, 3.0, 0.2]])
labels = Tensor([0, 2])
loss_fn = nn.CrossEntropyLoss()
result = loss_fn(logits, labels.astype(ms.int32))
