"""Change a tensor under another name, ported from PyTorch."""

from mindspore import Tensor

x = Tensor([1.0, 2.0])
shifted = x + 1
x = shifted
kept = Tensor([3.0, 4.0])
doubled = kept
kept = doubled * 2
other = x
other += 1
x = other - 1
result = (x, kept)
