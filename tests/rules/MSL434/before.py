"""What depends on the device, compared as in torch."""

from mindspore import Tensor

x = Tensor([1.0, 2.0])
result = x * 2 if x.device == "cpu" else x  # expect: MSL434
