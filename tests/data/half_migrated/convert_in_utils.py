"""A converter among other functions: only its own torch is meant."""

import mindspore as ms
import torch
from mindspore import ops


def load_torch_weights(net, path):
    state = torch.load(path, map_location="cpu")
    parameters = {name: ms.Parameter(value.numpy(), name=name) for name, value in state.items()}
    return ms.load_param_into_net(net, parameters)


def distance(first, second):
    return torch.norm(first - second)  # expect: MSL103


def normalized(x):
    x = ops.relu(x)
    return torch.nn.functional.normalize(x, dim=1)  # expect: MSL103
