"""Binary cross entropy, with logits and with probabilities."""

from mindspore import Tensor, nn, ops

x = Tensor([[2.0, -1.0], [0.1, 3.0]])
y = Tensor([[1.0, 0.0], [0.0, 1.0]])
with_logits = nn.BCEWithLogitsLoss()(x, y)
with_probabilities = nn.BCELoss(reduction="mean")(ops.sigmoid(x), y)
result = (with_logits + with_probabilities) / 2
