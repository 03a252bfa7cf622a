"""Scaled once."""

import numpy as np
import torch

image = np.full((4, 4, 3), 51, dtype=np.uint8)
result = torch.from_numpy(image).permute(2, 0, 1) / 255
