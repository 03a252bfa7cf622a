"""The default loss is the mean over the batch."""

import torch
from torch import nn

fc = nn.Linear(2, 2)
nn.init.constant_(fc.weight, 0.5)
nn.init.constant_(fc.bias, 0.0)
x = torch.tensor([[3.0, 4.0], [5.0, 6.0], [1.0, 1.0]])
nn.CrossEntropyLoss()(fc(x), torch.tensor([0, 1, 1])).backward()
result = fc.weight.grad
