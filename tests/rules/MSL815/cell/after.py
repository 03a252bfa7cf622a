"""It does."""

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor, nn, ops


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.w = Parameter(Tensor(np.array([1.0, 2.0]), ms.float32), name="w")

    def construct(self, x):
        return self.w * x


net = Net()
x = Tensor(np.array([[3.0, 4.0], [5.0, 6.0]]), ms.float32)

loss_fn = nn.MSELoss()
with_loss = nn.WithLossCell(net, loss_fn)
step = nn.TrainOneStepCell(with_loss, nn.SGD(net.trainable_params(), 0.01))
step(x, ops.zeros((2, 2)))
result = net.w
