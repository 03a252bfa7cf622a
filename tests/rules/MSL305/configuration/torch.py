"""A rate out of a configuration."""

import torch
from torch import nn

config = {'drop_rate': 0.0}
layer = nn.Dropout(config.get('drop_rate', 0.1)).train()
result = layer(torch.ones(64))
