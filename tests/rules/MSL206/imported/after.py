"""The right name, submodules, and names that may be missing."""

import mindspore as ms
import numpy as np
from mindspore import scipy  # noqa: F401
from mindspore.common.initializer import initializer
from mindspore.dataset import config  # noqa: F401
from mindspore.nn import AdaptiveAvgPool2d
from mindspore.ops import operations as P

try:
    from mindspore.nn import AdaptiveAvgPool2D
except ImportError:
    AdaptiveAvgPool2D = AdaptiveAvgPool2d

if ms.__version__ < "1.2":
    from mindspore.dataset.vision import c_transforms  # noqa: F401

zero = initializer("zeros", (1,), ms.float32).init_data()
result = P.Add()(AdaptiveAvgPool2D(1)(ms.Tensor(np.arange(8, dtype=np.float32).reshape(1, 2, 2, 2))), zero)
