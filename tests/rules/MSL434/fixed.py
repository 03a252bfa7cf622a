"""What depends on the device, compared as in torch."""

from mindspore import Tensor
import mindspore as ms

x = Tensor([1.0, 2.0])
result = x * 2 if ms.get_context("device_target") == "CPU" else x
