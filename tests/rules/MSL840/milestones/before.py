"""As many as rates are wanted."""

from mindspore import nn

result = nn.piecewise_constant_lr([2, 4], [0.3, 0.2, 0.1])  # expect: MSL840 (no fix)
