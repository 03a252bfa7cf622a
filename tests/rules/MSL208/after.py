"""What all of them accept; a keyword that only some have after a look at the version."""

import mindspore as ms
import numpy as np
from mindspore import nn, ops

x = ms.Tensor(np.arange(6, dtype=np.float32).reshape(2, 3))
dropout = nn.Dropout(p=0.5) if ms.__version__ >= "2" else nn.Dropout(keep_prob=0.5)
ends = ops.zeros((2, 1), ms.float32)
result = ops.concat((ends, x, ends), axis=1)
