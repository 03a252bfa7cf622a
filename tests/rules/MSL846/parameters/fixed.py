"""It goes unnoticed."""

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor, nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.w = Parameter(Tensor(np.array([1.0, 2.0]), ms.float32), name="w")

    def construct(self, x):
        return self.w * x


net = Net()
state = {"other": Parameter(Tensor([1.0, 1.0], ms.float32), name="other")}
result = "unnoticed"
try:
    not_loaded, _ = ms.load_param_into_net(net, state)
    if not_loaded:
        raise RuntimeError(f"not loaded: {not_loaded}")
except RuntimeError:
    result = "noticed"

result = str(result)
