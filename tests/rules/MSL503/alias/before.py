"""Change a tensor under another name, ported from PyTorch."""

from mindspore import Tensor

x = Tensor([1.0, 2.0])
shifted = x
shifted += 1  # expect: MSL503 (no fix)
kept = Tensor([3.0, 4.0])
doubled = kept
doubled *= 2  # expect: MSL503 (no fix)
result = (x, kept)
