"""A module of transforms that MindSpore 2.8 has no more."""

import mindspore.dataset.vision.py_transforms as vision  # expect: MSL206
import numpy as np

image = np.arange(24, dtype=np.uint8).reshape(2, 4, 3)
result = vision.ToTensor()(image)
