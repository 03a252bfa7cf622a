"""The private name is still there: ms-lint does not know it, nor what stands for it."""

import sys

sys.modules["torch"] = None  # as where torch is not installed

import mindspore as ms  # noqa: E402
import torch  # noqa: E402

x = ms.Tensor([1.0, 2.0])
device = torch._utils._get_available_device_type()  # expect: MSL113
result = x * 2.0
