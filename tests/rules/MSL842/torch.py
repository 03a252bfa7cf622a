"""Three epochs."""

import torch
from torch.utils.data import DataLoader, TensorDataset

epochs = 3
loader = DataLoader(TensorDataset(torch.arange(8)), batch_size=4)
seen = 0
for epoch in range(epochs):
    for (batch,) in loader:
        seen += len(batch)
result = seen
