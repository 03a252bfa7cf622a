"""Scaled twice."""

import numpy as np
from mindspore.dataset import transforms, vision

image = np.full((4, 4, 3), 51, dtype=np.uint8)
transform = transforms.Compose([vision.Rescale(1 / 255, 0.0), vision.ToTensor()])  # expect: MSL843 (no fix)
result = transform(image)
