"""The train cell leaves the mode as it is."""

import mindspore as ms
import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.bn = nn.BatchNorm1d(2)

    def construct(self, x):
        return self.bn(x)


net = Net()
x = Tensor(np.array([[1.0, 2.0], [3.0, 6.0]]), ms.float32)
y = Tensor(np.ones((2, 2)), ms.float32)
net_with_loss = nn.WithLossCell(net, nn.MSELoss())
net.set_train()
train_net = nn.TrainOneStepCell(net_with_loss, nn.SGD(net.trainable_params(), 0.1))
for _ in range(3):
    loss = train_net(x, y)
result = net.bn.moving_variance
