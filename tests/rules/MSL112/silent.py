"""Gone. An import that may fail may stay."""

import sys

sys.modules["torch"] = None  # as where torch is not installed

import mindspore as ms  # noqa: E402

try:
    import torch
except ImportError:
    torch = None

result = ms.Tensor([1.0, 2.0]) * 2.0
