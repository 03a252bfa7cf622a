"""Put scores in order, and keep the best ones."""

from mindspore import Tensor, ops

scores = Tensor([3.0, 1.0, 2.0])
scores, _ = scores.sort()
scores, _ = ops.topk(scores, 2)
result = scores
