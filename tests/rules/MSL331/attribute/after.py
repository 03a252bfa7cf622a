"""MindSpore's. A convolution and a Dense have a weight."""

from mindspore import nn

norm = nn.BatchNorm2d(3)
linear = nn.Dense(8, 4)
table = nn.Embedding(10, 4)
conv = nn.Conv2d(3, 8, 3, pad_mode="valid", has_bias=True)
kernels = conv.weight.shape, linear.weight.shape, conv.in_channels
asked = norm.weight if hasattr(norm, "weight") else norm.gamma
result = norm.gamma.shape[0] + norm.moving_mean.shape[0] + linear.in_channels + table.embedding_table.shape[0]
