"""Add arrays to a tensor."""

import numpy as np
import torch

x = torch.tensor([1.0, 2.0, 3.0])
x = x + torch.from_numpy(np.ones(3, np.float32))
x *= torch.from_numpy(np.array([1.0, 2.0, 3.0], np.float32))
result = x
