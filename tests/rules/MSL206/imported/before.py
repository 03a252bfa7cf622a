"""A misspelled name in an import; where it is used is not reported again."""

import mindspore as ms
import numpy as np
from mindspore.nn import AdaptiveAvgPool2D  # expect: MSL206 (no fix)

result = AdaptiveAvgPool2D(1)(ms.Tensor(np.arange(8, dtype=np.float32).reshape(1, 2, 2, 2)))
