"""The layers have others."""

from mindspore import nn

norm = nn.BatchNorm2d(3)
linear = nn.Dense(8, 4)
table = nn.Embedding(10, 4)
scale = norm.gamma.shape[0]
result = scale + norm.moving_mean.shape[0] + linear.in_channels + table.embedding_table.shape[0]
