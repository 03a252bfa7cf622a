"""The device is chosen once for all; `to` and `type` with a dtype are fine."""

import mindspore as ms
import numpy as np

features = ms.Tensor(np.arange(3))
result = features.to(ms.float16).type(ms.float32)
