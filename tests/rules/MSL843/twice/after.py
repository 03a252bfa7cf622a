"""Scaled once."""

import numpy as np
from mindspore.dataset import transforms, vision

image = np.full((4, 4, 3), 51, dtype=np.uint8)
transform = transforms.Compose([vision.ToTensor()])
other = transforms.Compose([vision.Rescale(1 / 255, 0.0), vision.HWC2CHW()])
result = (transform(image) + other(image)) / 2
