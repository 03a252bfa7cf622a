"""An image as numbers between 0 and 1, channels first."""

import numpy as np
import torch

image = np.arange(24, dtype=np.uint8).reshape(2, 4, 3)
result = torch.from_numpy(image).permute(2, 0, 1) / 255
