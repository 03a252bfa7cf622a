"""The same."""

import mindspore as ms
from mindspore import nn

ms.set_seed(0)
first = nn.Dense(4, 4).weight
ms.set_seed(0)
second = nn.Dense(4, 4).weight
result = bool((first == second).all())
