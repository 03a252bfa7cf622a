"""Weights are set by a method that all versions have."""

from mindspore import nn, ops

layer = nn.Dense(2, 2)
layer.bias.set_data(ops.zeros(2))
for weight in layer.get_parameters():
    weight.set_data(ops.ones_like(weight))
    print(weight.data.shape)
result = layer.bias
