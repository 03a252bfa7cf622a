"""A file of torch."""

import os
import tempfile

import torch

path = os.path.join(tempfile.mkdtemp(), "model.pth")
torch.save({"weight": torch.ones(2)}, path)
result = list(torch.load(path))
