"""Put scores in order, and keep the best ones."""

import torch

scores = torch.tensor([3.0, 1.0, 2.0])
scores, _ = scores.sort()
best, _ = torch.topk(scores, 2)
result = best
