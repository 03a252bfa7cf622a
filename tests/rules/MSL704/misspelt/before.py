"""A name that is not quite the one that was assigned."""

from mindspore import Tensor, nn


class Net(nn.Cell):
    def construct(self, images):
        features = images * 2
        return feature + images  # expect: MSL704


result = Net()(Tensor([1.0, 2.0]))
