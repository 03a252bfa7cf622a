"""Code that does with and without torch."""

import importlib.util

import mindspore as ms
import numpy as np
from mindspore import ops

if importlib.util.find_spec("torch") is not None:
    import torch


def is_torch_available():
    return importlib.util.find_spec("torch") is not None


def to_tensor(value):
    if is_torch_available() and isinstance(value, torch.Tensor):
        return ms.Tensor(value.detach().cpu().numpy())
    return ms.Tensor(np.asarray(value))


def softmax(value, axis):
    return ops.softmax(to_tensor(value), axis)
