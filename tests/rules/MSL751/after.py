"""A head on features that its base computes."""

from mindspore import Tensor, nn


class Base(nn.Cell):
    def extract(self, x):
        return x * 2


class Head(Base):
    def construct(self, x):
        return super().extract(x) + 1


result = Head()(Tensor([1.0, 2.0]))
