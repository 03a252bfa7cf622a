"""Others."""

import mindspore as ms
from mindspore import nn

ms.manual_seed(0)  # expect: MSL847
first = nn.Dense(4, 4).weight
ms.manual_seed(0)  # expect: MSL847
second = nn.Dense(4, 4).weight
result = bool((first == second).all())
