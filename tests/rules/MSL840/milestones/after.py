"""The last one is the number of all steps; each is the step after the boundary."""

from mindspore import nn

result = nn.piecewise_constant_lr([3, 5, 6], [0.3, 0.2, 0.1])
