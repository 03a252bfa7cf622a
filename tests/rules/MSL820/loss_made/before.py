"""A loss is made, and not given to the model."""

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
columns = {"x": np.ones((1, 2), np.float32), "y": np.full((1, 2), 3.0, np.float32)}
dataset = ds.NumpySlicesDataset(columns, shuffle=False).batch(1)
model = ms.Model(net, optimizer=nn.SGD(net.trainable_params(), 0.1))  # expect: MSL820
model.train(1, dataset)
result = net.w
