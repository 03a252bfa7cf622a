"""The package has its names."""

import mindspore.dataset.vision as vision
import numpy as np

image = np.arange(24, dtype=np.uint8).reshape(2, 4, 3)
result = vision.ToTensor()(image)
