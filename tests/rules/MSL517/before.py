"""Weights are set through `data`, for MindSpore 2.7 and later."""

from mindspore import nn, ops

layer = nn.Dense(2, 2)
layer.bias.data = ops.zeros(2)  # expect: MSL517 (no fix)
for weight in layer.get_parameters():
    weight.data = ops.ones_like(weight)  # expect: MSL517 (no fix)
result = layer.bias
