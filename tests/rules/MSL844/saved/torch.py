"""The file is called as it was asked for."""

import os
import tempfile

import torch
from torch import nn

folder = tempfile.mkdtemp()
torch.save(nn.Linear(2, 2).state_dict(), os.path.join(folder, "model.pth"))
result = len(os.listdir(folder)), os.path.exists(os.path.join(folder, "model.pth"))
