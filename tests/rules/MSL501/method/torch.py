"""Clamp, shift and cut labels."""

import torch

labels = torch.tensor([[-1.0, 2.0], [3.0, -4.0]])
labels.clamp_(0)
result = torch.relu(labels - 1).triu_()
