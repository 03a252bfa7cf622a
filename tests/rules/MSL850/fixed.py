"""Here they are Parameters. (Out of torch's example.)"""

from mindspore import nn

net = nn.SequentialCell([nn.Dense(2, 3), nn.BatchNorm1d(3)])
total = sum(p.size for p in net.trainable_params())
result = total, len(list(net.trainable_params()))
