"""Cross entropy, labels first as in TensorFlow."""

from mindspore import Tensor, nn

loss_fn = nn.SoftmaxCrossEntropyWithLogits()
logits = Tensor([[0.9, 0.1], [0.2, 0.8]])
labels = Tensor([[1.0, 0.0], [0.0, 1.0]])
result = loss_fn(logits, labels)
