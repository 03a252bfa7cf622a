"""Cross entropy, logits first; losses whose arguments may change places."""

from mindspore import Tensor, nn, ops

loss_fn = nn.SoftmaxCrossEntropyWithLogits()
logits = Tensor([[0.9, 0.1], [0.2, 0.8]])
labels = Tensor([[1.0, 0.0], [0.0, 1.0]])
distance = nn.MSELoss()(labels, logits) - ops.mse_loss(logits, labels)
result = loss_fn(logits, labels) + distance
