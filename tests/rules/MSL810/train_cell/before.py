"""A step down the loss plus the sum of the logits."""

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor, nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.w = Parameter(Tensor(np.array([1.0, 2.0]), ms.float32), name="w")

    def construct(self, x):
        return self.w * x


class NetWithLoss(nn.Cell):
    def __init__(self, net):
        super().__init__()
        self.net = net

    def construct(self, x):
        logits = self.net(x)
        loss = logits.mean()
        return loss, logits


net = Net()
x = Tensor(np.array([[3.0, 4.0], [5.0, 6.0]]), ms.float32)
train_step = nn.TrainOneStepCell(NetWithLoss(net), nn.SGD(net.trainable_params(), 0.1))  # expect: MSL810 (no fix)
loss, logits = train_step(x)
result = net.w
