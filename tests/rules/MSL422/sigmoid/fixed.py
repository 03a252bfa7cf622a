"""Binary cross entropy with logits of what comes out of a sigmoid."""

from mindspore import Tensor, nn, ops

x = Tensor([[2.0, -1.0], [0.1, 3.0]])
y = Tensor([[1.0, 0.0], [0.0, 1.0]])
result = nn.BCEWithLogitsLoss()(x, y)
