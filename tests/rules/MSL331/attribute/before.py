"""The layers have others."""

from mindspore import nn

norm = nn.BatchNorm2d(3)
linear = nn.Dense(8, 4)
table = nn.Embedding(10, 4)
scale = norm.weight.shape[0]  # expect: MSL331
result = scale + norm.running_mean.shape[0] + linear.in_features + table.weight.shape[0]  # expect: MSL331, MSL331, MSL331
