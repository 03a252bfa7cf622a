"""What depends on the device."""

import mindspore as ms
from mindspore import Tensor

x = Tensor([1.0, 2.0])
result = x * 2 if ms.get_context("device_target") == "CPU" else x
