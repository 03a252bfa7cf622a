"""Here they are Parameters. (Out of torch's example.)"""

from mindspore import nn

net = nn.SequentialCell([nn.Dense(2, 3), nn.BatchNorm1d(3)])
total = sum(p.size for p in net.get_parameters())  # expect: MSL850
result = total, len(list(net.get_parameters()))  # expect: MSL850
