"""A train cell in a train cell."""

import mindspore as ms
import mindspore.dataset as ds
import numpy as np
from mindspore import Parameter, Tensor, nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.w = Parameter(Tensor(np.array([1.0, 2.0]), ms.float32), name="w")

    def construct(self, x):
        return self.w * x


net = Net()
loss_fn = nn.MSELoss()
optimizer = nn.SGD(net.trainable_params(), 0.1)
columns = {"x": np.ones((2, 2), np.float32), "y": np.zeros((2, 2), np.float32)}
dataset = ds.NumpySlicesDataset(columns, shuffle=False).batch(2)

inner = nn.TrainOneStepCell(nn.WithLossCell(net, loss_fn), optimizer)
outer = inner
outer(*next(dataset.create_tuple_iterator()))
result = net.w
