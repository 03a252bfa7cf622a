"""A device of CUDA, and a type of torch's."""

import mindspore as ms
import numpy as np

features = ms.Tensor(np.arange(3))
moved = features
result = moved.astype(ms.float32)
