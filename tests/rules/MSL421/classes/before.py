"""Cross entropy of class numbers, labels first as in TensorFlow."""

import mindspore as ms
from mindspore import Tensor, ops

scores = Tensor([[2.0, 1.0, 0.5], [0.1, 3.0, 0.2]])
classes = Tensor([0, 2], ms.int32)
result = ops.cross_entropy(classes, scores)  # expect: MSL421
