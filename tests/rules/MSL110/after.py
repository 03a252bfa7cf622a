"""`set_train(False)`. A Cell may have methods of torch's names of its own."""

import mindspore as ms
from mindspore import nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.drop = nn.Dropout(p=0.5)

    def construct(self, x):
        return self.drop(x)

    def eval(self):
        return self.set_train(False)


net = Net()
net.set_train(True)
net.eval()
result = net(ms.Tensor([1.0, 2.0]))
