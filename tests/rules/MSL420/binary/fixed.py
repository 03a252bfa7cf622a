"""Binary cross entropy with boolean labels."""

from mindspore import Tensor, nn
import mindspore as ms

logits = Tensor([[2.0, 1.0, 0.5], [0.1, 3.0, 0.2]])
labels = logits > 1
result = nn.BCEWithLogitsLoss()(logits, labels.astype(ms.float32))
