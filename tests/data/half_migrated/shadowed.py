"""Names of the project that are spelt like torch's, and aliases of torch that are not."""

import mindspore.ops as F
import torch as pt
from mindspore import Tensor as torch_tensor
from mindspore import nn


class torch:
    @staticmethod
    def cat(tensors, dim):
        return F.cat(tensors, axis=dim)


def relu(x):
    return F.relu(x)


tanh = pt.tanh  # expect: MSL103


class Net(nn.Cell):
    def construct(self, x):
        x = torch.cat([relu(x), F.relu(x)], 1)
        x = tanh(x)  # expect: MSL103
        return pt.abs(x)  # expect: MSL103


print(Net()(torch_tensor([[1.0]])))
