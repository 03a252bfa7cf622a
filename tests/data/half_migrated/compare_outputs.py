"""A comparison of a port with its original: both run."""

import mindspore as ms
import numpy as np
import torch
from mindspore import nn


class TorchBlock(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = torch.nn.Linear(4, 2)

    def forward(self, x):
        return self.fc(x).relu()


class Block(nn.Cell):
    def __init__(self):
        super().__init__()
        self.fc = nn.Dense(4, 2)
        self.relu = nn.ReLU()

    def construct(self, x):
        return self.relu(self.fc(x))


torch.manual_seed(0)
original, port = TorchBlock().eval(), Block()
port.fc.weight.set_data(ms.Tensor(original.fc.weight.detach().numpy()))
port.fc.bias.set_data(ms.Tensor(original.fc.bias.detach().numpy()))
x = np.random.rand(3, 4).astype(np.float32)
with torch.no_grad():
    expected = original(torch.from_numpy(x)).numpy()
np.testing.assert_allclose(port(ms.Tensor(x)).asnumpy(), expected, rtol=1e-4)
