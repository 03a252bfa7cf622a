"""Fill a weight with a constant."""

from mindspore import nn
from mindspore.common.initializer import Constant, initializer

layer = nn.Dense(2, 2)
layer.weight.set_data(initializer(Constant(0.5), layer.weight.shape, layer.weight.dtype))
result = layer.weight
