"""A converter of weights: it needs torch to read them, on purpose."""

import os
import tempfile

import mindspore as ms
import torch
from mindspore import nn


class Head(torch.nn.Module):
    def __init__(self, features, classes):
        super().__init__()
        self.fc = torch.nn.Linear(features, classes, bias=False)
        torch.nn.init.ones_(self.fc.weight)

    def forward(self, x):
        return self.fc(x)


def convert(module, path):
    """The state_dict of a torch Module as a MindSpore checkpoint."""
    parameters = [
        {"name": name, "data": ms.Tensor(value.numpy())} for name, value in module.state_dict().items()
    ]
    ms.save_checkpoint(parameters, path)


net = nn.SequentialCell([nn.ReLU(), nn.Dense(3, 2, has_bias=False)])
with tempfile.TemporaryDirectory() as folder:
    convert(Head(3, 2), os.path.join(folder, "head.ckpt"))
    weight = ms.load_checkpoint(os.path.join(folder, "head.ckpt"))["fc.weight"]
net[1].weight.set_data(weight)

result = net(ms.Tensor([[-1.0, 2.0, 3.0]]))
