"""The device that the features are on already, and their type by its name."""

import torch

features = torch.arange(3)
result = features.to("cpu").type("torch.FloatTensor")
