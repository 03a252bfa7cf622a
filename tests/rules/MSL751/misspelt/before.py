"""A head on features, by a name that is nearly right."""

from mindspore import Tensor, nn


class Base(nn.Cell):
    def extract_features(self, x):
        return x * 2


class Head(Base):
    def construct(self, x):
        return super().extract_feature(x) + 1  # expect: MSL751


result = Head()(Tensor([1.0, 2.0]))
