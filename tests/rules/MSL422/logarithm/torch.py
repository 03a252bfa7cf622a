"""Losses of the logarithm of probabilities."""

import torch

x = torch.tensor([[2.0, 1.0, 0.5], [0.1, 3.0, 0.2]])
labels = torch.tensor([0, 2])
shares = torch.tensor([[0.7, 0.2, 0.1], [0.1, 0.1, 0.8]])
logarithm = torch.log_softmax(x, -1)
nll = torch.nn.NLLLoss()(logarithm, labels)
divergence = torch.nn.KLDivLoss(reduction="batchmean")(logarithm, shares)
result = (nll, divergence)
