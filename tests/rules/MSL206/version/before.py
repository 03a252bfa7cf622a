"""An operator that MindSpore 2.0 had."""

import mindspore as ms
import numpy as np
from mindspore import ops

x = ms.Tensor(np.arange(4, dtype=np.float32).reshape(1, 1, 2, 2))
result = ops.ResizeBilinear((4, 4), align_corners=True)(x)  # expect: MSL206 (no fix)
