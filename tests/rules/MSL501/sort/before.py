"""Put scores in order, and keep the best ones."""

from mindspore import Tensor, ops

scores = Tensor([3.0, 1.0, 2.0])
scores.sort()  # expect: MSL501
ops.topk(scores, 2)  # expect: MSL501
result = scores
