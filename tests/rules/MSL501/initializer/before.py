"""Fill a weight with a constant."""

from mindspore import nn
from mindspore.common.initializer import Constant, initializer

layer = nn.Dense(2, 2)
initializer(Constant(0.5), layer.weight.shape, layer.weight.dtype)  # expect: MSL501 (no fix)
result = layer.weight
