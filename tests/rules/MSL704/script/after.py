"""The data set is there, and a name that may be missing is asked for with care."""

import mindspore as ms
import numpy as np
from mindspore import ops

try:
    unicode = unicode_type
except NameError:
    unicode = str

dataset = [np.ones(2, np.float32), np.ones(2, np.float32)]
total = ops.zeros(2, ms.float32)
for batch in dataset:
    total = total + ms.Tensor(np.asarray(batch))
result = total
