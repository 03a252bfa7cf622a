"""A step down the loss, by the loss cell or by a Cell that computes it."""

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
class NetWithLoss(nn.Cell):
    def __init__(self, net):
        super().__init__()
        self.net = net

    def construct(self, x):
        return ((self.net(x) - 1) ** 2).mean()


with_loss = nn.WithLossCell(net, nn.MSELoss())
train_step = nn.TrainOneStepCell(with_loss, nn.SGD(net.trainable_params(), 0.1))
other_step = nn.TrainOneStepCell(NetWithLoss(net), nn.SGD(net.trainable_params(), 0.0001))
train_step(ops.ones(2), ops.ones(2))
result = net.w
