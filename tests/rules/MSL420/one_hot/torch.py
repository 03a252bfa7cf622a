"""Cross entropy of class numbers."""

import torch

logits = torch.tensor([[2.0, 1.0, 0.5], [0.1, 3.0, 0.2]])
labels = torch.tensor([0, 2])
result = torch.nn.CrossEntropyLoss()(logits, labels)
