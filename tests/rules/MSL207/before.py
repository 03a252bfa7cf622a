"""An operator that MindSpore 2.0 has and later ones have not, in code for 2.0 and later."""

import mindspore as ms
import numpy as np
from mindspore import ops

x = ms.Tensor(np.arange(4, dtype=np.float32).reshape(1, 1, 2, 2))
result = ops.ResizeBilinear((4, 4), align_corners=True)(x)  # expect: MSL207 (no fix)
