"""Normalize wants the channels last."""

import numpy as np
from mindspore.dataset import transforms, vision

image = np.arange(48, dtype=np.uint8).reshape(4, 4, 3)
mean, std = [0.5, 0.4, 0.3], [0.2, 0.3, 0.4]
transform = transforms.Compose([vision.ToTensor(), vision.Normalize(mean, std, is_hwc=False)])
result = transform(image)
