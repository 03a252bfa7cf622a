"""The means go so far as well, or the pixels are scaled first."""

import numpy as np
from mindspore.dataset import transforms, vision

image = np.arange(48, dtype=np.uint8).reshape(4, 4, 3)
mean, std = [0.5, 0.4, 0.3], [0.2, 0.3, 0.4]
larger = [m * 255 for m in mean], [s * 255 for s in std]
transform = transforms.Compose([vision.Normalize(*larger), vision.HWC2CHW()])
other = transforms.Compose([vision.Rescale(1 / 255, 0.0), vision.Normalize(mean, std), vision.HWC2CHW()])
written = transforms.Compose([vision.Normalize([127.5, 102.0, 76.5], [51.0, 76.5, 102.0]), vision.HWC2CHW()])
result = (transform(image) + other(image)) / 2
