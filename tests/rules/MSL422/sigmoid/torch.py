"""Binary cross entropy, with logits and with probabilities."""

import torch

x = torch.tensor([[2.0, -1.0], [0.1, 3.0]])
y = torch.tensor([[1.0, 0.0], [0.0, 1.0]])
result = torch.nn.BCEWithLogitsLoss()(x, y)
