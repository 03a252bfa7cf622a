"""The last use of torch is gone, its import is not; on a machine with MindSpore alone it raises."""

import sys

sys.modules["torch"] = None  # as where torch is not installed

import mindspore as ms  # noqa: E402
import torch  # noqa: E402, F401  # expect: MSL112

result = ms.Tensor([1.0, 2.0]) * 2.0
