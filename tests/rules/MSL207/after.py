"""What all of them have; names that only some have where the code asks for them first."""

import mindspore as ms
import numpy as np
from mindspore import ops

try:
    from mindspore import mint
except ImportError:
    mint = None


def larger(x):
    if ms.__version__.startswith("2.0"):
        return ops.ResizeBilinear((4, 4), align_corners=True)(x)
    return ops.ResizeBilinearV2(align_corners=True)(x, (4, 4))


x = ms.Tensor(np.arange(4, dtype=np.float32).reshape(1, 1, 2, 2))
result = larger(x)
