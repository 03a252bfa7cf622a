"""MindSpore's Model has `train` and `eval` of its own, and so may classes of the project."""

import mindspore as ms
import mindspore.dataset as ds
from mindspore import nn


class Trainer:
    def __init__(self, net):
        self.net = net
        self.training = False

    def train(self):
        self.training = True

    def parameters(self):
        return self.net.trainable_params()

    def step(self):
        return self.training


class Mode(nn.Cell):
    def train(self, mode=True):
        return self.set_train(mode)

    def construct(self, x):
        return x


net = nn.Dense(2, 2)
model = ms.Model(net, nn.MSELoss(), nn.SGD(net.trainable_params(), 0.1), metrics={"loss"})
dataset = ds.NumpySlicesDataset(([[1.0, 2.0]], [[1.0, 2.0]]), ["x", "y"]).batch(1)
model.train(2, dataset)
model.eval(dataset)
trainer = Trainer(net)
trainer.train()
trainer.parameters()
trainer.step()
Mode().train()
