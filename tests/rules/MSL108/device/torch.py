"""The prediction for one image, as an array."""

import torch
from torch import nn

net = nn.Flatten()
images = torch.arange(4.0).reshape(1, 2, 2)
result = net(images).cpu().numpy()
