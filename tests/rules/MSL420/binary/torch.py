"""Binary cross entropy with logits."""

import torch

logits = torch.tensor([[2.0, 1.0, 0.5], [0.1, 3.0, 0.2]])
labels = logits > 1
result = torch.nn.BCEWithLogitsLoss()(logits, labels.float())
