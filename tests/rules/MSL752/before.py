"""A scale that was changed in `forward`."""

from mindspore import Tensor, nn


class Scale(nn.Cell):
    def construct(self, x):
        return x * 2

    def forward(self, x):  # expect: MSL752 (no fix)
        return x * 3


result = Scale()(Tensor([1.0, 2.0]))
