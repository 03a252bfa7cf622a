"""Without the last, short batch."""

import torch
from torch.utils.data import DataLoader

result = len(DataLoader(torch.arange(7), batch_size=2, drop_last=True))
