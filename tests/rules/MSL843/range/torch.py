"""The means of pixels from 0 to 1."""

import numpy as np
import torch

image = np.arange(48, dtype=np.uint8).reshape(4, 4, 3)
mean, std = [0.5, 0.4, 0.3], [0.2, 0.3, 0.4]
tensor = torch.from_numpy(image).permute(2, 0, 1) / 255
result = (tensor - torch.tensor(mean)[:, None, None]) / torch.tensor(std)[:, None, None]
